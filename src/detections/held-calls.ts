import type { OutboundCall } from '../model/detection-case.js';
import type { Call, WantedCalls } from './calls.js';

/** Calls that are held for the next rule to ask, 47 bytes each: less than linking holds of every connection. Asked of the case they take a second a million each time. */
const CALLS_HELD = 5_000_000;
const DNS_PORT = 53;
/** Calls in a block of columns: adding blocks never copies what is there. */
const BLOCK = 16_384;

/** True for a call to another host that does not ask for a name. */
export function isElsewhere({ port, scope }: Pick<OutboundCall, 'port' | 'scope'>): boolean {
  return port !== DNS_PORT && scope !== 'loopback';
}

/** Calls as columns of numbers, given in any order and told process after process: as objects they would take three times as much. */
export class HeldCalls {
  /** False when there are too many to hold: then none are. */
  readonly isWhole: boolean;
  readonly #blocks: CallBlock[] = [];
  readonly #addresses: string[] = [];
  readonly #order: Int32Array;
  readonly #inside: Int32Array;
  readonly #outside: Int32Array;

  constructor(calls: Iterable<OutboundCall>) {
    this.isWhole = this.#readAll(calls);
    if (!this.isWhole) this.#blocks.length = 0;
    this.#order = byProcessAndTime(this.#blocks);
    const external = joined(this.#blocks, ({ external }) => external, Uint8Array);
    this.#inside = this.#order.filter((place) => external[place] === 0);
    this.#outside = this.#order.filter((place) => external[place] === 1);
  }

  *where({ isExternal, ports, addresses }: WantedCalls): Generator<Call> {
    const isWantedAddress = addresses === undefined ? undefined : this.#addresses.map((address) => addresses.has(address));
    if (isWantedAddress?.includes(true) === false) return;
    for (const place of isExternal === undefined ? this.#order : isExternal ? this.#outside : this.#inside) {
      const block = this.#blocks[Math.floor(place / BLOCK)];
      const at = place % BLOCK;
      if (block === undefined) continue;
      if (ports?.has(block.ports[at] ?? 0) === false) continue;
      if (isWantedAddress?.[block.addresses[at] ?? 0] === false) continue;
      yield block.call(at, this.#addresses);
    }
  }

  #readAll(calls: Iterable<OutboundCall>): boolean {
    const places = new Map<string, number>();
    for (const call of calls) {
      if (!isElsewhere(call)) continue;
      let block = this.#blocks.at(-1);
      if (block === undefined || block.count === BLOCK) {
        if (this.#blocks.length * BLOCK >= CALLS_HELD) return false;
        block = new CallBlock();
        this.#blocks.push(block);
      }
      block.add(call, this.#placeOf(call.ip, places));
    }
    return true;
  }

  #placeOf(ip: string, places: Map<string, number>): number {
    const known = places.get(ip);
    if (known !== undefined) return known;
    const place = this.#addresses.length;
    places.set(ip, place);
    this.#addresses.push(ip);
    return place;
  }
}

class CallBlock {
  count = 0;
  readonly connections = new Int32Array(BLOCK);
  readonly processes = new Int32Array(BLOCK);
  readonly addresses = new Int32Array(BLOCK);
  readonly ports = new Uint16Array(BLOCK);
  readonly external = new Uint8Array(BLOCK);
  readonly times = new Float64Array(BLOCK);
  readonly #sent = new Float64Array(BLOCK);
  readonly #received = new Float64Array(BLOCK);

  add(call: OutboundCall, address: number): void {
    const at = this.count;
    this.connections[at] = call.connectionId;
    this.processes[at] = call.processId;
    this.addresses[at] = address;
    this.ports[at] = call.port;
    this.external[at] = call.scope === 'external' ? 1 : 0;
    this.times[at] = call.atUs;
    this.#sent[at] = call.bytesSent;
    this.#received[at] = call.bytesReceived;
    this.count += 1;
  }

  call(at: number, addresses: readonly string[]): Call {
    return {
      connectionId: this.connections[at] ?? 0,
      processId: this.processes[at] ?? 0,
      atUs: this.times[at] ?? 0,
      ip: addresses[this.addresses[at] ?? 0] ?? '',
      port: this.ports[at] ?? 0,
      isExternal: this.external[at] === 1,
      bytesSent: this.#sent[at] ?? 0,
      bytesReceived: this.#received[at] ?? 0,
    };
  }
}

/** A column of all blocks, as one. */
function joined<Column extends Int32Array | Uint8Array | Float64Array>(
  blocks: readonly CallBlock[],
  column: (block: CallBlock) => Column,
  make: new (length: number) => Column,
): Column {
  const whole = new make(blocks.reduce((sum, { count }) => sum + count, 0));
  blocks.forEach((block, at) => {
    whole.set(column(block).subarray(0, block.count), at * BLOCK);
  });
  return whole;
}

/**
 * Places of the calls by process, time and connection. Rows are numbered from small to large, so that calls are dealt out to their processes and
 * only those of one are compared.
 */
function byProcessAndTime(blocks: readonly CallBlock[]): Int32Array {
  const processes = joined(blocks, (block) => block.processes, Int32Array);
  const times = joined(blocks, (block) => block.times, Float64Array);
  const connections = joined(blocks, (block) => block.connections, Int32Array);
  const starts = new Int32Array(processes.reduce((most, process) => Math.max(most, process), 0) + 2);
  for (const process of processes) starts[process + 1] = (starts[process + 1] ?? 0) + 1;
  for (let process = 1; process < starts.length; process += 1) starts[process] = (starts[process] ?? 0) + (starts[process - 1] ?? 0);
  const ends = starts.slice();
  const order = new Int32Array(processes.length);
  processes.forEach((process, place) => {
    const at = ends[process] ?? 0;
    order[at] = place;
    ends[process] = at + 1;
  });
  const byTime = (a: number, b: number): number => (times[a] ?? 0) - (times[b] ?? 0) || (connections[a] ?? 0) - (connections[b] ?? 0);
  for (let process = 0; process < starts.length - 1; process += 1) {
    const own = order.subarray(starts[process], ends[process]);
    if (own.some((place, at) => at > 0 && byTime(own[at - 1] ?? 0, place) > 0)) own.sort(byTime);
  }
  return order;
}
