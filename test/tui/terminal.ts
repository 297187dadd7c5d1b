import { createRequire } from 'node:module';
import { spawn } from 'node-pty';
import { ESCAPE } from './play.js';

// The package is CommonJS without named exports that Node could see.
const { Terminal: Emulator }: typeof import('@xterm/headless') = createRequire(import.meta.url)('@xterm/headless');

/** A program on a pseudo-terminal, seen through a terminal emulator. */
export interface Terminal {
  /** The screen's lines, without spaces at their ends and without empty lines at its own. */
  screen(): string;
  /** Resolves with the screen once it holds all these texts. Fails with what was there instead. */
  shows(...texts: readonly string[]): Promise<string>;
  /** Resolves once the screen holds none of these texts. */
  hides(...texts: readonly string[]): Promise<string>;
  /** Sends bytes as a keyboard would. */
  press(bytes: string): void;
  resize(columns: number, rows: number): void;
  /** Sends a signal to the program. */
  signal(name: string): void;
  /** What the program left the terminal's modes at. */
  modes(): TerminalState;
  /** Everything that was written, control sequences included. */
  written(): string;
  /** Resolves when the program has ended and all that it wrote was drawn. */
  ended(): Promise<{ readonly exitCode: number; readonly signal: number }>;
  close(): void;
}

/** Modes that must be as they were when a program ends. */
export interface TerminalState {
  readonly buffer: 'normal' | 'alternate';
  readonly isCursorShown: boolean;
  readonly isPasteBracketed: boolean;
  readonly doesWrap: boolean;
}

/** Longer than anything here takes on a slow machine: a test that waits this long has failed. */
const PATIENCE_MS = 15_000;

/** Starts a program on a terminal of this size, in a folder. */
export function openTerminal(command: string, args: readonly string[], columns: number, rows: number, cwd = process.cwd()): Terminal {
  const { CI: _, ...env } = process.env;
  const pty = spawn(command, [...args], { cols: columns, rows, cwd, env: { ...env, TERM: 'xterm-256color', TZ: 'UTC', PS1: 'shell> ' } });
  const emulator = new Emulator({ cols: columns, rows, allowProposedApi: true });
  const watchers = new Set<() => void>();
  let written = '';
  let pending = 0;
  let end: { readonly exitCode: number; readonly signal: number } | undefined;
  const look = (): void => {
    // Half a frame is nothing that anybody sees.
    if (emulator.modes.synchronizedOutputMode) return;
    for (const watcher of [...watchers]) watcher();
  };
  pty.onData((data) => {
    written += data;
    pending++;
    emulator.write(data, () => {
      pending--;
      look();
    });
  });
  pty.onExit(({ exitCode, signal }) => {
    end = { exitCode, signal: signal ?? 0 };
    look();
  });

  const screen = (): string => {
    const { active } = emulator.buffer;
    const lines = Array.from(
      { length: emulator.rows },
      (_, row) =>
        active
          .getLine(active.viewportY + row)
          ?.translateToString(true)
          .trimEnd() ?? '',
    );
    return lines.join('\n').trimEnd();
  };
  const when = <Result>(what: string, found: () => Result | undefined): Promise<Result> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const result = found();
        if (result === undefined) return;
        watchers.delete(check);
        clearTimeout(timer);
        resolve(result);
      };
      const timer = setTimeout(() => {
        watchers.delete(check);
        reject(new Error(`${what} did not come; the screen is:\n${screen()}`));
      }, PATIENCE_MS);
      watchers.add(check);
      check();
    });

  return {
    screen,
    shows: (...texts) => when(JSON.stringify(texts), () => (texts.every((text) => screen().includes(text)) ? screen() : undefined)),
    hides: (...texts) =>
      when(`the end of ${JSON.stringify(texts)}`, () => (texts.some((text) => screen().includes(text)) ? undefined : screen())),
    press: (bytes) => pty.write(bytes),
    resize: (newColumns, newRows) => {
      emulator.resize(newColumns, newRows);
      pty.resize(newColumns, newRows);
    },
    signal: (name) => pty.kill(name),
    modes: () => ({
      buffer: emulator.buffer.active.type,
      isCursorShown: written.lastIndexOf(`${ESCAPE}[?25h`) >= written.lastIndexOf(`${ESCAPE}[?25l`),
      isPasteBracketed: emulator.modes.bracketedPasteMode,
      doesWrap: emulator.modes.wraparoundMode,
    }),
    written: () => written,
    ended: () => when('the end', () => (pending === 0 ? end : undefined)),
    close: () => {
      pty.kill('SIGKILL');
      emulator.dispose();
    },
  };
}

/** A terminal as a shell would have it. */
export const RESTORED: TerminalState = { buffer: 'normal', isCursorShown: true, isPasteBracketed: false, doesWrap: true };
