import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Unmeasured } from './unmeasured.mjs';

const SIZE = { cols: 120, rows: 40 };
/** The program is at rest when it neither wrote anything nor worked for this long. */
const REST_MS = 40;
const PATIENCE_MS = 120_000;
/** End of a frame: the program shows what it drew at once. */
const FRAME_END = '\u001b[?2026l';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function pseudoTerminals() {
  try {
    return await import('node-pty');
  } catch (error) {
    throw new Unmeasured(`node-pty can't be loaded: ${error.message.split('\n')[0]}`);
  }
}

/** Opens the program on a pseudo-terminal, with a home of its own. */
export async function timedTerminal(program, words) {
  const { spawn } = await pseudoTerminals();
  return new TimedTerminal(spawn, [program, ...words]);
}

/** A program on a pseudo-terminal, timed from the byte that goes in to the bytes that come out. */
class TimedTerminal {
  #pty;
  #home = mkdtempSync(join(tmpdir(), 'workbench-home-'));
  #begunMs = performance.now();
  #written = '';
  #frames = [];
  #lastMs = 0;

  constructor(spawn, words) {
    const { CI: _, ...inherited } = process.env;
    const home = { HOME: this.#home, XDG_STATE_HOME: this.#home, XDG_CONFIG_HOME: this.#home, XDG_DATA_HOME: this.#home };
    this.#pty = spawn(process.execPath, words, { ...SIZE, env: { ...inherited, ...home, TERM: 'xterm-256color' } });
    this.#pty.onData((data) => {
      this.#lastMs = performance.now();
      this.#written = `${this.#written}${data}`.slice(-40_000);
      if (data.includes(FRAME_END)) this.#frames.push({ ms: this.#lastMs, text: this.#written });
    });
  }

  /** Milliseconds from the start to the first frame that holds this text; any frame, when there is none. */
  async firstFrame(text = '') {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const frame = this.#frames.find((one) => one.text.includes(text));
      if (frame !== undefined) return frame.ms - this.#begunMs;
      if (performance.now() > until) throw new Error(`no frame came:\n${this.#written.slice(-2000)}`);
      await pause(1);
    }
  }

  /**
   * Milliseconds from the key to its first frame and to the last byte that it caused, and of the processor's time in between, of the thread
   * that draws and of all (absent where nobody counts it); `undefined` when nothing changed on the screen.
   */
  async press(bytes) {
    this.#frames.length = 0;
    const [workedNs, allNs] = [this.#workedNs(), this.#allWorkedNs()];
    const begun = performance.now();
    this.#lastMs = begun;
    this.#pty.write(bytes);
    await this.rest();
    // On a busy machine the key itself may be late.
    for (let patience = 0; patience < 3 && this.#lastMs === begun; patience++) await this.rest();
    if (this.#lastMs === begun) return undefined;
    const cpuMs = (this.#workedNs() - workedNs) / 1e6;
    const workMs = (this.#allWorkedNs() - allNs) / 1e6;
    return {
      firstMs: (this.#frames[0]?.ms ?? this.#lastMs) - begun,
      lastMs: this.#lastMs - begun,
      ...(workedNs > 0 ? { cpuMs, workMs } : {}),
    };
  }

  /** Resolves once no thread of the program writes or works. */
  async rest() {
    const until = performance.now() + PATIENCE_MS;
    let worked = this.#allWorkedNs();
    let workedMs = performance.now();
    while (performance.now() < until && performance.now() - Math.max(workedMs, this.#lastMs) < REST_MS) {
      await pause(1);
      const now = this.#allWorkedNs();
      if (now - worked > IDLE_NS || this.#isWaitingToWork()) workedMs = performance.now();
      worked = now;
    }
  }

  /** Processor time of the thread that draws, as Linux counts it; elsewhere what was written has to do. */
  #workedNs() {
    return Number(this.#told(this.#pty.pid, 'schedstat').split(' ')[0]);
  }

  #allWorkedNs() {
    return this.#threads().reduce((total, thread) => total + Number(this.#told(thread, 'schedstat').split(' ')[0]), 0);
  }

  /** Whether a thread would work if the processor or the disk let it. */
  #isWaitingToWork() {
    return this.#threads().some((thread) => /^\d+ \(.*\) [RD] /.test(this.#told(thread, 'stat')));
  }

  #threads() {
    try {
      return readdirSync(`/proc/${this.#pty.pid}/task`);
    } catch {
      return [];
    }
  }

  #told(thread, what) {
    try {
      return readFileSync(`/proc/${this.#pty.pid}/task/${thread}/${what}`, 'utf8');
    } catch {
      return '0';
    }
  }

  async leave() {
    const ended = new Promise((resolve) => this.#pty.onExit(resolve));
    this.#pty.write('q');
    await Promise.race([ended, pause(3000)]);
    this.#pty.kill();
    rmSync(this.#home, { recursive: true, force: true });
  }
}

/** What a program that waits takes for waking up now and then, between two looks. */
const IDLE_NS = 300_000;
