import { randomBytes } from 'node:crypto';
import { isUnspecified } from '../../../model/address.js';
import { type ProcessDescription, SOCKET_OPERATIONS } from '../../../model/record.js';
import { minuteMs } from '../../../model/time.js';
import type { MetThings } from '../../columns/met-things.js';
import type { LineHashing } from '../../format.js';
import * as slots from './assembly/slots.js';
import { defineShape, type Makers, written } from './define-shape.js';
import { ENVELOPE, EVENT_KINDS } from './event-fields.js';
import { hookTells } from './hooks.js';
import { parsedProcess } from './parsed-process.js';
import { ProcessShape } from './process-shape.js';
import type { ScannerExports, ScannerHost } from './scanner.js';
import { SlotValues } from './slot-values.js';

const KINDS = Object.entries(EVENT_KINDS);
const MINUTE_LENGTH = 16;
const SEED_BYTES = 8;
const FIXED_TEXTS: Readonly<Record<number, string>> = {
  [slots.NO_ANSWER]: '[]',
  [slots.NO_ERROR]: 'NOERROR',
  [slots.TCP]: 'tcp',
  [slots.UDP]: 'udp',
};

/** Answers the scanner of one reader, which asks for what it has not met: texts, processes, hooks. */
export class ScannerAnswers implements ScannerHost {
  readonly #met: MetThings;
  readonly #hashing: LineHashing;
  #scanner: ScannerExports | undefined;
  #memory: Buffer = Buffer.alloc(0);
  #makers: Makers = [];
  #process: ProcessShape | undefined;
  #processShape = 0;
  /** Processes that were read, until they are told, counted from 1. */
  #learned: (ProcessDescription | undefined)[] = [undefined];
  /** Of hooks by number of their name. */
  readonly #operations = new Map<number, number>();

  constructor(met: MetThings, hashing: LineHashing) {
    this.#met = met;
    this.#hashing = hashing;
  }

  /** How many processes were read since it began, told or not. */
  get learnedCount(): number {
    return this.#learned.length - 1;
  }

  /** Names to a scanner what it has to look for, which forgets all that it met before. */
  begin(scanner: ScannerExports): void {
    const makers: Makers = [];
    this.#scanner = scanner;
    this.#memory = Buffer.from(scanner.memory.buffer);
    this.#makers = makers;
    this.#learned = [undefined];
    this.#operations.clear();
    scanner.forget(randomBytes(SEED_BYTES).readBigUInt64LE(), randomBytes(SEED_BYTES).readBigUInt64LE());
    for (const [name, { tells, shape, operation }] of KINDS)
      scanner.addKind(keyOf(scanner, name), defineShape(scanner, shape, makers), tells, operation, name === 'process_exec');
    scanner.nameKeys(
      keyOf(scanner, 'process'),
      keyOf(scanner, 'parent'),
      keyOf(scanner, 'ancestors'),
      defineShape(scanner, ENVELOPE, makers),
    );
    this.#process = new ProcessShape(new SlotValues(scanner));
    this.#processShape = defineShape(scanner, this.#process.shape, makers);
  }

  readonly make = (maker: number, from: number, length: number): number => {
    const make = this.#makers[maker - 1];
    if (make === undefined) throw new Error(`the scanner names maker ${maker}, which there is not`);
    return make(this.#text(from, length), this.#met);
  };

  readonly minuteUs = (from: number): number => {
    const ms = minuteMs(this.#text(from, MINUTE_LENGTH));
    return ms === undefined ? Number.NaN : ms * 1000;
  };

  readonly learn = (from: number, lineEnd: number): number => {
    const scanner = this.#scanner;
    const end = scanner?.readObject(this.#processShape, from, lineEnd) ?? 0;
    const read = (end === 0 ? undefined : this.#process?.described(end)) ?? parsedProcess(this.#memory, from, lineEnd);
    if (read === undefined) return 0;
    const { description, end: blockEnd, countAt = blockEnd, countEnd = blockEnd } = read;
    scanner?.learned(countAt, countEnd, blockEnd);
    const ranBefore = description.flags?.split(' ').includes('procFS') === true;
    return (this.#learned.push(description) - 1) * 2 + Number(ranBefore);
  };

  readonly tell = (learned: number): number => {
    const process = this.#learned[learned];
    if (process === undefined) throw new Error(`the scanner names process ${learned}, which was not learned or is told already`);
    this.#learned[learned] = undefined;
    return this.#met.process(process);
  };

  readonly wellKnown = (text: number): number => {
    const known = FIXED_TEXTS[text] ?? KINDS[text - slots.FIRST_KIND]?.[0];
    if (known === undefined) throw new Error(`the scanner names text ${text}, which is not known`);
    return this.#met.text(known);
  };

  readonly operationOf = (hook: number): number => {
    const known = this.#operations.get(hook);
    if (known !== undefined) return known;
    const tells = hookTells(this.#met.textOf(hook));
    const operation =
      tells === 'file or descriptor'
        ? slots.LEFT_TO_THE_PARSER
        : tells === 'nothing'
          ? slots.HAS_NO_SOCKET
          : SOCKET_OPERATIONS.indexOf(tells);
    this.#operations.set(hook, operation);
    return operation;
  };

  readonly isUnspecified = (address: number): number => Number(isUnspecified(this.#met.textOf(address)));

  readonly lineHash = (from: number, length: number): number => this.#hashing.hashOf(this.#memory.subarray(from, from + length));

  /** What the scanner shows is printable ASCII. */
  #text(from: number, length: number): string {
    return this.#memory.toString('latin1', from, from + length);
  }
}

function keyOf(scanner: ScannerExports, key: string): number {
  return scanner.keyOf(written(scanner, key));
}
