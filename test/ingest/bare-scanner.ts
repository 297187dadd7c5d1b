import { newScanner, type ScannerExports } from '../../src/ingest/formats/tetragon/scanner.js';

/** A scanner that met nothing and may ask for nothing. */
export function bareScanner(): ScannerExports {
  const refuse = (): never => {
    throw new Error('the scanner asks for something, which it must not');
  };
  return newScanner({
    make: refuse,
    minuteUs: refuse,
    learn: refuse,
    tell: refuse,
    wellKnown: refuse,
    operationOf: refuse,
    isUnspecified: refuse,
    lineHash: refuse,
  });
}

/** Puts bytes where a scanner reads what stands alone, and others behind them. */
export function show(scanner: ScannerExports, bytes: Uint8Array, behind: Uint8Array = Buffer.alloc(0)): void {
  const single = Buffer.from(scanner.memory.buffer, scanner.singleAt(), scanner.windowBytes());
  single.set(bytes);
  single.set(behind, bytes.length);
}
