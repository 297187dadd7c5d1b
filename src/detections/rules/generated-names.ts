import type { DetectionCase } from '../../model/detection-case.js';
import type { Evidence } from '../../model/finding.js';
import type { Process } from '../../model/process.js';
import { commandedRows, levelBelow } from '../commanded.js';
import type { Draft } from '../draft.js';
import { programName, seconds } from '../lineage.js';
import { type AskedName, askedNames, saidNames } from '../names.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { command, processEvidence, span } from '../wording.js';

/** Domains that a process was told of within the window, each by its first answer. */
interface Hunt {
  readonly asked: readonly AskedName[];
  readonly missing: readonly AskedName[];
  readonly random: readonly AskedName[];
}

const EVIDENCE_SHOWN = 10;
/** Ask on behalf of others. */
const RESOLVERS = new Set(
  'coredns node-cache dnsmasq named unbound pdns_recursor systemd-resolved systemd-resolve dnsdist kresd nscd envoy'.split(' '),
);
/** A label this long and this evenly spread is no word: `stackoverflow` has 3.5 bits a character, 24 characters drawn at random about 4. */
const RANDOM_LENGTH = 12;
const RANDOM_BITS = 3.8;

const noise = (at: number): string => ((at + 11) * 2_654_435_761 * 97).toString(36).replace(/\d/g, 'q').slice(0, 9);
const codes = (at: number): string =>
  (BigInt(at + 3) * 6_364_136_223_846_793_005n ** 2n + 1_442_695_040_888_963_407n).toString(36).slice(0, 24);

const asked = (count: number, question: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => `      ${String(1201 + at).padEnd(8)}    ? A ${question(at)}`).join('\n');

