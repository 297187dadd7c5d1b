import type { DetectionCase } from '../../model/detection-case.js';
import type { Evidence } from '../../model/finding.js';
import type { Process } from '../../model/process.js';
import { grouped } from '../calls.js';
import type { Draft } from '../draft.js';
import { seconds } from '../lineage.js';
import { type AskedName, askedNames, saidNames } from '../names.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { command, processEvidence, span } from '../wording.js';

/** Different names of one domain within the window. */
interface Stream {
  readonly names: readonly AskedName[];
  readonly distinct: number;
}

const EVIDENCE_SHOWN = 10;
const code = (at: number): string => ((at + 7) * 2_654_435_761).toString(36).padEnd(8, 'k').repeat(4).slice(0, 30);

const asked = (count: number, question: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => `      ${String(1201 + at).padEnd(8)}    ${question(at)}`).join('\n');

export const dnsTunnel = defineRule({
  id: 'dns-tunnel',
  title: 'Data carried in names',
  description:
    'A process asks for very many different long names below one domain within minutes: what it sends stands in the names, what it gets in the ' +
    'answers. Where most questions are for records that carry data (TXT, NULL, CNAME, MX), not for addresses, it is high; long names alone are ' +
    'also how stores and caches spread their files.',
  level: 'high',
  stage: 'consequence',
  attack: ['T1071.004', 'T1572', 'T1048'],
  needs: ['names'],
  options: {
    windowSeconds: { value: 600, description: 'Longest time between the first and the last of the names.' },
    names: { value: 50, description: 'Different names below one domain.' },
    labelLength: { value: 24, description: 'Mean length of the longest label of each; blocklists and mail checks stay below it.' },
    dataPercent: { value: 50, description: 'Share of questions for records that carry data, from which on it is high.' },
  },
  falsePositives: ['Security products that look up hashes by name.', 'Stores and caches that give each file a host name of its own.'],
  *run({ view, option }) {
    const window = seconds(option('windowSeconds'));
    if (!mayBeMany(view, option('names'))) return;
    const many = manyNamed(view, option('names'));
    if (many.size === 0) return;
    const asked = selected(askedNames(view), many);
    for (const own of grouped(asked, streamKey).values()) {
      const stream = widest(own, window);
      if (stream.distinct < option('names') || meanLabel(stream.names) < option('labelLength')) continue;
      const [first] = stream.names;
      const process = first === undefined ? undefined : view.process(first.processId);
      if (first === undefined || process === undefined) continue;
      const data = stream.names.filter((one) => one.isData).length;
      const level = data * 100 >= stream.names.length * option('dataPercent') ? 'high' : 'medium';
      yield { ...draft(view, process, first.domain, stream), level };
    }
  },
  hits: [
    scenario(
      'a client asks for text records, its data in their names',
      `
      container web
      0       node server.js
      1200      /tmp/.d t.example.net
${asked(60, (at) => `? TXT ${code(at)}.t.example.net`)}
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'files of a store have host names of their own',
      `
      container web
      0       node server.js
      1200      curl -sO https://cdn.example.net/x
${asked(60, (at) => `? A ${code(at)}.cdn.example.net`)}
    `,
    ),
    scenario(
      'a mail server asks blocklists',
      `
      container mail
      0       rspamd
      1200      rspamd-worker
${asked(80, (at) => `? TXT 4.3.2.${at}.zen.blocklist.example`)}
    `,
    ),
  ],
});

function streamKey({ processId, domain }: AskedName): string {
  return `${processId} ${domain}`;
}

/** Names of all domains that are told apart; where there are more, the messages are looked at. */
const NAMES_TOLD_APART = 100_000;

/** False when no domain has so many different names, whoever asked for them. */
function mayBeMany(view: DetectionCase, names: number): boolean {
  const known = new Map<string, Set<string>>();
  let total = 0;
  for (const { domain, name } of saidNames(view)) {
    const own = known.get(domain) ?? new Set();
    known.set(domain, own);
    total += own.has(name) ? 0 : 1;
    own.add(name);
    if (own.size >= names || total >= NAMES_TOLD_APART) return true;
  }
  return false;
}

/** Processes and domains with so many different names at any time. Names of one process are held at a time. */
function manyNamed(view: DetectionCase, names: number): ReadonlySet<string> {
  const many = new Set<string>();
  let known = new Map<string, Set<string>>();
  let processId: number | undefined;
  for (const asked of askedNames(view)) {
    if (asked.processId !== processId) known = new Map();
    processId = asked.processId;
    const own = known.get(asked.domain) ?? new Set();
    known.set(asked.domain, own);
    if (own.size < names) own.add(asked.name);
    if (own.size >= names) many.add(streamKey(asked));
  }
  return many;
}

function* selected(names: Iterable<AskedName>, keys: ReadonlySet<string>): Generator<AskedName> {
  for (const one of names) if (keys.has(streamKey(one))) yield one;
}

/** The window with the most different names; names come by time. */
function widest(own: readonly AskedName[], window: number): Stream {
  let best: Stream = { names: [], distinct: 0 };
  let start = 0;
  const counts = new Map<string, number>();
  for (const [end, one] of own.entries()) {
    counts.set(one.name, (counts.get(one.name) ?? 0) + 1);
    for (let first = own[start]; first !== undefined && one.atUs - first.atUs > window; first = own[start]) {
      const left = (counts.get(first.name) ?? 1) - 1;
      if (left === 0) counts.delete(first.name);
      else counts.set(first.name, left);
      start += 1;
    }
    if (counts.size > best.distinct) best = { names: own.slice(start, end + 1), distinct: counts.size };
  }
  return best;
}

function meanLabel(names: readonly AskedName[]): number {
  const longest = names.map(({ prefix }) => Math.max(...prefix.split('.').map((label) => label.length)));
  return longest.reduce((total, length) => total + length, 0) / Math.max(1, names.length);
}

function draft(view: DetectionCase, process: Process, domain: string, { names, distinct }: Stream): Omit<Draft, 'level'> {
  return {
    title: `${command(process)} asked for ${distinct} names below ${domain}`,
    why: `${command(process)} (pid ${process.pid}) asked for ${distinct} different names below ${domain}, their longest labels ${Math.round(meanLabel(names))} characters long on average, ${names.filter((one) => one.isData).length} of ${names.length} questions for records that carry data.`,
    process,
    ...span(...names.map((one) => one.atUs)),
    count: names.length,
    connections: [],
    related: [],
    evidence: [...processEvidence(process), ...names.slice(0, EVIDENCE_SHOWN).flatMap((one) => evidence(view, process, one))],
    members: [process.id],
  };
}

function evidence(view: DetectionCase, process: Process, { messageId, atUs, name }: AskedName): readonly Evidence[] {
  const message = view.dnsMessage(messageId);
  if (message === undefined) return [];
  return [{ ...message.evidence, timeUs: atUs, summary: `pid ${process.pid} asked for ${message.types.join('/')} ${name}` }];
}
