import type { EventRecord } from '../../../model/record.js';
import type { Instant } from '../../../model/time.js';
import { type LinesSeen, type Outcome, placeOf, placeWithin, type RecordPlace, type SourceReader } from '../../format.js';
import { ChunkLine, type Line, type Position } from '../../lines.js';
import { AlikeOutcomes } from './alike-outcomes.js';
import { argumentWords } from './argument-words.js';
import { isBlank, unframed } from './array-framing.js';
import { type Capture, FAILED, type Told } from './call.js';
import { CALLS, type CallKind } from './calls.js';
import { Connections } from './connections.js';
import { Containers } from './containers.js';
import { CpuTime } from './cpu-time.js';
import { FlatLine } from './flat-line.js';
import { FlatRow } from './flat-row.js';
import { LastPlace } from './last-place.js';
import { describedContainer } from './process-calls.js';
import { ProcessTable } from './process-table.js';
import { type FieldName, type ParsedRow, type Row, rowsIn } from './row.js';
import { UsageSeconds } from './usage-seconds.js';
import { WorkedOut } from './worked-out.js';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const COMMA = 0x2c;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;
const OTHER_CALL: readonly Outcome[] = [{ kind: 'ignored', reason: 'other-call' }];
const FAILED_CALL: readonly Outcome[] = [FAILED];
const FRAMING: readonly Outcome[] = [{ kind: 'ignored', reason: 'framing' }];
const BLANK: readonly Outcome[] = [{ kind: 'ignored', reason: 'blank' }];
const UNFINISHED_CALLS = 65_536;

/** A type of events, with what becomes of those that are told by others' records. */
interface EventType {
  readonly name: string;
  /** Undefined for what tells of a container. */
  readonly call: CallKind | undefined;
  readonly part: readonly Outcome[];
}

const TYPES = new Map([...CALLS, ['container', undefined] as const].map(([name, call]) => [name, eventType(name, call)]));

function eventType(name: string, call: CallKind | undefined): EventType {
  return { name, call, part: [{ kind: 'part', of: name }] };
}

/** Reads a sysdig capture printed as JSON: one event a line, or an array of them. */
export class SysdigReader implements SourceReader {
  readonly #capture: Capture;
  readonly #flatLine = new FlatLine();
  readonly #flatRow = new FlatRow(this.#flatLine);
  /** Display strings of calls that have not returned, by thread. */
  readonly #entered = new Map<number, { readonly type: string; readonly info: string }>();
  readonly #lastPlace = new LastPlace();
  readonly #alike = new AlikeOutcomes();
  #lastTime: Instant | undefined;

