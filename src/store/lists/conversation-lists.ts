import type { Filter } from '../../model/filter.js';
import { INBOUND, LISTEN, LOOPBACK, OUTBOUND, SCOPES } from '../../model/link/connection-columns.js';
import type { ShownByHeartbeats } from '../../model/link/conversations.js';
import type { CaseDatabase } from '../database.js';
import { shownByHeartbeats } from '../link/conversations.js';
import { type ConversedColumns, readConversedColumns, seenUs } from '../matching/connection-columns.js';
import { orElse } from '../number-columns.js';
import { type AddedUp, spelled } from '../read/conversations.js';
import { NumberGroups } from '../read/number-groups.js';
import { addTold, atLeast, atMost } from '../sums.js';
import type { ListedConnections } from './connection-lists.js';

/** What conversations are told apart by. */
interface Conversed extends Pick<ListedConnections, 'columns' | 'more'> {
  readonly conversed: ConversedColumns;
}

/** Of a connection, as bits: its other end has a row of its own; only heartbeats tell of it; none was seen without it. */
const [IS_PAIRED, IS_SAMPLED, IS_FROM_START] = [1, 2, 4] as const;

/** What stands for a connection that is in no conversation: it stays within a party, its caller is not known, both, or neither. */
const [WITHIN, NAMELESS, BOTH, NONE] = [-1, -2, -3, -4] as const;

/** What connections of one conversation have in common. */
const COMMON = 12;

/** Sums that each conversation has. */
const SUMS = 11;

/**
 * Conversations of the connections that a filter keeps, as `addedUp` reads them, from columns in memory. Which conversation a connection is in
 * is worked out once, so that a filter costs a pass over numbers.
 */
export class ConversationLists {
  readonly #of: ListedConnections;
  /** By row the place of its conversation, or why it has none. */
  readonly #places: Int32Array;
  readonly #groups: NumberGroups;
  readonly #bits: Uint8Array;
  /** Places in the order of what conversations have in common. */
  readonly #order: Int32Array;
  readonly #shown: ReadonlyMap<number, ShownByHeartbeats>;
  /** By number: those of the case, and beyond them names that no connection has alone. */
  readonly #texts: readonly (string | undefined)[];

  constructor(database: CaseDatabase, of: ListedConnections) {
    this.#of = of;
    this.#shown = shownByHeartbeats(database);
    const names = new FirstNames(of);
    const conversed = readConversedColumns(database, of.columns.ids.length);
    this.#groups = new NumberGroups(COMMON);
    this.#places = placed({ columns: of.columns, more: of.more, conversed }, this.#groups, names);
    this.#bits = Uint8Array.from(conversed.peer, (_, row) => bitsOf(conversed, row));
    this.#texts = names.texts;
    this.#order = inOrder(this.#groups, this.#texts);
  }

  /** The conversations of the connections that match, and what is left out. */
  of(filter: Filter): AddedUp {
    const kept = this.#of.keeps(filter);
    const sums = new Float64Array(this.#groups.count * SUMS);
    for (let at = 0; at < sums.length; at += SUMS) sums.fill(Number.NaN, at + FIRST_US, at + BYTES_RECEIVED + 1);
    let loopback = 0;
    let unknownCaller = 0;
    for (let row = 0; row < kept.length; row++) {
      if (kept[row] !== 1) continue;
      const place = this.#places[row] ?? NONE;
      if (place >= 0) this.#add(sums, place * SUMS, row);
      if (place === WITHIN || place === BOTH) loopback++;
      if (place === NAMELESS || place === BOTH) unknownCaller++;
    }
    const textOf = (number: number): string | null => this.#texts[number] ?? null;
    const rows: AddedUp['rows'][number][] = [];
    for (const place of this.#order) {
      if (sums[place * SUMS] === 0) continue;
      const number = (column: number): number =>
        column < COMMON ? this.#groups.number(place, column) : (sums[place * SUMS + column - COMMON] ?? 0);
      rows.push(spelled((column) => untoldAsNaN(column, number(column)), textOf));
    }
    return { rows, leftOut: { loopback, unknownCaller } };
  }

  #add(sums: Float64Array, at: number, row: number): void {
    const { more, columns } = this.#of;
    const shown = this.#shown.size === 0 ? undefined : this.#shown.get(columns.ids[row] ?? 0);
    const opened = more.opened_us[row] ?? Number.NaN;
    const closed = more.closed_us[row] ?? Number.NaN;
    const bits = this.#bits[row] ?? 0;
    const plus = (sum: number, value: number): void => {
      sums[at + sum] = (sums[at + sum] ?? 0) + value;
    };
    plus(CONNECTIONS, 1);
    plus(PAIRED, Number((bits & IS_PAIRED) !== 0));
    plus(ATTEMPTS, more.attempts[row] ?? 0);
    const firstUs = seenUs(more, row);
    const lastUs = Number.isNaN(closed) ? (shown?.lastUs ?? opened) : closed;
    atMost(sums, at + FIRST_US, firstUs);
    atLeast(sums, at + LAST_US, lastUs);
    addTold(sums, at + BYTES_SENT, more.bytes_sent[row] ?? Number.NaN);
    addTold(sums, at + BYTES_RECEIVED, more.bytes_received[row] ?? Number.NaN);
    plus(SAMPLED, Number((bits & IS_SAMPLED) !== 0));
    plus(FROM_START, Number((bits & IS_FROM_START) !== 0));
    plus(CALLER_ROWS, shown?.callerRows ?? 0);
    plus(SERVER_ROWS, shown?.serverRows ?? 0);
  }
}

