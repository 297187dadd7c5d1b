import { DIRECTIONS, INBOUND, LISTEN, LOOPBACK, OUTBOUND, SCOPES } from './connection-columns.js';
import type { ConnectionTable } from './connection-table.js';
import type { Owner } from './owners.js';

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

/** What a connection adds to its conversation beside what columns hold. Bytes that were not told are not a number. */
export interface AddedDetails {
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly attempts: number;
}

/** Adds up the connections of a table, each told once, as it stays. */
export class ConversationSums {
  readonly #table: ConnectionTable;
  readonly #groups: Groups;
  readonly #shown: ReadonlyMap<number, ShownByHeartbeats>;
  #loopback = 0;
  #unknownCaller = 0;

  constructor(table: ConnectionTable, shown: ReadonlyMap<number, ShownByHeartbeats>) {
    this.#table = table;
    this.#groups = new Groups(table);
    this.#shown = shown;
  }

  add(row: number, details: AddedDetails): void {
    const { columns, sampled } = this.#table;
    const direction = columns.direction[row] ?? 0;
    if (direction === LISTEN) return;
    const isWithin = this.#staysWithin(row);
    if (isWithin) this.#loopback++;
    const isNameless = columns.remoteIp[row] === 0;
    if (isNameless && direction === INBOUND) this.#unknownCaller++;
    if (isWithin || isNameless) return;
    const one = this.#groups.of(row);
    const shown = this.#shown.get(row);
    addTimes(one, columns.openedUs[row] ?? Number.NaN, columns.closedUs[row] ?? Number.NaN, shown?.lastUs);
    const isSampled = sampled.has(row);
    one.connections++;
    if (columns.peer[row] !== 0) one.paired++;
    one.attempts += details.attempts;
    one.bytesSent = sumOf(one.bytesSent, details.bytesSent);
    one.bytesReceived = sumOf(one.bytesReceived, details.bytesReceived);
    if (isSampled) one.sampled++;
    if (!isSampled || sampled.get(row) === undefined) one.fromStart++;
    one.callerRows += shown?.callerRows ?? 0;
    one.serverRows += shown?.serverRows ?? 0;
  }

  /** What was added up so far. */
  sums(): Conversations {
    return { all: inOrder(this.#groups.all, this.#table), loopback: this.#loopback, unknownCaller: this.#unknownCaller };
  }

  #staysWithin(row: number): boolean {
    const { owners, columns } = this.#table;
    const remote = columns.remoteContainer[row] ?? 0;
    return columns.scope[row] === LOOPBACK || (remote !== 0 && remote === owners.get(columns.owner[row] ?? 0).container);
  }
}

function addTimes(one: Conversation, openedUs: number, closedUs: number, shownUs: number | undefined): void {
  const firstUs = Number.isNaN(openedUs) ? closedUs : openedUs;
  const lastUs = Number.isNaN(closedUs) ? (shownUs ?? openedUs) : closedUs;
  if (!(firstUs >= one.firstUs) && !Number.isNaN(firstUs)) one.firstUs = firstUs;
  if (!(lastUs <= one.lastUs) && !Number.isNaN(lastUs)) one.lastUs = lastUs;
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
  readonly #table: ConnectionTable;
  /** Numbers of conversations from 1, 0 for a free slot. Never more than half full. */
  #slots = new Int32Array(FIRST_SLOTS);

  constructor(table: ConnectionTable) {
    this.#table = table;
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
    const { direction, protocol, remoteContainer, remoteNamespace, remotePod, remoteWorkload, remoteIp, scope } = this.#table.columns;
    const { node, container } = this.#owner(row);
    const one: Conversation = {
      node,
      container,
      direction: direction[row] ?? 0,
      protocol: protocol[row] ?? 0,
      port: this.#port(row),
      remoteContainer: remoteContainer[row] ?? 0,
      remoteNamespace: remoteNamespace[row] ?? 0,
      remotePod: remotePod[row] ?? 0,
      remoteWorkload: remoteWorkload[row] ?? 0,
      remoteIp: remoteIp[row] ?? 0,
      name: this.#name(row),
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

  #owner(row: number): Owner {
    return this.#table.owners.get(this.#table.columns.owner[row] ?? 0);
  }

  /** Number of the first name, 0 for none. */
  #name(row: number): number {
    return this.#table.names.firstOf(this.#table.columns.names[row] ?? 0);
  }

  /** The port that is called. */
  #port(row: number): number {
    const { direction, localPort, remotePort } = this.#table.columns;
    return (direction[row] === OUTBOUND ? remotePort[row] : localPort[row]) ?? -1;
  }

  #hashOf(row: number): number {
    const { direction, remoteContainer, remotePod, remoteIp } = this.#table.columns;
    const { node, container } = this.#owner(row);
    const own = mixed(mixed(mixed(node, container), direction[row] ?? 0), this.#port(row));
    return mixed(mixed(mixed(mixed(own, remoteContainer[row] ?? 0), remotePod[row] ?? 0), remoteIp[row] ?? 0), this.#name(row));
  }

  #isIn(one: Conversation, row: number): boolean {
    const { direction, protocol, remoteContainer, remoteNamespace, remotePod, remoteWorkload, remoteIp, scope } = this.#table.columns;
    const { node, container } = this.#owner(row);
    return (
      one.remoteIp === remoteIp[row] &&
      one.container === container &&
      one.port === this.#port(row) &&
      one.direction === direction[row] &&
      one.name === this.#name(row) &&
      one.remoteContainer === remoteContainer[row] &&
      one.remotePod === remotePod[row] &&
      one.node === node &&
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

/** As `Groups` hashes a row. */
function hashed({ node, container, direction, port, remoteContainer, remotePod, remoteIp, name }: Conversation): number {
  const own = mixed(mixed(mixed(node, container), direction), port);
  return mixed(mixed(mixed(mixed(own, remoteContainer), remotePod), remoteIp), name);
}

/**
 * A hash with one more value in it: two at a time, since a list of them would be made for each connection. *Source:* the multiplier and shifts of
 * MurmurHash3's 32-bit finalizer (Austin Appleby, public domain).
 */
function mixed(hash: number, value: number): number {
  const product = Math.imul(hash ^ value, 0x85ebca6b);
  return product ^ (product >>> 13);
}

/** In the order of their texts, what is absent first. */
function inOrder(all: readonly Conversation[], { texts }: ConnectionTable): readonly Conversation[] {
  const byText = (a: number, b: number): number => {
    if (a === b) return 0;
    const one = texts.text(a);
    const other = texts.text(b);
    if (one === undefined || other === undefined) return Number(one !== undefined) - Number(other !== undefined);
    return one < other ? -1 : 1;
  };
  const byWord = (words: readonly string[]) => (a: number, b: number) => {
    const one = words[a] ?? '';
    const other = words[b] ?? '';
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
