import type { DetectionCase, OutboundCall } from '../model/detection-case.js';

/** One outbound call in few numbers: rules that look at all traffic walk over very many. */
export interface Call extends Omit<OutboundCall, 'scope'> {
  readonly isExternal: boolean;
}

const DNS_PORT = 53;
/** Calls that are held for the next rule to ask, 40 bytes each. Beyond them every rule has the case read anew. */
const CALLS_HELD = 500_000;

/** Every call to another host, process after process and by time within each, names left out. The first to ask has the case read. */
export function callsOf(view: DetectionCase): () => Iterable<Call> {
  let held: HeldCalls | undefined;
  return () => {
    held ??= new HeldCalls(view);
    return held.isWhole ? held : readCalls(view);
  };
}

function* readCalls(view: DetectionCase): Generator<Call> {
  for (const { scope, ...call } of view.outboundCalls()) {
    if (call.port !== DNS_PORT && scope !== 'loopback') yield { ...call, isExternal: scope === 'external' };
  }
}

/** Calls in a block of columns: adding blocks never copies what is there. */
const BLOCK = 16_384;

/** Calls as columns of numbers: as objects they would take three times as much. */
class HeldCalls implements Iterable<Call> {
  readonly isWhole: boolean;
  readonly #blocks: CallBlock[] = [];
  readonly #addresses: string[] = [];

  constructor(view: DetectionCase) {
    this.isWhole = this.#readAll(view);
    if (!this.isWhole) this.#blocks.length = 0;
  }

  *[Symbol.iterator](): Generator<Call> {
    for (const block of this.#blocks) for (let at = 0; at < block.count; at += 1) yield block.call(at, this.#addresses);
  }

  /** False when there are too many to hold. */
  #readAll(view: DetectionCase): boolean {
    const places = new Map<string, number>();
    for (const call of readCalls(view)) {
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
  readonly #connections = new Int32Array(BLOCK);
  readonly #processes = new Int32Array(BLOCK);
  readonly #addresses = new Int32Array(BLOCK);
  readonly #ports = new Uint16Array(BLOCK);
  readonly #external = new Uint8Array(BLOCK);
  readonly #times = new Float64Array(BLOCK);
  readonly #sent = new Float64Array(BLOCK);
  readonly #received = new Float64Array(BLOCK);

  add(call: Call, address: number): void {
    const at = this.count;
    this.#connections[at] = call.connectionId;
    this.#processes[at] = call.processId;
    this.#addresses[at] = address;
    this.#ports[at] = call.port;
    this.#external[at] = call.isExternal ? 1 : 0;
    this.#times[at] = call.atUs;
    this.#sent[at] = call.bytesSent;
    this.#received[at] = call.bytesReceived;
    this.count += 1;
  }

  call(at: number, addresses: readonly string[]): Call {
    return {
      connectionId: this.#connections[at] ?? 0,
      processId: this.#processes[at] ?? 0,
      atUs: this.#times[at] ?? 0,
      ip: addresses[this.#addresses[at] ?? 0] ?? '',
      port: this.#ports[at] ?? 0,
      isExternal: this.#external[at] === 1,
      bytesSent: this.#sent[at] ?? 0,
      bytesReceived: this.#received[at] ?? 0,
    };
  }
}

/** The calls that a question lets through. */
export function* callsWhere(calls: Iterable<Call>, isWanted: (call: Call) => boolean): Generator<Call> {
  for (const call of calls) if (isWanted(call)) yield call;
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
