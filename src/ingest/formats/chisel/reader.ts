import type { EventRecord, ProcessDescription } from '../../../model/record.js';
import type { IoFact } from '../../../model/usage.js';
import { type Outcome, placeOf, type SourceReader } from '../../format.js';
import type { Line } from '../../lines.js';
import { present } from '../json-value.js';
import { type CpuRow, type IoRow, type Payload, payloadIn } from './payload.js';

const KILOBYTE = 1024;
/** Processes remembered: those of rows of bytes name no program. */
const PROCESSES_KEPT = 10_000;

/** Reads payloads of the chisel: each is one record for every process that it tells of. */
export class ChiselReader implements SourceReader {
  readonly #node: string;
  readonly #processes = new Map<string, ProcessDescription>();

  constructor(node: string) {
    this.#node = node;
  }

  take(line: Line): readonly Outcome[] {
    const text = line.bytes.toString('utf8').trim();
    if (text === '') return [{ kind: 'ignored', reason: 'blank' }];
    const payload = parsed(text);
    if (typeof payload === 'string') return [{ kind: 'malformed', reason: payload, place: placeOf(line) }];
    const [first, ...others] = this.#records(payload);
    if (first === undefined) return [{ kind: 'ignored', reason: 'nothing-used' }];
    const place = placeOf(line);
    const warnings = payload.unread === 0 ? [] : [`${payload.unread} of its rows make no sense and were left out`];
    return [
      { kind: 'record', record: { ...first, warnings }, place },
      ...others.map((record): Outcome => ({ kind: 'derived', record, place })),
    ];
  }

  end(): readonly Outcome[] {
    return [];
  }

  #records(payload: Payload): readonly EventRecord[] {
    if (payload.kind === 'cpu') return grouped(payload.cpu).map((rows) => this.#cpuRecord(payload, rows));
    return grouped(payload.io).map((rows) => this.#ioRecord(payload, rows));
  }

  /** One row for each processor that it ran on, and for each size that it had. */
  #cpuRecord(payload: Payload, rows: readonly [CpuRow, ...CpuRow[]]): EventRecord {
    const cpuNs = rows.reduce((sum, { ns }) => sum + ns, 0);
    const virtualKb = rows.reduce((most, row) => Math.max(most, row.virtualKb ?? 0), 0);
    const usage = { cpuNs, ...(virtualKb === 0 ? {} : { virtualBytes: virtualKb * KILOBYTE }), io: [] };
    return this.#record(payload, this.#ofCpuRow(rows[0]), { usage });
  }

  #ioRecord(payload: Payload, rows: readonly [IoRow, ...IoRow[]]): EventRecord {
    const io = new Map<string, IoFact>();
    for (const row of rows) {
      if (row.name === '') continue;
      const known = io.get(row.name) ?? { target: targetOf(row.name), name: row.name, bytesIn: 0, bytesOut: 0, reads: 0, writes: 0 };
      const moved = row.isIn ? { bytesIn: known.bytesIn + row.bytes } : { bytesOut: known.bytesOut + row.bytes };
      io.set(row.name, { ...known, ...moved });
    }
    return this.#record(payload, this.#ofIoRow(rows[0]), { usage: { io: [...io.values()] } });
  }

  #record({ kind, at }: Payload, process: ProcessDescription, facts: Pick<EventRecord, 'usage'>): EventRecord {
    return { kind, time: at, node: this.#node, process, ancestors: [], count: 1, droppedEvents: 0, warnings: [], ...facts };
  }

  #ofCpuRow(row: CpuRow): ProcessDescription {
    const known = this.#processes.get(keyOf(row));
    if (known?.binary !== undefined) return known;
    const parent = row.parentPid === undefined ? undefined : this.#processes.get(`${row.container} ${row.parentPid}`);
    const binary = row.exe === '' ? row.name : row.exe;
    return this.#remember(row, {
      ...this.#plain(row),
      ...(binary === '' ? {} : { binary }),
      ...(row.args === '' ? {} : { arguments: row.args }),
      ...present('parentExecId', parent?.execId),
    });
  }

  #ofIoRow(row: IoRow): ProcessDescription {
    return this.#processes.get(keyOf(row)) ?? this.#remember(row, this.#plain(row));
  }

  /** It ran already when it was first told of, and nothing says since when. */
  #plain({ pid, containerPid, container }: CpuRow | IoRow): ProcessDescription {
    return {
      role: 'event',
      execId: `chisel:${this.#node}:${pid}:${container}`,
      node: this.#node,
      pid,
      flags: 'procFS',
      docker: container,
      ...present('containerPid', containerPid),
    };
  }

  #remember(row: CpuRow | IoRow, process: ProcessDescription): ProcessDescription {
    if (this.#processes.size >= PROCESSES_KEPT) this.#processes.clear();
    this.#processes.set(keyOf(row), process);
    return process;
  }
}

function parsed(text: string): Payload | string {
  try {
    return payloadIn(text);
  } catch (error) {
    return error instanceof SyntaxError ? 'not valid JSON' : String(error);
  }
}

function keyOf({ container, pid }: CpuRow | IoRow): string {
  return `${container} ${pid}`;
}

/** Rows by process, in the order in which the processes are first told of. */
function grouped<Row extends CpuRow | IoRow>(rows: readonly Row[]): readonly (readonly [Row, ...Row[]])[] {
  const groups = new Map<string, [Row, ...Row[]]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

/** Sockets are named by their ends, unix sockets and pipes by what the kernel calls them. */
function targetOf(name: string): IoFact['target'] {
  if (name.includes('->')) return /^[\d.:a-fA-F]+:\d+->/.test(name) ? 'network' : 'ipc';
  return /^(?:pipe|socket|anon_inode):/.test(name) ? 'ipc' : 'file';
}