  constructor(node: string) {
    const containers = new Containers();
    const processes = new ProcessTable(node, containers);
    const usage = new UsageSeconds();
    this.#capture = {
      node,
      processes,
      containers,
      usage,
      connections: new Connections(containers),
      cpu: new CpuTime(usage),
      words: new WorkedOut(argumentWords),
    };
  }

  take(line: Line): readonly Outcome[] {
    const { chunk, start, end } = line.within ?? { chunk: line.bytes, start: 0, end: line.bytes.length };
    if (chunk[start] === BRACE_OPEN && chunk[end - 1] === BRACE_CLOSE) return this.#event(chunk, start, end, line);
    const bytes = unframed(line.bytes);
    if (bytes.length === 0) return isBlank(line.bytes) ? BLANK : FRAMING;
    return this.#event(bytes, 0, bytes.length, line);
  }

  end(): readonly Outcome[] {
    const { place } = this.#lastPlace;
    if (place === undefined) return [];
    const { usage, connections } = this.#capture;
    return [...usage.flush(), ...connections.outstanding(this.#lastTime)].map((record) => ({ kind: 'derived', record, place }));
  }

  takeLines(chunk: Buffer, from: number, first: Position): LinesSeen {
    const outcomes: Outcome[] = [];
    let at = from;
    let lines = 0;
    for (let feed = this.#flatLineEnd(chunk, at); feed >= 0; feed = this.#flatLineEnd(chunk, at)) {
      const line = new ChunkLine(first.lines + lines + 1, first.byteOffset + at - from, chunk, at, feed);
      const told = this.#read(this.#flatRow, line);
      if (!this.#alike.add(told)) outcomes.push(...told);
      lines += 1;
      at = feed + 1;
    }
    return { lines, end: at, outcomes: [...outcomes, ...this.#alike.take()] };
  }

  /** Where the line feed is of a line that is read in place, and taken; -1 for another. */
  #flatLineEnd(chunk: Buffer, start: number): number {
    let at = this.#flatLine.takeFirst(chunk, start, chunk.length);
    if (at < 0) return -1;
    if (chunk[at] === COMMA) at++;
    if (chunk[at] === CARRIAGE_RETURN) at++;
    return chunk[at] === LINE_FEED ? at : -1;
  }

  #event(chunk: Buffer, start: number, end: number, line: Line): readonly Outcome[] {
    if (this.#flatLine.take(chunk, start, end)) return this.#read(this.#flatRow, line);
    const rows = parsed(chunk.toString('utf8', start, end));
    if (typeof rows === 'string') return [{ kind: 'malformed', reason: rows, place: placeOf(line) }];
    const [only] = rows;
    if (rows.length !== 1 || only === undefined) return rows.flatMap((row) => this.#read(row, line));
    this.#flatLine.learn(only.keys, start);
    return this.#read(only, line);
  }

  #read(row: Row, line: Line): readonly Outcome[] {
    const name = row.text('evt.type');
    if (name === undefined) return [{ kind: 'malformed', reason: 'JSON without a sysdig event in it: no evt.type', place: placeOf(line) }];
    const type = TYPES.get(name);
    if (this.#capture.cpu.isCounting && name !== 'switch') this.#seeRunning(row);
    if (type === undefined) return OTHER_CALL;
    if (type.call === undefined) return this.#container(type, row);
    if (type.call.isWhole || row.raw('evt.dir') !== '>') return this.#readCall(type, type.call, row, line);
    if (type.call.needsEnter) this.#enter(name, row);
    return type.part;
  }

  #seeRunning(row: Row): void {
    const cpu = row.integer('evt.cpu');
    const tid = row.positive('thread.tid');
    if (cpu === undefined || tid === undefined || this.#capture.cpu.isRunning(cpu, tid)) return;
    const at = timeOf(row);
    if (at !== undefined) this.#capture.cpu.saw({ cpu, tid, at });
  }

  #container(type: EventType, row: Row): readonly Outcome[] {
    describedContainer({ info: infoOf(row), capture: this.#capture });
    return type.part;
  }

  #enter(type: string, row: Row): void {
    const tid = row.positive('thread.tid');
    if (tid === undefined) return;
    if (this.#entered.size >= UNFINISHED_CALLS) this.#entered.clear();
    this.#entered.set(tid, { type, info: infoOf(row) });
  }

  #readCall(type: EventType, { read, needsEnter }: CallKind, row: Row, line: Line): readonly Outcome[] {
    const at = timeOf(row);
    const ended = this.#capture.usage.advance(at);
    this.#lastTime = at;
    const enter = needsEnter ? this.#enterOf(type.name, row) : undefined;
    return this.#outcomes(type, read({ type: type.name, row, info: infoOf(row), enter, at, capture: this.#capture }), ended, line);
  }

  #enterOf(type: string, row: Row): string | undefined {
    const tid = row.positive('thread.tid');
    const entered = tid === undefined ? undefined : this.#entered.get(tid);
    if (tid === undefined || entered === undefined) return undefined;
    this.#entered.delete(tid);
    return entered.type === type ? entered.info : undefined;
  }

  #outcomes(type: EventType, told: Told, ended: readonly EventRecord[], line: Line): readonly Outcome[] {
    const also = told.kind === 'ignored' ? undefined : told.also;
    const isAlone = ended.length === 0 && (also === undefined || also.length === 0);
    if (told.kind === 'part' && isAlone) {
      if (!this.#lastPlace.isKnown) this.#lastPlace.is(line);
      return type.part;
    }
    if (told.kind === 'ignored' && isAlone) return FAILED_CALL;
    this.#lastPlace.is(line);
    const place = placeWithin(line);
    const own: Outcome =
      told.kind === 'record'
        ? { kind: 'record', record: told.record, place }
        : told.kind === 'part'
          ? { kind: 'part', of: type.name }
          : told;
    return isAlone ? [own] : [...derived(ended, place), own, ...derived(also ?? [], place)];
  }
}

/** The events of a line, or what is wrong with it. */
function parsed(text: string): readonly ParsedRow[] | string {
  try {
    return rowsIn(text) ?? 'JSON, but not a sysdig event';
  } catch (error) {
    const reason = error instanceof Error && /end of|Unterminated/.test(error.message) ? ': the line ends inside it, as if cut off' : '';
    return `not valid JSON${reason}`;
  }
}

function derived(records: readonly EventRecord[], place: RecordPlace): readonly Outcome[] {
  return records.map((record) => ({ kind: 'derived', record, place }));
}

function infoOf(row: Row): string {
  return row.raw('evt.info') ?? row.raw('evt.args') ?? '';
}

const TIME_FIELDS: readonly FieldName[] = ['evt.outputtime', 'evt.rawtime', 'evt.time.iso8601', 'evt.time', 'evt.datetime'];

function timeOf(row: Row): Instant | undefined {
  for (const field of TIME_FIELDS) {
    const told = row.time(field);
    if (told !== undefined) return told;
  }
  return undefined;
}
