import { EventColumnsBuilder } from '../../src/ingest/columns/event-columns-builder.js';
import { MetThings } from '../../src/ingest/columns/met-things.js';
import { tetragon } from '../../src/ingest/formats/tetragon.js';
import type { EventColumns, MetProcess } from '../../src/model/event-columns.js';
import {
  type DescriptionRole,
  type EventRecord,
  type PodDescription,
  type ProcessDescription,
  SOCKET_OPERATIONS,
} from '../../src/model/record.js';

/** What a reader into columns says of lines, told as records; `undefined` for a line that it leaves to the full parser. */
export class ColumnRecords {
  readonly #met = new MetThings();
  readonly #columns = new EventColumnsBuilder(this.#met);
  readonly #reader = tetragon.columns?.(this.#met, this.#columns);
  readonly #texts: string[] = [''];
  readonly #pods: PodDescription[] = [{}];
  readonly #processes: (MetProcess | undefined)[] = [undefined];

  read(line: Buffer): Omit<EventRecord, 'warnings'> | undefined {
    // Lines stand in the middle of a chunk: what is before and after them must not be looked at.
    const chunk = Buffer.concat([Buffer.from('"}}\n'), line, Buffer.from('\n{"a"')]);
    const isAdded = this.#reader?.add(chunk, 4, 4 + line.length) === true;
    const columns = this.#columns.take();
    this.#texts.push(...columns.texts);
    this.#pods.push(...columns.pods);
    this.#processes.push(...columns.processes);
    if (!isAdded && columns.events.count > 0) throw new Error('a line that was not understood left an event behind');
    return isAdded ? this.#record(columns) : undefined;
  }

  #record({ events, ancestors, exits, sockets, dns }: EventColumns): Omit<EventRecord, 'warnings'> {
    const kind = this.#text(events.kind[0]) ?? '';
    const process = this.#process(events.process[0], kind === 'process_exec' ? 'exec' : 'event');
    const parent = this.#process(events.parent[0], 'parent');
    return present({
      kind,
      node: process?.node ?? '',
      time: instant(events.us[0], events.ns[0]),
      cluster: this.#text(events.cluster[0]),
      process,
      parent,
      ancestors: Array.from({ length: ancestors.count }, (_, at) => this.#process(ancestors.process[at], 'parent')).filter(
        (ancestor) => ancestor !== undefined,
      ),
      exit:
        exits.count === 0
          ? undefined
          : present({ status: exits.status[0] ?? 0, signal: this.#text(exits.signal[0]), time: instant(exits.us[0], exits.ns[0]) }),
      socket: sockets.count === 0 ? undefined : this.#socket(sockets),
      dns: dns.count === 0 ? undefined : this.#dns(dns),
      functionName: this.#text(events.functionName[0]),
      policy: this.#text(events.policy[0]),
      count: 1,
      droppedEvents: 0,
    });
  }

  #socket(sockets: EventColumns['sockets']) {
    const cookie = (BigInt(sockets.cookieHigh[0] ?? 0) << 32n) | BigInt(sockets.cookieLow[0] ?? 0);
    const names = this.#text(sockets.remoteNames[0]);
    return present({
      operation: SOCKET_OPERATIONS[sockets.operation[0] ?? 0] ?? 'close',
      isOriented: sockets.isOriented[0] === 1,
      protocol: this.#text(sockets.protocol[0]) ?? '',
      local: this.#end(sockets.localIp[0], sockets.localPort[0]),
      remote: this.#end(sockets.remoteIp[0], sockets.remotePort[0]),
      cookie: sockets.hasCookie[0] === 1 ? String(cookie) : undefined,
      remoteNames: names === undefined ? undefined : textsIn(names),
      remotePod: sockets.remotePod[0] === 0 ? undefined : this.#pods[sockets.remotePod[0] ?? 0],
      bytesSent: told(sockets.bytesSent[0]),
      bytesReceived: told(sockets.bytesReceived[0]),
    });
  }

  #dns(dns: EventColumns['dns']) {
    return present({
      isResponse: dns.isResponse[0] === 1,
      names: textsIn(this.#text(dns.names[0]) ?? '[]'),
      types: textsIn(this.#text(dns.types[0]) ?? '[]'),
      rcode: this.#text(dns.rcode[0]),
      ips: textsIn(this.#text(dns.ips[0]) ?? '[]'),
      server: this.#end(dns.serverIp[0], dns.serverPort[0]),
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

/** The record that the full parser makes of a line, as far as columns could say it. */
export function parsedRecord(line: Buffer): Omit<EventRecord, 'warnings'> | undefined {
  const reading = tetragon.reader({ defaultNode: 'file-name' }).read(line);
  if (reading.kind !== 'record') return undefined;
  const { warnings, exit, ...record } = reading.record;
  if (warnings.length > 0) throw new Error(`a line with warnings is none for columns: ${warnings.join(', ')}`);
  // Where an end has no time of its own, the event's is meant; columns say so at once.
  const ended = exit === undefined ? {} : { exit: { ...exit, ...((exit.time ?? record.time) && { time: exit.time ?? record.time }) } };
  return { ...record, ...ended };
}
