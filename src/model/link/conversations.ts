import { type ConnectionColumns, DIRECTIONS, INBOUND, LISTEN, LOOPBACK, OUTBOUND, SCOPES } from './connection-columns.js';
import type { ConnectionTable } from './connection-table.js';

/** What heartbeats show of a connection: how often as the caller's and as the server's, and when they did last. */
export interface ShownByHeartbeats {
  readonly callerRows: number;
  readonly serverRows: number;
  readonly lastUs: number | undefined;
}

/**
 * Connections with the same ends, port, name and direction, added up. Texts and containers are numbers, 0 for none; a port that was not told
 * is -1, times and bytes that were not told are not a number.
 */
export interface Conversation {
  readonly node: number;
  readonly container: number;
  readonly direction: number;
  readonly protocol: number;
  readonly port: number;
  readonly remoteContainer: number;
  readonly remoteNamespace: number;
  readonly remotePod: number;
  readonly remoteWorkload: number;
  readonly remoteIp: number;
  readonly name: number;
  readonly scope: number;
  connections: number;
  paired: number;
  attempts: number;
  firstUs: number;
  lastUs: number;
  bytesSent: number;
  bytesReceived: number;
  sampled: number;
  fromStart: number;
  callerRows: number;
  serverRows: number;
}

/** All conversations of a case in order of what they have in common, and connections that are in none. */
export interface Conversations {
  readonly all: readonly Conversation[];
  /** By loopback, or by the container's own address. */
  readonly loopback: number;
  /** Inbound from nobody knows where. */
  readonly unknownCaller: number;
}

/** Every conversation of these connections. One pass over them: 0.1 s for 300,000. */
export function conversationsOf(table: ConnectionTable, shown: ReadonlyMap<number, ShownByHeartbeats>): Conversations {
  const { columns } = table;
  const groups = new Groups(columns, firstNames(table));
  let loopback = 0;
  let unknownCaller = 0;
  for (let row = 1; row <= table.last; row++) {
    const direction = columns.direction[row] ?? 0;
    if (columns.isRemoved[row] === 1 || direction === LISTEN) continue;
    const isWithin = staysWithin(columns, row);
    if (isWithin) loopback++;
    const isNameless = columns.remoteIp[row] === 0;
    if (isNameless && direction === INBOUND) unknownCaller++;
    if (isWithin || isNameless) continue;
    const isSampled = table.sampled.has(row);
    add(groups.of(row), columns, row, {
      shown: shown.get(row),
      isSampled,
      isFromStart: !isSampled || table.sampled.get(row) === undefined,
    });
  }
  return { all: inOrder(groups.all, table), loopback, unknownCaller };
}

function staysWithin({ scope, container, remoteContainer }: ConnectionColumns, row: number): boolean {
  return scope[row] === LOOPBACK || (remoteContainer[row] !== 0 && remoteContainer[row] === container[row]);
}

/** Number of the first name of each row, 0 for none. */
function firstNames({ columns, names, last }: ConnectionTable): Int32Array {
  const first = new Int32Array(last + 1);
  for (let row = 1; row <= last; row++) first[row] = names.firstOf(columns.names[row] ?? 0);
  return first;
}

function add(
  one: Conversation,
  columns: ConnectionColumns,
  row: number,
  told: { readonly shown: ShownByHeartbeats | undefined; readonly isSampled: boolean; readonly isFromStart: boolean },
): void {
  const openedUs = columns.openedUs[row] ?? Number.NaN;
  const closedUs = columns.closedUs[row] ?? Number.NaN;
  const firstUs = Number.isNaN(openedUs) ? closedUs : openedUs;
  const lastUs = Number.isNaN(closedUs) ? (told.shown?.lastUs ?? openedUs) : closedUs;
  one.connections++;
  if (columns.peer[row] !== 0) one.paired++;
  one.attempts += columns.attempts[row] ?? 0;
  if (!(firstUs >= one.firstUs) && !Number.isNaN(firstUs)) one.firstUs = firstUs;
  if (!(lastUs <= one.lastUs) && !Number.isNaN(lastUs)) one.lastUs = lastUs;
  one.bytesSent = sumOf(one.bytesSent, columns.bytesSent[row] ?? Number.NaN);
  one.bytesReceived = sumOf(one.bytesReceived, columns.bytesReceived[row] ?? Number.NaN);
  if (told.isSampled) one.sampled++;
  if (told.isFromStart) one.fromStart++;
  one.callerRows += told.shown?.callerRows ?? 0;
  one.serverRows += told.shown?.serverRows ?? 0;
}

/** What was not told adds nothing; a sum of nothing is not a number. */
function sumOf(sum: number, more: number): number {
  if (Number.isNaN(more)) return sum;
  return Number.isNaN(sum) ? more : sum + more;
}

const FIRST_SLOTS = 1024;

/** Conversations by what their connections have in common, found by a hash of it: a text for a key would cost most of the pass. */
class Groups {
  readonly all: Conversation[] = [];
  readonly #columns: ConnectionColumns;
  readonly #names: Int32Array;
  /** Numbers of conversations from 1, 0 for a free slot. Never more than half full. */
  #slots = new Int32Array(FIRST_SLOTS);

