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

const WHOLE_NUMBERS = 4;
const LARGE_NUMBERS = 3;
const FIRST_ROOM = 4096;

/** Calls as columns of numbers: as objects they would take three times as much. */
class HeldCalls implements Iterable<Call> {
  readonly isWhole: boolean;
  /** Connection, process, place of the address, and twice the port, odd for a call outside. */
  #whole = new Int32Array(FIRST_ROOM * WHOLE_NUMBERS);
  /** Time, bytes sent and received. */
  #large = new Float64Array(FIRST_ROOM * LARGE_NUMBERS);
  readonly #addresses: string[] = [];
  #count = 0;

  constructor(view: DetectionCase) {
    const places = new Map<string, number>();
    let isWhole = true;
    for (const call of readCalls(view)) {
      isWhole = this.#count < CALLS_HELD;
      if (!isWhole) break;
      this.#add(call, this.#placeOf(call.ip, places));
    }
    this.isWhole = isWhole;
    if (isWhole) return;
    this.#whole = new Int32Array();
    this.#large = new Float64Array();
    this.#addresses.length = 0;
    this.#count = 0;
  }

  *[Symbol.iterator](): Generator<Call> {
    for (let at = 0; at < this.#count; at += 1) yield this.#at(at);
  }

  #at(place: number): Call {
    const whole = (column: number): number => this.#whole[place * WHOLE_NUMBERS + column] ?? 0;
    const large = (column: number): number => this.#large[place * LARGE_NUMBERS + column] ?? 0;
    return {
      connectionId: whole(0),
      processId: whole(1),
      atUs: large(0),
      ip: this.#addresses[whole(2)] ?? '',
      port: whole(3) >> 1,
      isExternal: (whole(3) & 1) === 1,
      bytesSent: large(1),
      bytesReceived: large(2),
    };
  }

  #add({ connectionId, processId, port, isExternal, atUs, bytesSent, bytesReceived }: Call, address: number): void {
    if ((this.#count + 1) * WHOLE_NUMBERS > this.#whole.length) this.#makeRoom();
    this.#whole.set([connectionId, processId, address, port * 2 + (isExternal ? 1 : 0)], this.#count * WHOLE_NUMBERS);
    this.#large.set([atUs, bytesSent, bytesReceived], this.#count * LARGE_NUMBERS);
    this.#count += 1;
  }

  #makeRoom(): void {
    const whole = new Int32Array(this.#whole.length * 2);
    const large = new Float64Array(this.#large.length * 2);
    whole.set(this.#whole);
    large.set(this.#large);
    this.#whole = whole;
    this.#large = large;
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
