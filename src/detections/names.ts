import type { DetectionCase, NameText } from '../model/detection-case.js';
import type { TimeUs } from '../model/time.js';

/** What one name of a message says. */
export interface SaidName {
  readonly name: string;
  /** What one can register: `example.com`, `example.co.uk`. */
  readonly domain: string;
  /** The name without its domain. */
  readonly prefix: string;
  /** What the name server said; false for the question. */
  readonly isAnswer: boolean;
  readonly isMissing: boolean;
  /** Asked for data, and not for an address. */
  readonly isData: boolean;
}

/** A name that a process asked for, or was told about. */
export interface AskedName extends SaidName {
  readonly messageId: number;
  readonly processId: number;
  readonly atUs: TimeUs;
}

/** Second levels below which names are registered in countries that have them. *Source:* publicsuffix.org, the common ones. */
const SECOND_LEVELS = new Set(['ac', 'co', 'com', 'edu', 'gov', 'net', 'or', 'org', 'ne', 'go']);
/** Names that resolvers make by themselves, and reverse look-ups. */
const OWN_NAMES = /(?:^|\.)(?:cluster\.local|in-addr\.arpa|ip6\.arpa|local|localdomain|internal|lan)$/;
const DATA_TYPES = new Set(['TXT', 'NULL', 'CNAME', 'MX', 'PRIVATE']);
/** Names asked for, process after process and by time within each; those of the cluster and reverse look-ups are left out. */
export function* askedNames(view: DetectionCase): Generator<AskedName> {
  for (const { messageId, processId, atUs, ...text } of view.nameQuestions()) {
    if (atUs === undefined) continue;
    for (const said of saidIn(text)) yield { messageId, processId, atUs, ...said };
  }
}

/**
 * What is said of names, whoever asked and whenever, each at least once; the same are left out. Far fewer than messages: where even all of
 * them are not enough for a rule, no message needs to be looked at.
 */
export function* saidNames(view: DetectionCase): Generator<SaidName> {
  for (const text of view.nameTexts()) yield* saidIn(text);
}

function saidIn({ names, types, rcode, isResponse }: NameText): readonly SaidName[] {
  const isMissing = rcode === 'NXDOMAIN';
  const isData = types.some((type) => DATA_TYPES.has(type));
  return names.flatMap((text) => {
    const name = text.toLowerCase();
    if (OWN_NAMES.test(name) || !name.includes('.')) return [];
    const domain = registeredDomain(name);
    const prefix = name.slice(0, Math.max(0, name.length - domain.length - 1));
    return [{ name, domain, prefix, isAnswer: isResponse, isMissing, isData }];
  });
}

/** The part of a name that somebody registered, worked out from its shape: two labels, three below the common second levels. */
export function registeredDomain(name: string): string {
  const labels = name.split('.');
  const isShortCountry = (labels.at(-1) ?? '').length === 2 && SECOND_LEVELS.has(labels.at(-2) ?? '');
  return labels.slice(isShortCountry ? -3 : -2).join('.');
}