export const generatedNames = defineRule({
  id: 'generated-names',
  title: 'Many domains asked for that nobody registered',
  description:
    'A process asks for many different domains within minutes and most of them do not exist: it works through generated names until one is ' +
    'registered. Names that look drawn at random need fewer. What search lists and blocklists add lies below one domain and counts once; resolvers ' +
    'ask for others and are left out.',
  level: 'high',
  stage: 'consequence',
  attack: ['T1568.002'],
  needs: ['names'],
  options: {
    windowSeconds: { value: 600, description: 'Longest time between the first and the last of the domains.' },
    domains: { value: 20, description: 'Different domains from which on their share of missing ones says something.' },
    missingPercent: { value: 70, description: 'Share of domains that do not exist.' },
    randomNames: { value: 5, description: 'Missing domains that look drawn at random, from which on so few are enough.' },
  },
  falsePositives: ['Crawlers and mail checkers that work through lists of dead domains.', 'Resolvers and proxies under an unknown name.'],
  *run({ view, option, stories }) {
    const share = (option('domains') * option('missingPercent')) / 100;
    if (!hasMissing(view, Math.min(share, option('randomNames')))) return;
    const commanded = commandedRows(stories);
    for (const [processId, answers] of answersByProcess(view)) {
      const hunt = widest([...answers.values()], seconds(option('windowSeconds')));
      const isShare = hunt.missing.length * 100 >= hunt.asked.length * option('missingPercent');
      if (!isShare || (hunt.asked.length < option('domains') && hunt.random.length < option('randomNames'))) continue;
      const process = view.process(processId);
      if (process === undefined || RESOLVERS.has(programName(process))) continue;
      yield { ...draft(view, process, hunt), level: levelBelow(commanded, processId, 'medium') };
    }
  },
  hits: [
    scenario(
      'a program tries names until one answers',
      `
      container web
      0       node server.js
      1200      /tmp/.u
${asked(24, (at) => `${noise(at)}.com nxdomain`)}
    `,
    ),
    scenario(
      'a few names drawn at random',
      `
      container web
      0       node server.js
      1200      /usr/local/bin/updater
${asked(6, (at) => `${codes(at)}.net nxdomain`)}
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a search list is tried for every name',
      `
      container web
      0       node server.js
      1200      curl https://api.example.com
${asked(30, (at) => `service-${at}.example.com.corp.example.org nxdomain`)}
    `,
    ),
    scenario(
      'a crawler meets some dead links',
      `
      container crawler
      0       node crawl.js
      1200      node worker.js
${asked(30, (at) => `${noise(at)}.com${at % 3 === 0 ? ' nxdomain' : ''}`)}
    `,
    ),
    scenario(
      'a mail server asks blocklists',
      `
      container mail
      0       rspamd
      1200      rspamd-worker
${asked(40, (at) => `4.3.2.${at}.zen.blocklist.example nxdomain`)}
    `,
    ),
  ],
});

/** True when so many different domains are said not to exist, whoever asked for them. */
function hasMissing(view: DetectionCase, count: number): boolean {
  const missing = new Set<string>();
  if (count <= 0) return true;
  for (const { domain, isAnswer, isMissing } of saidNames(view)) {
    if (isAnswer && isMissing) missing.add(domain);
    if (missing.size >= count) return true;
  }
  return false;
}

/** First answer about each domain, process by process: of a process that asks the same again and again little is held. */
function* answersByProcess(view: DetectionCase): Generator<readonly [number, ReadonlyMap<string, AskedName>]> {
  let current: readonly [number, Map<string, AskedName>] | undefined;
  for (const one of askedNames(view)) {
    if (!one.isAnswer) continue;
    if (current !== undefined && current[0] !== one.processId) yield current;
    if (current?.[0] !== one.processId) current = [one.processId, new Map()];
    if (!current[1].has(one.domain)) current[1].set(one.domain, one);
  }
  if (current !== undefined) yield current;
}

/** The window with the most missing domains; answers come by time. */
function widest(answers: readonly AskedName[], window: number): Hunt {
  let best: readonly AskedName[] = [];
  let most = -1;
  let start = 0;
  let missing = 0;
  for (const [end, one] of answers.entries()) {
    missing += one.isMissing ? 1 : 0;
    for (let first = answers[start]; first !== undefined && one.atUs - first.atUs > window; first = answers[start]) {
      missing -= first.isMissing ? 1 : 0;
      start += 1;
    }
    if (missing <= most) continue;
    most = missing;
    best = answers.slice(start, end + 1);
  }
  const none = best.filter((one) => one.isMissing);
  return { asked: best, missing: none, random: none.filter(({ domain }) => looksRandom(domain.slice(0, domain.indexOf('.')))) };
}

function looksRandom(label: string): boolean {
  return label.length >= RANDOM_LENGTH && bitsPerCharacter(label) >= RANDOM_BITS;
}

/** Shannon entropy of a text's characters. */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / text.length) * Math.log2(count / text.length), 0);
}

function draft(view: DetectionCase, process: Process, { asked: domains, missing, random }: Hunt): Omit<Draft, 'level'> {
  const examples = missing.slice(0, 3).map((one) => one.domain);
  const drawn = random.length === 0 ? '' : `; ${random.length} of them look drawn at random`;
  return {
    title: `${command(process)} asked for ${missing.length} domains that do not exist`,
    why: `${command(process)} (pid ${process.pid}) asked for ${domains.length} different domains, of which ${missing.length} do not exist, among them ${examples.join(', ')}${drawn}.`,
    process,
    ...span(...domains.map((one) => one.atUs)),
    count: missing.length,
    connections: [],
    related: [],
    evidence: [...processEvidence(process), ...missing.slice(0, EVIDENCE_SHOWN).flatMap((one) => evidence(view, process, one))],
    members: [process.id],
  };
}

function evidence(view: DetectionCase, process: Process, { messageId, atUs, name }: AskedName): readonly Evidence[] {
  const message = view.dnsMessage(messageId);
  return message === undefined
    ? []
    : [{ ...message.evidence, timeUs: atUs, summary: `pid ${process.pid} was told that there is no ${name}` }];
}
