import type { OutboundCall } from '../model/detection-case.js';
import type { Call, WantedCalls } from './calls.js';

/** Calls that are held for the next rule to ask, 44 bytes each. */
const CALLS_HELD = 500_000;
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

  constructor(calls: Iterable<OutboundCall>) {
    this.isWhole = this.#readAll(calls);
    if (!this.isWhole) this.#blocks.length = 0;
    this.#order = byProcessAndTime(this.#blocks);
  }

  *where({ isExternal, ports, addresses }: WantedCalls): Generator<Call> {
    const isWantedAddress = addresses === undefined ? undefined : this.#addresses.map((address) => addresses.has(address));
    for (const place of this.#order) {
      const block = this.#blocks[Math.floor(place / BLOCK)];
      const at = place % BLOCK;
      if (block === undefined) continue;
      if (isExternal !== undefined && isExternal !== (block.external[at] === 1)) continue;
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

/** Places of the calls by process, time and connection. Rows are numbered from small to large, so that processes are dealt out and only calls of one are compared. */
function byProcessAndTime(blocks: readonly CallBlock[]): Int32Array {
  const count = blocks.reduce((sum, block) => sum + block.count, 0);
  const processAt = (place: number): number => blocks[Math.floor(place / BLOCK)]?.processes[place % BLOCK] ?? 0;
  const timeAt = (place: number): number => blocks[Math.floor(place / BLOCK)]?.times[place % BLOCK] ?? 0;
  const connectionAt = (place: number): number => blocks[Math.floor(place / BLOCK)]?.connections[place % BLOCK] ?? 0;
  const last = blocks.reduce((most, block) => block.processes.reduce((a, b) => Math.max(a, b), most), 0);
  const starts = new Int32Array(last + 2);
  for (let place = 0; place < count; place += 1) starts[processAt(place) + 1] = (starts[processAt(place) + 1] ?? 0) + 1;
  for (let process = 1; process < starts.length; process += 1) starts[process] = (starts[process] ?? 0) + (starts[process - 1] ?? 0);
  const ends = starts.slice();
  const order = new Int32Array(count);
  for (let place = 0; place < count; place += 1) {
    const process = processAt(place);
    const at = ends[process] ?? 0;
    order[at] = place;
    ends[process] = at + 1;
  }
  for (let process = 0; process <= last; process += 1) {
    const own = order.subarray(starts[process], ends[process]);
    if (own.length > 1) own.sort((a, b) => timeAt(a) - timeAt(b) || connectionAt(a) - connectionAt(b));
  }
  return order;
}
