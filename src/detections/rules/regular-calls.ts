import type { DetectionCase } from '../../model/detection-case.js';
import type { Process } from '../../model/process.js';
import { byTime, type Call, callsWhere, grouped } from '../calls.js';
import { commandedRows, levelBelow } from '../commanded.js';
import type { Draft } from '../draft.js';
import { programName, seconds } from '../lineage.js';
import { isMonitoringAgent, isRemoteAgent } from '../programs.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { apart, command, connectionEvidence, destination, processEvidence, span } from '../wording.js';

const EVIDENCE_SHOWN = 8;
/** An answer longer than this is a download and not an order. */
const SHORT_BYTES = 4096;

const every = (gap: number, count: number, address: string): string =>
  Array.from({ length: count }, (_, at) => `      ${String(10 + at * gap).padEnd(8)}  > tcp ${address} sent 200 received 300`).join('\n');

export const regularCalls = defineRule({
  id: 'regular-calls',
  title: 'Outside called at regular intervals',
  description:
    'A program calls one address outside again and again, the gaps between the calls nearly equal and the traffic small: an implant that asks for ' +
    'orders, or a health report. Told for the timeline, and high only below a commanded shell.',
  level: 'high',
  stage: 'consequence',
  attack: ['T1071.001', 'T1029'],
  needs: ['connections'],
  options: {
    calls: { value: 8, description: 'Calls from which on their gaps say something.' },
    gapSeconds: { value: 10, description: 'Least median gap between them; shorter ones are work that is waited for.' },
    spreadPercent: { value: 10, description: 'Largest median deviation from the median gap, as a share of it.' },
  },
  falsePositives: ['Health reports, update checks, collectors of measurements.'],
  *run({ view, option, stories, calls }) {
    const commanded = commandedRows(stories);
    const shortCalls = (): Iterable<Call> =>
      callsWhere(calls({ isExternal: true }), (call) => call.bytesSent <= SHORT_BYTES && call.bytesReceived <= SHORT_BYTES);
    const gaps = regularGaps(view, shortCalls(), {
      calls: option('calls'),
      gapUs: seconds(option('gapSeconds')),
      spreadPercent: option('spreadPercent'),
    });
    if (gaps.size === 0) return;
    const regular = callsWhere(shortCalls(), (call) => gaps.has(callerOf(view, call)));
    for (const [caller, calledBy] of grouped(regular, (call) => callerOf(view, call))) {
      const own = [...calledBy].sort(byTime);
      const process = view.process(own[0]?.processId ?? -1);
      if (process === undefined || isMonitoringAgent(programName(process)) || isRemoteAgent(programName(process))) continue;
      const level = own.some((call) => commanded.has(call.processId)) ? 'high' : levelBelow(commanded, process.id, 'low');
      yield { ...draft(view, process, own, gaps.get(caller) ?? 0), level };
    }
  },
  hits: [
    scenario(
      'an implant asks for orders every minute',
      `\n      container web\n      0       /app/server\n${every(60, 12, '203.0.113.9:443')}\n    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a collector inside is called every minute',
      `\n      container web\n      0       /app/server\n${every(60, 12, '10.0.0.9:443')}\n    `,
    ),
  ],
});

/** What makes calls regular. */
interface Regularity {
  readonly calls: number;
  readonly gapUs: number;
  readonly spreadPercent: number;
}

/** The median gap of every caller whose calls are regular. Of each call only the time is kept meanwhile. */
function regularGaps(view: DetectionCase, calls: Iterable<Call>, wanted: Regularity): ReadonlyMap<string, number> {
  const times = new Map<string, number[]>();
  for (const call of calls) {
    const caller = callerOf(view, call);
    const known = times.get(caller);
    if (known === undefined) times.set(caller, [call.atUs]);
    else known.push(call.atUs);
  }
  const regular = new Map<string, number>();
  for (const [caller, own] of times) {
    if (own.length < wanted.calls) continue;
    own.sort((a, b) => a - b);
    const gaps = own.slice(1).map((atUs, at) => atUs - (own[at] ?? 0));
    const gap = median(gaps);
    const spread = median(gaps.map((one) => Math.abs(one - gap)));
    if (gap >= wanted.gapUs && spread * 100 <= gap * wanted.spreadPercent) regular.set(caller, gap);
  }
  return regular;
}

/** Programs that call once and end are one caller: what a loop in a script starts. */
function callerOf(view: DetectionCase, call: Call): string {
  const process = view.outline(call.processId);
  const place = process?.containerId === undefined ? `host ${process?.node}` : `container ${process.containerId}`;
  return `${place} ${process === undefined ? call.processId : programName(process)} ${call.ip} ${call.port}`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function draft(view: DetectionCase, process: Process, calls: readonly Call[], gap: number): Omit<Draft, 'level'> {
  const connections = calls.slice(0, EVIDENCE_SHOWN).flatMap((call) => view.connection(call.connectionId) ?? []);
  const [first] = connections;
  const place = first === undefined ? calls[0]?.ip : destination(first);
  return {
    title: `${command(process)} calls ${place} every ${apart(gap)}`,
    why: `${command(process)} (pid ${process.pid}) and its like called ${place} ${calls.length} times, ${apart(gap)} apart with little deviation.`,
    process,
    ...span(...calls.map((call) => call.atUs)),
    count: calls.length,
    connections,
    related: [],
    evidence: [
      ...processEvidence(process),
      ...connections.flatMap((one) => connectionEvidence(one, `pid ${one.process.pid} connected to ${destination(one)}`)),
    ],
    members: [process.id],
  };
}
