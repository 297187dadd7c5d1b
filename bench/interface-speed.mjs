import { spawn } from 'node-pty';
import { median, percentile, runProgram } from './measure.mjs';

const SIZE = { cols: 120, rows: 40 };
/** The terminal is quiet when nothing came for this long: longer than a frame takes, shorter than anybody types. */
const QUIET_MS = 40;
const FIRST_FRAME_PATIENCE_MS = 60_000;
/** End of a frame: the program shows what it drew at once. */
const FRAME_END = '\u001b[?2026l';

/** A program on a pseudo-terminal, timed from the byte that goes in to the last that comes out. */
class TimedTerminal {
  #pty;
  #lastMs = 0;
  #written = '';
  #begunMs = performance.now();
  #firstFrameMs;

  constructor(program, words, env = {}) {
    const { CI: _, ...inherited } = process.env;
    this.#pty = spawn(process.execPath, [program, ...words], { ...SIZE, env: { ...inherited, TERM: 'xterm-256color', ...env } });
    this.#pty.onData((data) => {
      this.#lastMs = performance.now();
      this.#written = `${this.#written}${data}`.slice(-20_000);
      if (this.#firstFrameMs === undefined && data.includes(FRAME_END)) this.#firstFrameMs = this.#lastMs - this.#begunMs;
    });
  }

  async firstFrame() {
    const until = performance.now() + FIRST_FRAME_PATIENCE_MS;
    while (this.#firstFrameMs === undefined && performance.now() < until) await pause(1);
    if (this.#firstFrameMs === undefined) throw new Error(`no frame was drawn:\n${this.#written.slice(-2000)}`);
    return this.#firstFrameMs;
  }

  /** Milliseconds from the key to the last byte it caused; nothing for a key that changed nothing on the screen. */
  async press(bytes) {
    const begun = performance.now();
    this.#lastMs = begun;
    this.#pty.write(bytes);
    do await pause(1);
    while (performance.now() - this.#lastMs < QUIET_MS);
    return this.#lastMs === begun ? [] : [this.#lastMs - begun];
  }

  async quiet() {
    do await pause(5);
    while (performance.now() - this.#lastMs < QUIET_MS * 5);
  }

  async leave() {
    const ended = new Promise((resolve) => this.#pty.onExit(resolve));
    this.#pty.write('q');
    await Promise.race([ended, pause(3000)]);
    this.#pty.kill();
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** First frame of a big case, every kind of key in its tree with everything open, search and filter while typing. */
export async function interfaceSpeed({ workshop, program, runs, events }) {
  const target = workshop.newCase('interface');
  const file = await workshop.events(events);
  await runProgram(process.execPath, [program, 'import', file, '--case', target, '--quiet']);
  const frames = [];
  for (let run = 0; run < runs; run++) {
    const terminal = new TimedTerminal(program, ['open', '--case', target]);
    frames.push(await terminal.firstFrame());
    await terminal.leave();
  }
  const terminal = new TimedTerminal(program, ['open', '--case', target]);
  await terminal.firstFrame();
  await terminal.quiet();
  const [openingMs = 0] = await terminal.press('+');
  await terminal.quiet();
  const keys = [];
  for (let round = 0; round < 20; round++) {
    for (const key of ['j', 'j', 'k', '\u001b[6~', '\u001b[6~', '\u001b[5~', 'G', 'g', '\t']) keys.push(...(await terminal.press(key)));
  }
  const typing = [];
  await terminal.press('/');
  for (const letter of 'curl') typing.push(...(await terminal.press(letter)));
  await terminal.press('\u001b');
  await terminal.press('f');
  for (const letter of 'external') typing.push(...(await terminal.press(letter)));
  await terminal.press('\u001b');
  await terminal.leave();
  return {
    events,
    firstFrameMs: median(frames),
    openingMs,
    keyMedianMs: median(keys),
    key99Ms: percentile(keys, 0.99),
    typingMedianMs: median(typing),
    typingMostMs: Math.max(...typing),
  };
}

/** Time to the first frame while a big file is still read. */
export async function firstFrameWhileImporting({ workshop, program, runs, events }) {
  const file = await workshop.events(events);
  const frames = [];
  for (let run = 0; run < runs; run++) {
    const target = workshop.newCase('opening');
    const terminal = new TimedTerminal(program, ['open', file, '--case', target]);
    frames.push(await terminal.firstFrame());
    await terminal.leave();
  }
  return { events, firstFrameMs: median(frames) };
}