const [CONNECTIONS, PAIRED, ATTEMPTS, FIRST_US, LAST_US, BYTES_SENT, BYTES_RECEIVED, SAMPLED, FROM_START, CALLER_ROWS, SERVER_ROWS] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
] as const;

/** Columns of what is in common: no container, and no port, are not a number in the case. */
const [CONTAINER, PORT, REMOTE_CONTAINER] = [1, 4, 5] as const;

function untoldAsNaN(column: number, value: number): number {
  const isUntold = ((column === CONTAINER || column === REMOTE_CONTAINER) && value === 0) || (column === PORT && value < 0);
  return isUntold ? Number.NaN : value;
}

/** The first name of each connection as the number of a text. */
class FirstNames {
  readonly #of: ListedConnections;
  readonly texts: (string | undefined)[];
  readonly #numbers = new Map<string, number>();

  constructor(of: ListedConnections) {
    this.#of = of;
    this.texts = [...of.columns.texts];
    if (of.columns.severalNames.size > 0)
      for (const [number, text] of this.texts.entries()) if (text !== undefined) this.#numbers.set(text, number);
  }

  /** 0 for none. */
  numberOf(row: number): number {
    const { name, severalNames } = this.#of.columns;
    const only = name[row] ?? -1;
    if (only >= 0) return only;
    const [first] = severalNames.size === 0 ? [] : (severalNames.get(row) ?? []);
    if (first === undefined) return 0;
    const known = this.#numbers.get(first) ?? Math.max(1, this.texts.length);
    this.#numbers.set(first, known);
    this.texts[known] = first;
    return known;
  }
}

function bitsOf({ peer, is_sampled: sampled, absent_us: absent }: ConversedColumns, row: number): number {
  const isPaired = !Number.isNaN(peer[row] ?? Number.NaN);
  const isOnlySampled = sampled[row] === 1;
  const isFromStart = !isOnlySampled || Number.isNaN(absent[row] ?? Number.NaN);
  return (isPaired ? IS_PAIRED : 0) | (isOnlySampled ? IS_SAMPLED : 0) | (isFromStart ? IS_FROM_START : 0);
}

function placed(of: Conversed, groups: NumberGroups, names: FirstNames): Int32Array {
  const { columns, more, conversed } = of;
  const places = new Int32Array(columns.ids.length);
  const key = new Float64Array(COMMON);
  for (let row = 0; row < places.length; row++) {
    const why = whyInNone(of, row);
    if (why !== undefined) {
      places[row] = why;
      continue;
    }
    key[0] = orElse(conversed.node[row], 0);
    key[CONTAINER] = orElse(more.container[row], 0);
    key[2] = columns.direction[row] ?? 0;
    key[3] = columns.protocol[row] ?? 0;
    key[PORT] = (columns.direction[row] === OUTBOUND ? columns.remote_port[row] : columns.local_port[row]) ?? -1;
    key[REMOTE_CONTAINER] = orElse(conversed.remote_container[row], 0);
    key[6] = orElse(conversed.remote_namespace[row], 0);
    key[7] = orElse(more.remote_pod[row], 0);
    key[8] = orElse(conversed.remote_workload[row], 0);
    key[9] = columns.remote_ip[row] ?? 0;
    key[10] = names.numberOf(row);
    key[11] = more.scope[row] ?? 0;
    places[row] = groups.placeOf(key);
  }
  return places;
}

function whyInNone({ columns, more, conversed }: Conversed, row: number): number | undefined {
  if (columns.direction[row] === LISTEN) return NONE;
  const remote = orElse(conversed.remote_container[row], 0);
  const isWithin = more.scope[row] === LOOPBACK || (remote !== 0 && remote === more.container[row]);
  const isNameless = (columns.remote_ip[row] ?? -1) < 0;
  const isUnknown = isNameless && columns.direction[row] === INBOUND;
  if (isWithin) return isUnknown ? BOTH : WITHIN;
  if (isUnknown) return NAMELESS;
  return isNameless ? NONE : undefined;
}

/** Columns that are texts by number. */
const TEXTS: ReadonlySet<number> = new Set([0, 3, 6, 7, 8, 9, 10]);
const SCOPE = 11;
const DIRECTION = 2;

function inOrder(groups: NumberGroups, texts: readonly (string | undefined)[]): Int32Array {
  const compare = (a: number, b: number): number => {
    for (let column = 0; column < COMMON; column++) {
      const [one, other] = [groups.number(a, column), groups.number(b, column)];
      if (one === other) continue;
      const order = TEXTS.has(column) ? byText(texts[one], texts[other]) : byNumber(column, one, other);
      if (order !== 0) return order;
    }
    return 0;
  };
  return Int32Array.from({ length: groups.count }, (_, place) => place).sort(compare);
}

/** What is absent comes first. */
function byText(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return a < b ? -1 : Number(a > b);
}

/** Directions and scopes come by their words. */
function byNumber(column: number, a: number, b: number): number {
  if (column === DIRECTION) return a === INBOUND ? -1 : 1;
  return column === SCOPE ? byText(SCOPES[a], SCOPES[b]) : a - b;
}
