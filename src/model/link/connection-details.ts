import { withRoom } from './columns.js';
import type { DetailColumns } from './connection-columns.js';
import { compareTimes } from './event-lists.js';

/** What a connection tells beside what linking looks at. Bytes that were not told are not a number. */
export interface ConnectionDetails {
  readonly openedNs: number;
  readonly closedNs: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly attempts: number;
  readonly cookieKind: number;
  readonly cookieHigh: number;
  readonly cookieLow: number;
  /** Events that tell of it, in order of time, each once. */
  readonly events: readonly DetailEvent[];
}

/** An event that tells of a connection; `us` is not a number where no time was told. */
export interface DetailEvent {
  readonly event: number;
  readonly us: number;
  readonly ns: number;
}

/** The same details in an object of their own, which stays as it is. */
export function ownDetails(details: ConnectionDetails): ConnectionDetails {
  const { openedNs, closedNs, bytesSent, bytesReceived, attempts, cookieKind, cookieHigh, cookieLow } = details;
  const events = details.events.map((event) => ({ ...event }));
  return { openedNs, closedNs, bytesSent, bytesReceived, attempts, cookieKind, cookieHigh, cookieLow, events };
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** The details of one connection after the other: the same object for each, since very many pass. */
export class PassingDetails implements ConnectionDetails {
  openedNs = 0;
  closedNs = 0;
  bytesSent = Number.NaN;
  bytesReceived = Number.NaN;
  attempts = 0;
  cookieKind = 0;
  cookieHigh = 0;
  cookieLow = 0;
  readonly events: DetailEvent[] = [];
  readonly #known: Mutable<DetailEvent>[] = [];

  /** Begins with the details at a place of columns, of which no event tells yet. */
  begin(columns: DetailColumns, at: number): void {
    this.openedNs = columns.openedNs[at] ?? 0;
    this.closedNs = columns.closedNs[at] ?? 0;
    this.bytesSent = columns.bytesSent[at] ?? Number.NaN;
    this.bytesReceived = columns.bytesReceived[at] ?? Number.NaN;
    this.attempts = columns.attempts[at] ?? 0;
    this.cookieKind = columns.cookieKind[at] ?? 0;
    this.cookieHigh = columns.cookieHigh[at] ?? 0;
    this.cookieLow = columns.cookieLow[at] ?? 0;
    // To set the length would leave compiled code each time.
    while (this.events.length > 0) this.events.pop();
  }

  /** Adds the next event in order. */
  tell(event: number, us: number, ns: number): void {
    const at = this.events.length;
    const one = this.#known[at] ?? { event: 0, us: Number.NaN, ns: 0 };
    this.#known[at] = one;
    one.event = event;
    one.us = us;
    one.ns = ns;
    this.events.push(one);
  }
}

/** What becomes of a connection's details when another one is taken for the same. */
export type MergeKind = 'same' | 'close of an accept' | 'folded accept';

const KINDS: readonly MergeKind[] = ['same', 'close of an accept', 'folded accept'];
/** Added to a kind: the time of opening, or of closing, is the other one's. */
const [FILLS_OPENED, FILLS_CLOSED] = [4, 8] as const;

/** Which of the two times are the other connection's. */
export interface FilledTimes {
  readonly opened: boolean;
  readonly closed: boolean;
}

const FIRST_CAPACITY = 16;

function mergeColumns(capacity: number) {
  return { kept: new Int32Array(capacity), other: new Int32Array(capacity), how: new Uint8Array(capacity) };
}

/** Connections that turned out to be one, in the order in which that was found. Their details are merged when they are read. */
export class DetailMerges {
  #columns = mergeColumns(FIRST_CAPACITY);
  #count = 0;

  note(kept: number, other: number, kind: MergeKind, filled: FilledTimes = { opened: false, closed: false }): void {
    this.#columns = withRoom(this.#columns, this.#count, mergeColumns);
    this.#columns.kept[this.#count] = kept;
    this.#columns.other[this.#count] = other;
    this.#columns.how[this.#count] = KINDS.indexOf(kind) + (filled.opened ? FILLS_OPENED : 0) + (filled.closed ? FILLS_CLOSED : 0);
    this.#count += 1;
  }

  /** Every row that was merged with another. */
  rows(): ReadonlySet<number> {
    const { kept, other } = this.#columns;
    return new Set([...kept.subarray(0, this.#count), ...other.subarray(0, this.#count)]);
  }

  /** Merges the details of these rows, in place. */
  apply(details: Map<number, ConnectionDetails>): void {
    for (let at = 0; at < this.#count; at++) {
      const [kept, other, how] = [this.#columns.kept[at] ?? 0, this.#columns.other[at] ?? 0, this.#columns.how[at] ?? 0];
      const [one, two] = [details.get(kept), details.get(other)];
      if (one === undefined || two === undefined) throw new Error(`the details of rows ${kept} and ${other} were not read`);
      const filled = { opened: (how & FILLS_OPENED) !== 0, closed: (how & FILLS_CLOSED) !== 0 };
      const kind = KINDS[how % FILLS_OPENED] ?? 'same';
      details.set(kept, { ...merged(kind, one, two, filled), events: eventsInOrder([...one.events, ...two.events]) });
    }
  }
}

function merged(kind: MergeKind, kept: ConnectionDetails, other: ConnectionDetails, filled: FilledTimes): ConnectionDetails {
  switch (kind) {
    case 'same':
      return {
        ...kept,
        openedNs: filled.opened ? other.openedNs : kept.openedNs,
        closedNs: filled.closed ? other.closedNs : kept.closedNs,
        bytesSent: larger(kept.bytesSent, other.bytesSent),
        bytesReceived: larger(kept.bytesReceived, other.bytesReceived),
        attempts: Math.max(kept.attempts, other.attempts),
      };
    case 'close of an accept': {
      const { closedNs, bytesSent, bytesReceived, cookieKind, cookieHigh, cookieLow } = other;
      return { ...kept, closedNs, bytesSent, bytesReceived, cookieKind, cookieHigh, cookieLow };
    }
    case 'folded accept':
      return { ...kept, attempts: kept.attempts + other.attempts };
  }
}

function larger(kept: number, told: number): number {
  return kept >= told || Number.isNaN(told) ? kept : told;
}

/** Events in order of time, each once; those without a time first. */
export function eventsInOrder(events: DetailEvent[]): readonly DetailEvent[] {
  events.sort((a, b) => compareTimes(a.us, b.us) || a.ns - b.ns || a.event - b.event);
  return events.filter((one, at) => one.event !== events[at - 1]?.event);
}
