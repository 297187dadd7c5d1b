import type { Outcome, SourceReader } from '../../../src/ingest/format.js';
import { auditd } from '../../../src/ingest/formats/auditd.js';
import type { EventRecord } from '../../../src/model/record.js';

/** A reader that is given lines as text. */
export class TextReader {
  readonly #reader: SourceReader = auditd.sourceReader({ defaultNode: 'host' });
  #lines = 0;
  #offset = 0;

  take(...lines: readonly string[]): readonly Outcome[] {
    return lines.flatMap((text) => this.#take(text, true));
  }

  /** A last line without its feed. */
  takeCut(text: string): readonly Outcome[] {
    return this.#take(text, false);
  }

  #take(text: string, isTerminated: boolean): readonly Outcome[] {
    const bytes = Buffer.from(text);
    const byteOffset = this.#offset;
    this.#lines += 1;
    this.#offset += bytes.length + Number(isTerminated);
    return this.#reader.take({ number: this.#lines, byteOffset, byteLength: bytes.length, bytes, isTooLong: false, isTerminated });
  }

  end(): readonly Outcome[] {
    return this.#reader.end();
  }
}

/** What these lines say, read to the end. */
export function recordsOf(lines: readonly string[]): readonly EventRecord[] {
  const reader = new TextReader();
  return recordsIn([...reader.take(...lines), ...reader.end()]);
}

/** The records among outcomes. */
export function recordsIn(outcomes: readonly Outcome[]): readonly EventRecord[] {
  return outcomes.flatMap((outcome) => ('record' in outcome ? [outcome.record] : []));
}

/** A system call of pid 42, child of 41, unless said otherwise. `more` are fields of the record. */
export interface Call {
  readonly serial: number;
  readonly name: string;
  readonly pid?: number;
  readonly ppid?: number;
  readonly exe?: string;
  readonly exit?: number | string;
  readonly success?: 'yes' | 'no';
  readonly ses?: number;
  readonly more?: string;
}

/** Time and serial of an event: one second a serial. */
export function stamp(serial: number): string {
  return `msg=audit(${1_767_225_600 + serial}.250:${serial})`;
}

/** The SYSCALL record of a call. */
export function call({
  serial,
  name,
  pid = 42,
  ppid = 41,
  exe = '/usr/bin/sh',
  exit = 0,
  success = 'yes',
  ses = 3,
  more = '',
}: Call): string {
  return `type=SYSCALL ${stamp(serial)}: arch=c000003e syscall=0 success=${success} exit=${exit} ${more} ppid=${ppid} pid=${pid} auid=1000 uid=0 ses=${ses} comm="x" exe="${exe}"\u001dARCH=x86_64 SYSCALL=${name} AUID="kim" UID="root"`;
}

/** The records of an exec that worked. */
export function exec(call_: Omit<Call, 'name'> & { readonly words?: readonly string[] }): readonly string[] {
  const { words = ['sh'], ...rest } = call_;
  const exe = call_.exe ?? '/usr/bin/sh';
  return [
    call({ ...rest, name: 'execve' }),
    `type=EXECVE ${stamp(call_.serial)}: argc=${words.length} ${words.map((word, at) => `a${at}="${word}"`).join(' ')}`,
    `type=CWD ${stamp(call_.serial)}: cwd="/srv"`,
    `type=PATH ${stamp(call_.serial)}: item=0 name="${exe}" nametype=NORMAL`,
    `type=PROCTITLE ${stamp(call_.serial)}: proctitle="${words[0]}"`,
  ];
}
