import type { EventColumns, MetProcess } from '../../src/model/event-columns.js';
import {
  type DescriptionRole,
  type EventRecord,
  type PodDescription,
  type ProcessDescription,
  SOCKET_OPERATIONS,
} from '../../src/model/record.js';
import type { EventPlace } from '../../src/model/store.js';

/** What a line says, and where it stands. Columns have no warnings. */
export interface PlacedRecord {
  readonly record: Omit<EventRecord, 'warnings'>;
  readonly place: EventPlace;
}

/** Columns told as records: remembers what their numbers mean, as a store does. */
export class ToldColumns {
  #generation = 0;
  #texts: string[] = [''];
  #pods: PodDescription[] = [{}];
  #processes: (MetProcess | undefined)[] = [undefined];

  /** The records of the next columns, in their order. */
  records(columns: EventColumns): readonly PlacedRecord[] {
    if (columns.generation !== this.#generation) this.#begin(columns.generation);
    this.#texts.push(...columns.texts);
    this.#pods.push(...columns.pods);
    this.#processes.push(...columns.processes);
    const { events, ancestors, exits, sockets, dns } = columns;
    const rows = { ancestors: rowsOf(ancestors), exits: rowsOf(exits), sockets: rowsOf(sockets), dns: rowsOf(dns) };
    return Array.from({ length: events.count }, (_, at) => ({
      record: this.#record(columns, at, rows),
      place: {
        line: events.line[at] ?? 0,
        byteOffset: events.byteOffset[at] ?? Number.NaN,
        byteLength: events.byteLength[at] ?? 0,
        hash: events.hash[at] ?? Number.NaN,
      },
    }));
  }

  #begin(generation: number): void {
    this.#generation = generation;
    this.#texts = [''];
    this.#pods = [{}];
    this.#processes = [undefined];
  }

  #record({ events, ancestors, exits, sockets, dns }: EventColumns, at: number, rows: RowsByEvent): PlacedRecord['record'] {
    const [exit, socket, message] = [rows.exits.get(at)?.[0], rows.sockets.get(at)?.[0], rows.dns.get(at)?.[0]];
    const kind = this.#text(events.kind[at]) ?? '';
    const process = this.#process(events.process[at], kind === 'process_exec' ? 'exec' : 'event');
    const parent = this.#process(events.parent[at], 'parent');
    return present({
      kind,
      node: process?.node ?? '',
      time: instant(events.us[at], events.ns[at]),
      cluster: this.#text(events.cluster[at]),
      process,
      parent,
      ancestors: (rows.ancestors.get(at) ?? [])
        .map((row) => this.#process(ancestors.process[row], 'parent'))
        .filter((ancestor) => ancestor !== undefined),
      exit:
        exit === undefined
          ? undefined
          : present({
              status: exits.status[exit] ?? 0,
              signal: this.#text(exits.signal[exit]),
              time: instant(exits.us[exit], exits.ns[exit]),
            }),
      socket: socket === undefined ? undefined : this.#socket(sockets, socket),
      dns: message === undefined ? undefined : this.#dns(dns, message),
      functionName: this.#text(events.functionName[at]),
      policy: this.#text(events.policy[at]),
      count: 1,
      droppedEvents: 0,
    });
  }

  #socket(sockets: EventColumns['sockets'], at: number) {
    const cookie = (BigInt(sockets.cookieHigh[at] ?? 0) << 32n) | BigInt(sockets.cookieLow[at] ?? 0);
    const names = this.#text(sockets.remoteNames[at]);
    return present({
      operation: SOCKET_OPERATIONS[sockets.operation[at] ?? 0] ?? 'close',
      isOriented: sockets.isOriented[at] === 1,
      protocol: this.#text(sockets.protocol[at]) ?? '',
      local: this.#end(sockets.localIp[at], sockets.localPort[at]),
      remote: this.#end(sockets.remoteIp[at], sockets.remotePort[at]),
      cookie: sockets.hasCookie[at] === 1 ? String(cookie) : undefined,
      remoteNames: names === undefined ? undefined : textsIn(names),
      remotePod: sockets.remotePod[at] === 0 ? undefined : this.#pods[sockets.remotePod[at] ?? 0],
      bytesSent: told(sockets.bytesSent[at]),
      bytesReceived: told(sockets.bytesReceived[at]),
    });
  }

  #dns(dns: EventColumns['dns'], at: number) {
    return present({
      isResponse: dns.isResponse[at] === 1,
      names: textsIn(this.#text(dns.names[at]) ?? '[]'),
      types: textsIn(this.#text(dns.types[at]) ?? '[]'),
      rcode: this.#text(dns.rcode[at]),
      ips: textsIn(this.#text(dns.ips[at]) ?? '[]'),
      server: this.#end(dns.serverIp[at], dns.serverPort[at]),
    });
  }

  #end(ip: number | undefined, port: number | undefined) {
    const address = this.#text(ip);
    return address === undefined ? undefined : { ip: address, port: port ?? -1 };
  }

  #text(number: number | undefined): string | undefined {
    return number === undefined || number === 0 ? undefined : this.#texts[number];
  }

  #process(number: number | undefined, role: DescriptionRole): ProcessDescription | undefined {
    const met = this.#processes[number ?? 0];
    if (met === undefined) return undefined;
    const pod = met.pod === 0 ? {} : { pod: this.#pods[met.pod] ?? {} };
    return { ...met.process, ...pod, role };
  }
}

/** Rows of each group by the event that they belong to. */
type RowsByEvent = Readonly<Record<'ancestors' | 'exits' | 'sockets' | 'dns', ReadonlyMap<number, readonly number[]>>>;

function rowsOf({ event, count }: { readonly event: ArrayLike<number>; readonly count: number }): ReadonlyMap<number, readonly number[]> {
  const rows = new Map<number, number[]>();
  for (let row = 0; row < count; row++) {
    const of = event[row] ?? -1;
    rows.set(of, [...(rows.get(of) ?? []), row]);
  }
  return rows;
}

function instant(us: number | undefined, ns: number | undefined) {
  return us === undefined || Number.isNaN(us) ? undefined : { us, ns: ns ?? 0 };
}

function told(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

function textsIn(json: string): readonly string[] {
  const list: unknown = JSON.parse(json);
  return Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : [];
}

type Told<Fields> = { [Key in keyof Fields as undefined extends Fields[Key] ? never : Key]: Fields[Key] } & {
  [Key in keyof Fields as undefined extends Fields[Key] ? Key : never]?: Exclude<Fields[Key], undefined>;
};

/** The fields that say something. */
function present<Fields extends object>(fields: Fields): Told<Fields>;
function present(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
