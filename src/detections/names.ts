import type { DnsMessage } from '../model/connection.js';
import type { DetectionCase } from '../model/detection-case.js';
import type { TimeUs } from '../model/time.js';

/** A name that a process asked for, or was told about. */
export interface AskedName {
  readonly messageId: number;
  readonly message: DnsMessage;
  readonly processId: number;
  readonly atUs: TimeUs;
  readonly name: string;
  /** What one can register: `example.com`, `example.co.uk`. */
  readonly domain: string;
  /** The name without its domain. */
  readonly prefix: string;
  readonly isMissing: boolean;
  /** Asked for data, and not for an address. */
  readonly isData: boolean;
}

/** Second levels below which names are registered in countries that have them. *Source:* publicsuffix.org, the common ones. */
const SECOND_LEVELS = new Set(['ac', 'co', 'com', 'edu', 'gov', 'net', 'or', 'org', 'ne', 'go']);
/** Names that resolvers make by themselves, and reverse look-ups. */
const OWN_NAMES = /(?:^|\.)(?:cluster\.local|in-addr\.arpa|ip6\.arpa|local|localdomain|internal|lan)$/;
const DATA_TYPES = new Set(['TXT', 'NULL', 'CNAME', 'MX', 'PRIVATE']);
/** Beyond this many a look at all names stops: the bound on a run's memory. */
const NAMES_READ = 500_000;

/** Names asked for, by time, those of the cluster and reverse look-ups left out. */
export function askedNames(view: DetectionCase): readonly AskedName[] {
  const asked: AskedName[] = [];
  for (const message of view.allDnsMessages()) {
    const { atUs, names, types, rcode } = message;
    if (atUs === undefined) continue;
    for (const name of names.map((text) => text.toLowerCase())) {
      if (OWN_NAMES.test(name) || !name.includes('.')) continue;
      const domain = registeredDomain(name);
      asked.push({
        messageId: message.id,
        message,
        processId: message.process.id,
        atUs,
        name,
        domain,
        prefix: name.slice(0, Math.max(0, name.length - domain.length - 1)),
        isMissing: rcode === 'NXDOMAIN',
        isData: types.some((type) => DATA_TYPES.has(type)),
      });
    }
    if (asked.length >= NAMES_READ) break;
  }
  return asked;
}

/** The part of a name that somebody registered, worked out from its shape: two labels, three below the common second levels. */
export function registeredDomain(name: string): string {
  const labels = name.split('.');
  const isShortCountry = (labels.at(-1) ?? '').length === 2 && SECOND_LEVELS.has(labels.at(-2) ?? '');
  return labels.slice(isShortCountry ? -3 : -2).join('.');
}
