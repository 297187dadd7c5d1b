import type { Connection } from '../model/connection.js';
import type { Level } from '../model/finding.js';
import { isNew, isShellPort, type Watched } from './watched.js';

/** Ports of the web: what everybody calls, for all kinds of things. */
const WEB_PORTS: ReadonlySet<number> = new Set([80, 443, 8080, 8443]);
/** Other ports that services outside are known to have: mail, messages, databases, telemetry. */
const KNOWN_PORTS: ReadonlySet<number> = new Set([
  25, 110, 143, 389, 465, 587, 636, 993, 995, 1883, 3128, 3306, 4317, 4318, 5222, 5432, 5671, 5672, 6379, 8883, 9092, 9093, 9418, 27_017,
]);

/** From when on a connection is held open, unless a user says otherwise. */
export const HELD_SECONDS = 30;

/** Calls of a place to a public address on a port that reverse shells are given. */
export function shellCalls({ calls }: Watched): readonly Connection[] {
  return calls.filter(({ scope, remote }) => scope === 'external' && isShellPort(remote?.port));
}

/** What a place began to call outside. */
export interface NewOutside {
  readonly level: Level;
  /** The calls of that level, by time; never empty. */
  readonly calls: readonly Connection[];
  readonly first: Connection;
}

/** The most serious of what a place began to call outside. */
export function newOutside(
  place: Watched,
  { settleUs, heldUs }: { readonly settleUs: number; readonly heldUs: number },
): NewOutside | undefined {
  const outside = place.calls.filter(({ scope }) => scope === 'external');
  const isFirstOutside = outside[0] !== undefined && isNew(outside[0], place, settleUs);
  const graded = outside
    .filter((call) => isNew(call, place, settleUs))
    .flatMap((call) => {
      const level = levelOf(call, outside, { isFirstOutside, heldUs });
      return level === undefined ? [] : [{ call, level }];
    });
  for (const level of ['high', 'medium', 'low'] as const) {
    const calls = graded.filter((one) => one.level === level).map(({ call }) => call);
    const [first] = calls;
    if (first !== undefined) return { level, calls, first };
  }
  return undefined;
}

function levelOf(
  call: Connection,
  outside: readonly Connection[],
  { isFirstOutside, heldUs }: { readonly isFirstOutside: boolean; readonly heldUs: number },
): Level | undefined {
  const port = call.remote?.port ?? 0;
  if (WEB_PORTS.has(port) || KNOWN_PORTS.has(port)) return isFirstOutside ? 'low' : undefined;
  const isKnownPortHere = outside.some(
    (other) => other !== call && other.remote?.port === port && (other.openedAtUs ?? 0) < (call.openedAtUs ?? 0),
  );
  if (isKnownPortHere) return undefined;
  return isHeld(call, heldUs) && call.verdict !== 'dropped' ? 'high' : 'medium';
}

function isHeld({ openedAtUs, closedAtUs, sample }: Connection, heldUs: number): boolean {
  if (openedAtUs === undefined) return false;
  // A heartbeat is told of every socket: one that never went away was open to the end.
  return closedAtUs === undefined ? sample !== undefined : closedAtUs - openedAtUs >= heldUs;
}
