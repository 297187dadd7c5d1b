import type { InterfaceCounter, Neighbour } from '../snapshot.js';
import type { TimeUs } from '../time.js';

/** What is compared of two reports of one instance. */
export interface ComparedReport {
  readonly us: TimeUs;
  readonly operation: string;
  /** Counts heartbeats from 1, where the reporter does. */
  readonly count?: number;
  readonly interfaces: readonly InterfaceCounter[];
  readonly neighbours: readonly Neighbour[];
}

/** Later than the usual interval by this much: one at least is missing. */
const LATE_BY = 1.75;

/** The usual time between heartbeats: the median; `undefined` for fewer than three. */
export function usualIntervalUs(reports: readonly ComparedReport[]): number | undefined {
  const beats = reports.filter(({ operation }) => operation === 'heartbeat');
  const gaps = beats.slice(1).map(({ us }, at) => us - (beats[at]?.us ?? us));
  return gaps.length < 2 ? undefined : gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)];
}

/** Heartbeats that should have come between two: by their own count, else by the time that passed. Only heartbeats come at intervals. */
export function missingBetween(before: ComparedReport, after: ComparedReport, intervalUs: number | undefined): number {
  if (before.operation !== 'heartbeat' || after.operation !== 'heartbeat') return 0;
  if (before.count !== undefined && after.count !== undefined) return Math.max(0, after.count - before.count - 1);
  const passed = after.us - before.us;
  if (intervalUs === undefined || intervalUs <= 0 || passed < intervalUs * LATE_BY) return 0;
  return Math.round(passed / intervalUs) - 1;
}

/** Bytes that all interfaces but loopback moved between two reports; `undefined` where a counter is lower than before: it began anew. */
export function bytesBetween(
  before: readonly InterfaceCounter[],
  after: readonly InterfaceCounter[],
): { readonly received: number; readonly sent: number } | undefined {
  const earlier = new Map(before.map((counter) => [counter.name, counter]));
  let received = 0;
  let sent = 0;
  let compared = 0;
  for (const { name, receivedBytes, sentBytes } of after) {
    const known = earlier.get(name);
    if (name === 'lo' || known === undefined) continue;
    if (receivedBytes < known.receivedBytes || sentBytes < known.sentBytes) return undefined;
    received += receivedBytes - known.receivedBytes;
    sent += sentBytes - known.sentBytes;
    compared += 1;
  }
  return compared === 0 ? undefined : { received, sent };
}

/** Addresses that the table did not have before. */
export function newNeighbours(before: readonly Neighbour[], after: readonly Neighbour[]): readonly string[] {
  const known = new Set(before.map(({ ip }) => ip));
  return [...new Set(after.map(({ ip }) => ip).filter((ip) => !known.has(ip)))].sort();
}
