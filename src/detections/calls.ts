import type { DetectionCase, OutboundCall } from '../model/detection-case.js';
import { HeldCalls, isElsewhere } from './held-calls.js';

/** One outbound call in few numbers: rules that look at all traffic walk over very many. */
export interface Call extends Omit<OutboundCall, 'scope'> {
  readonly isExternal: boolean;
}

/** Which calls somebody asks for; what is absent is not asked. Told beforehand, the others are never made into objects. */
export interface WantedCalls {
  readonly isExternal?: boolean;
  readonly ports?: { has(port: number): boolean };
  readonly addresses?: ReadonlySet<string>;
}

/** Calls to another host, process after process and by time within each, names left out. The first to ask has the case read. */
export function callsOf(view: DetectionCase): (wanted?: WantedCalls) => Iterable<Call> {
  let held: HeldCalls | undefined;
  return (wanted = {}) => {
    held ??= new HeldCalls(view.unorderedCalls());
    return held.isWhole ? held.where(wanted) : callsWhere(callsElsewhere(view.outboundCalls()), (call) => isWanted(call, wanted));
  };
}

function* callsElsewhere(calls: Iterable<OutboundCall>): Generator<Call> {
  for (const call of calls) {
    const { scope, ...rest } = call;
    if (isElsewhere(call)) yield { ...rest, isExternal: scope === 'external' };
  }
}

function isWanted({ isExternal, port, ip }: Call, wanted: WantedCalls): boolean {
  return (
    (wanted.isExternal === undefined || wanted.isExternal === isExternal) &&
    wanted.ports?.has(port) !== false &&
    wanted.addresses?.has(ip) !== false
  );
}

/** The calls that a question lets through. */
export function* callsWhere(calls: Iterable<Call>, isLetThrough: (call: Call) => boolean): Generator<Call> {
  for (const call of calls) if (isLetThrough(call)) yield call;
}

/** Negative when `a` was made first. */
export function byTime(a: Pick<Call, 'atUs' | 'connectionId'>, b: Pick<Call, 'atUs' | 'connectionId'>): number {
  return a.atUs - b.atUs || a.connectionId - b.connectionId;
}

/** Rows that share a key, in the order given. */
export function grouped<Row, Key>(rows: Iterable<Row>, key: (row: Row) => Key): ReadonlyMap<Key, readonly Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}
