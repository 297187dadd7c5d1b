/** Something that the mouse did, in columns and rows of the screen from 0. */
export interface Pointer {
  readonly kind: 'click' | 'double-click' | 'wheel-up' | 'wheel-down';
  readonly column: number;
  readonly row: number;
}

/** A report of the mouse without the escape before it. *Source:* xterm's control sequences, "Extended coordinates" (SGR, mode 1006). */
const REPORT = /^\[<(\d+);(\d+);(\d+)([Mm])$/;
const WHEEL_UP = 64;
const WHEEL_DOWN = 65;
const DOUBLE_CLICK_MS = 400;

/** Whether input is a report of the mouse, of whatever it did. */
export function isPointerReport(input: string): boolean {
  return REPORT.test(input);
}

/** Reads reports of the mouse: presses of the left button and the wheel. Two presses of one place within a moment are a double click. */
export function pointerReader(nowMs: () => number): (input: string) => Pointer | undefined {
  let last = { row: -1, column: -1, atMs: Number.NEGATIVE_INFINITY };
  return (input) => {
    const [, button = '', x = '', y = '', action] = REPORT.exec(input) ?? [];
    const at = { column: Number(x) - 1, row: Number(y) - 1 };
    if (Number(button) === WHEEL_UP) return { kind: 'wheel-up', ...at };
    if (Number(button) === WHEEL_DOWN) return { kind: 'wheel-down', ...at };
    if (button !== '0' || action !== 'M') return undefined;
    const atMs = nowMs();
    const isDouble = last.row === at.row && last.column === at.column && atMs - last.atMs <= DOUBLE_CLICK_MS;
    // A third press begins anew.
    last = isDouble ? { row: -1, column: -1, atMs } : { ...at, atMs };
    return { kind: isDouble ? 'double-click' : 'click', ...at };
  };
}
