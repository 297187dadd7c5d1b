import { SCANNER_BYTES } from './scanner-bytes.js';

/** What the scanner asks of the program around it, when something is met that it does not know. Places are those of its memory. */
export interface ScannerHost {
  make(maker: number, from: number, length: number): number;
  minuteUs(from: number): number;
  learn(from: number, lineEnd: number): number;
  tell(learned: number): number;
  wellKnown(text: number): number;
  operationOf(name: number): number;
  isUnspecified(address: number): number;
  lineHash(from: number, length: number): number;
}

/** What the scanner gives. *Source:* `assembly/index.ts`, where each is explained. */
export interface ScannerExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  windowAt(): number;
  windowBytes(): number;
  singleAt(): number;
  setLineHash(isSeeded: boolean, seed: bigint): void;
  forget(textSeed: bigint, blockSeed: bigint): void;
  readLines(from: number, to: number, firstLine: number, byteOffset: number): number;
  stoppedAt(): number;
  hasRefused(): number;
  readSingle(length: number): number;
  place(line: number, byteOffset: number, byteLength: number, hash: number): void;
  countEvent(): void;
  beginCount(): void;
  countsAt(): number;
  firstObservedUs(): number;
  lastObservedUs(): number;
  columnsAt(): number;
  columnTotal(): number;
  mostRows(): number;
  rowsOf(group: number): number;
  backTo(events: number, ancestors: number, exits: number, sockets: number, messages: number): void;
  readObject(shape: number, from: number, lineEnd: number): number;
  turnOfObject(): number;
  turnsAt(): number;
  valuesAt(): number;
  restsAt(): number;
  learned(countFrom: number, countTo: number, blockEnd: number): void;
  newShape(): number;
  keyOf(length: number): number;
  addField(shape: number, keyLength: number, kind: number, slot: number, maker: number, innerShape: number): void;
  addKind(key: number, shape: number, telling: number, operation: number, isExec: boolean): void;
  nameKeys(process: number, parent: number, ancestors: number, envelope: number): void;
  nameOperations(accept: number, listen: number, send: number, attempt: number): void;
  share(): number;
  textCount(): number;
  skipSingle(length: number): number;
  hashSingle(length: number, seed: bigint): bigint;
}

/** The part of it that is needed here: Node's types leave it out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: Readonly<Record<string, object>>) => { readonly exports: ScannerExports };
};

let compiled: object | undefined;

/** A scanner with memory of its own, some 15 MB of which it only touches what it needs. Its memory never moves. */
export function newScanner(host: ScannerHost): ScannerExports {
  compiled ??= new WebAssembly.Module(Buffer.from(SCANNER_BYTES, 'base64'));
  return new WebAssembly.Instance(compiled, { host: { ...host } }).exports;
}