  constructor(columns: ConnectionColumns, names: Int32Array) {
    this.#columns = columns;
    this.#names = names;
  }

  of(row: number): Conversation {
    const mask = this.#slots.length - 1;
    for (let slot = this.#hashOf(row) & mask; ; slot = (slot + 1) & mask) {
      const known = this.all[(this.#slots[slot] ?? 0) - 1];
      if (known === undefined) return this.#begun(slot, row);
      if (this.#isIn(known, row)) return known;
    }
  }

  #begun(slot: number, row: number): Conversation {
    const { node, container, direction, protocol, remoteContainer, remoteNamespace, remotePod, remoteWorkload, remoteIp, scope } =
      this.#columns;
    const one: Conversation = {
      node: node[row] ?? 0,
      container: container[row] ?? 0,
      direction: direction[row] ?? 0,
      protocol: protocol[row] ?? 0,
      port: this.#port(row),
      remoteContainer: remoteContainer[row] ?? 0,
      remoteNamespace: remoteNamespace[row] ?? 0,
      remotePod: remotePod[row] ?? 0,
      remoteWorkload: remoteWorkload[row] ?? 0,
      remoteIp: remoteIp[row] ?? 0,
      name: this.#names[row] ?? 0,
      scope: scope[row] ?? 0,
      ...NOTHING,
    };
    this.#slots[slot] = this.all.push(one);
    if (this.all.length * 2 > this.#slots.length) this.#grow();
    return one;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 4);
    const mask = slots.length - 1;
    for (const [at, one] of this.all.entries()) {
      let slot = hashed(one) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = at + 1;
    }
    this.#slots = slots;
  }

  /** The port that is called. */
  #port(row: number): number {
    const { direction, localPort, remotePort } = this.#columns;
    return (direction[row] === OUTBOUND ? remotePort[row] : localPort[row]) ?? -1;
  }

  #hashOf(row: number): number {
    const { container, direction, remoteContainer, remotePod, remoteIp, node } = this.#columns;
    return mixed(
      node[row] ?? 0,
      container[row] ?? 0,
      direction[row] ?? 0,
      this.#port(row),
      remoteContainer[row] ?? 0,
      remotePod[row] ?? 0,
      remoteIp[row] ?? 0,
      this.#names[row] ?? 0,
    );
  }

  #isIn(one: Conversation, row: number): boolean {
    const { node, container, direction, protocol, remoteContainer, remoteNamespace, remotePod, remoteWorkload, remoteIp, scope } =
      this.#columns;
    return (
      one.remoteIp === remoteIp[row] &&
      one.container === container[row] &&
      one.port === this.#port(row) &&
      one.direction === direction[row] &&
      one.name === this.#names[row] &&
      one.remoteContainer === remoteContainer[row] &&
      one.remotePod === remotePod[row] &&
      one.node === node[row] &&
      one.protocol === protocol[row] &&
      one.remoteNamespace === remoteNamespace[row] &&
      one.remoteWorkload === remoteWorkload[row] &&
      one.scope === scope[row]
    );
  }
}

const NOTHING = {
  connections: 0,
  paired: 0,
  attempts: 0,
  firstUs: Number.NaN,
  lastUs: Number.NaN,
  bytesSent: Number.NaN,
  bytesReceived: Number.NaN,
  sampled: 0,
  fromStart: 0,
  callerRows: 0,
  serverRows: 0,
};

function hashed({ node, container, direction, port, remoteContainer, remotePod, remoteIp, name }: Conversation): number {
  return mixed(node, container, direction, port, remoteContainer, remotePod, remoteIp, name);
}

/** *Source:* the multiplier and shifts of MurmurHash3's 32-bit finalizer (Austin Appleby, public domain). */
function mixed(...values: readonly number[]): number {
  let hash = 0;
  for (const value of values) {
    hash = Math.imul(hash ^ value, 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  return hash ^ (hash >>> 16);
}

/** In the order of their texts, what is absent first. */
function inOrder(all: readonly Conversation[], { texts }: ConnectionTable): readonly Conversation[] {
  const byText = (a: number, b: number): number => {
    if (a === b) return 0;
    const [one, other] = [texts.text(a), texts.text(b)];
    if (one === undefined || other === undefined) return Number(one !== undefined) - Number(other !== undefined);
    return one < other ? -1 : 1;
  };
  const byWord = (words: readonly string[]) => (a: number, b: number) => {
    const [one = '', other = ''] = [words[a], words[b]];
    return one < other ? -1 : Number(one > other);
  };
  const byDirection = byWord(DIRECTIONS);
  const byScope = byWord(SCOPES);
  return [...all].sort(
    (a, b) =>
      byText(a.node, b.node) ||
      a.container - b.container ||
      byDirection(a.direction, b.direction) ||
      byText(a.protocol, b.protocol) ||
      a.port - b.port ||
      a.remoteContainer - b.remoteContainer ||
      byText(a.remoteNamespace, b.remoteNamespace) ||
      byText(a.remotePod, b.remotePod) ||
      byText(a.remoteWorkload, b.remoteWorkload) ||
      byText(a.remoteIp, b.remoteIp) ||
      byText(a.name, b.name) ||
      byScope(a.scope, b.scope),
  );
}
