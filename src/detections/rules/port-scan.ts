import type { DetectionCase, ProcessOutline } from '../../model/detection-case.js';
import type { Process } from '../../model/process.js';
import { byTime, type Call } from '../calls.js';
import type { Draft } from '../draft.js';
import { programName, seconds } from '../lineage.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { shellKind } from '../shell.js';
import { apart, command, connectionEvidence, destination, processEvidence, related, span } from '../wording.js';

/** What an actor tried: of each endpoint the first calls, for more of them make it a target that somebody set up. */
type Tries = Map<string, Call[]>;

/** Calls of one actor that lie within the window. */
interface Scan {
  readonly calls: readonly Call[];
  readonly endpoints: ReadonlySet<string>;
  readonly addresses: ReadonlySet<string>;
}

const EVIDENCE_SHOWN = 10;
const FRUITLESS_US = seconds(1);
/** An endpoint called this often is a target that somebody set up. */
const SET_UP_CALLS = 3;

const TRIES = Array.from({ length: 32 }, (_, at) => {
  const second = 1200 + at;
  return `      ${second}      nc -z 10.0.0.${at} 22\n      ${second}.1      > tcp 10.0.0.${at}:22 until ${second}.2`;
});

export const portScan = defineRule({
  id: 'port-scan',
  title: 'Many ports or addresses tried in a minute',
  description:
    'A process, or the programs of one shell, calls very many different addresses or ports inside within a minute, most of which answer with ' +
    'nothing. What collects measurements calls many too, but the same ones again and again, and they answer.',
  level: 'medium',
  stage: 'consequence',
  attack: ['T1046'],
  needs: ['connections'],
  options: {
    windowSeconds: { value: 60, description: 'Longest time between the first and the last call.' },
    addresses: { value: 20, description: 'Different addresses from which on it is a scan; the recorded one tried 9 with 6 ports each.' },
    endpoints: { value: 30, description: 'Different pairs of address and port from which on it is a scan.' },
    fruitlessPercent: { value: 50, description: 'Share of the calls that ended within a second without an answer.' },
  },
  falsePositives: [
    'A sanctioned inventory or vulnerability scan.',
    'A service mesh or monitoring agent that looks for its targets at its start.',
  ],
  *run({ view, option, calls }) {
    const window = seconds(option('windowSeconds'));
    const inside = calls({ isExternal: false });
    for (const [actorId, tries] of triesOf(view, inside)) {
      if (tries.size < Math.min(option('endpoints'), option('addresses'))) continue;
      const scan = widest(newTargets(tries), window);
      if (scan.endpoints.size < option('endpoints') && scan.addresses.size < option('addresses')) continue;
      const fruitless = scan.calls.filter((call) => isFruitless(view, call)).length;
      if (fruitless * 100 < scan.calls.length * option('fruitlessPercent')) continue;
      const actor = view.process(actorId);
      if (actor !== undefined) yield draft(view, actor, scan, fruitless);
    }
  },
  hits: [
    scenario(
      'a loop in a shell tries one port of a whole network',
      `
      container web
      0       node server.js
      1199    bash {entered}
${TRIES.join('\n')}
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a collector asks the same targets again and again',
      `
      container collector
      0       prometheus
${[0, 15, 30, 45].flatMap((second) => called(24, (at) => [second + at / 10, `10.0.1.${at}:9100`])).join('\n')}
    `,
    ),
    scenario(
      'a proxy passes callers on to a few services',
      `
      container gateway
      0       nginx
${called(60, (at) => [at, `10.0.0.${at % 4}:8080`]).join('\n')}
    `,
    ),
  ],
});

/** Drawn calls of a container's main process, a tenth of a second long. */
function called(count: number, call: (at: number) => readonly [second: number, endpoint: string]): readonly string[] {
  return Array.from({ length: count }, (_, at) => {
    const [second, endpoint] = call(at);
    return `      ${second.toFixed(1).padEnd(8)}  > tcp ${endpoint} until ${(second + 0.1).toFixed(1)}`;
  });
}

/** What each actor tried. What shells and their programs tried is told last: until then another program may follow. */
function* triesOf(view: DetectionCase, calls: Iterable<Call>): Generator<readonly [number, Tries]> {
  const shells = new Map<number, Tries>();
  for (const [processId, tries] of triesByProcess(calls)) {
    const actor = actorOf(view, processId);
    if (actor === undefined) continue;
    if (shellKind(actor) === undefined) yield [actor.id, tries];
    else shells.set(actor.id, together(shells.get(actor.id), tries));
  }
  yield* shells;
}

function* triesByProcess(calls: Iterable<Call>): Generator<readonly [number, Tries]> {
  let current: readonly [number, Tries] | undefined;
  for (const call of calls) {
    if (current !== undefined && current[0] !== call.processId) yield current;
    if (current?.[0] !== call.processId) current = [call.processId, new Map()];
    addTry(current[1], call);
  }
  if (current !== undefined) yield current;
}

function addTry(tries: Tries, call: Call): void {
  const endpoint = endpointOf(call);
  const known = tries.get(endpoint);
  if (known === undefined) tries.set(endpoint, [call]);
  else if (known.length < SET_UP_CALLS) known.push(call);
}

function together(known: Tries | undefined, more: Tries): Tries {
  if (known === undefined) return more;
  for (const calls of more.values()) for (const call of calls) addTry(known, call);
  return known;
}

/** Tools that try one port each are started by a shell: that shell is who scans. */
function actorOf(view: DetectionCase, processId: number): ProcessOutline | undefined {
  const process = view.outline(processId);
  const parent = process?.parentId === undefined ? undefined : view.outline(process.parentId);
  const isShells = parent !== undefined && parent.containerId === process?.containerId && shellKind(parent) !== undefined;
  return isShells ? parent : process;
}

/** By time. */
function newTargets(tries: Tries): readonly Call[] {
  return [...tries.values()].flatMap((calls) => (calls.length < SET_UP_CALLS ? calls : [])).sort(byTime);
}

function endpointOf(call: Call): string {
  return `${call.ip} ${call.port}`;
}

/** The window with the most endpoints; calls come by time. */
function widest(calls: readonly Call[], window: number): Scan {
  let best: readonly Call[] = [];
  let most = 0;
  let start = 0;
  const counts = new Map<string, number>();
  for (const [end, call] of calls.entries()) {
    counts.set(endpointOf(call), (counts.get(endpointOf(call)) ?? 0) + 1);
    for (let first = calls[start]; first !== undefined && call.atUs - first.atUs > window; first = calls[start]) {
      const left = (counts.get(endpointOf(first)) ?? 1) - 1;
      if (left === 0) counts.delete(endpointOf(first));
      else counts.set(endpointOf(first), left);
      start += 1;
    }
    if (counts.size <= most) continue;
    most = counts.size;
    best = calls.slice(start, end + 1);
  }
  return { calls: best, endpoints: new Set(best.map(endpointOf)), addresses: new Set(best.map((call) => call.ip)) };
}

/** Ended within a second, or its process did, and nothing came back. */
function isFruitless(view: DetectionCase, call: Call): boolean {
  if (call.bytesReceived > 0) return false;
  const endUs = view.connection(call.connectionId)?.closedAtUs ?? view.process(call.processId)?.exitedAtUs;
  return endUs !== undefined && endUs - call.atUs <= FRUITLESS_US;
}

function draft(view: DetectionCase, actor: Process, scan: Scan, fruitless: number): Draft {
  const { calls, endpoints, addresses } = scan;
  const times = span(...calls.map((call) => call.atUs));
  const connections = calls.slice(0, EVIDENCE_SHOWN).flatMap((call) => view.connection(call.connectionId) ?? []);
  const callers = [...new Set(calls.map((call) => call.processId))].flatMap((id) => view.process(id) ?? []);
  const tools = [...new Set(callers.map(programName))].join(', ');
  const took = apart((times.lastSeenUs ?? 0) - (times.firstSeenUs ?? 0));
  return {
    level: 'medium',
    title: `${command(actor)} tried ${endpoints.size} ports of ${addresses.size} addresses`,
    why: `${tools} of ${command(actor)} (pid ${actor.pid}) called ${endpoints.size} different ports of ${addresses.size} addresses inside within ${took}; ${fruitless} of ${calls.length} calls ended at once without an answer.`,
    process: actor,
    ...times,
    count: calls.length,
    connections,
    related: callers
      .filter((caller) => caller.id !== actor.id)
      .slice(0, EVIDENCE_SHOWN)
      .map((caller) => related(caller, 'client')),
    evidence: [
      ...processEvidence(actor),
      ...connections.flatMap((one) => connectionEvidence(one, `pid ${one.process.pid} connected to ${destination(one)}`)),
    ],
    members: [actor.id],
  };
}
