import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const USAGE = fileURLToPath(new URL('usage.cjs', import.meta.url));

/**
 * Runs a program to its end: wall seconds from start to exit, and for a program of Node its processor seconds and the most memory that was
 * resident, of all its threads. Rejects when it does not exit with one of the codes that are fine. `isCounted: false` leaves the program
 * as it is, for starts that take no longer than the counting would.
 */
export function runProgram(command, args, { cwd = process.cwd(), env = {}, fine = [0], isCounted = command === process.execPath } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-usage-'));
  const file = join(folder, 'usage.json');
  const counting = isCounted ? { NODE_OPTIONS: `--require=${USAGE}`, WORKBENCH_BENCH_USAGE: file } : {};
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(command, args, { cwd, env: { ...process.env, ...counting, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => {
      if (stdout.length < 1_000_000) stdout += data;
    });
    child.stderr.on('data', (data) => {
      stderr = `${stderr}${data}`.slice(-4000);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = (performance.now() - begun) / 1000;
      if (fine.includes(code)) resolve({ seconds, ...usageIn(file), stdout });
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stderr}`));
    });
  }).finally(() => rmSync(folder, { recursive: true, force: true }));
}

/** Nothing for a program that was not counted, or was killed. */
function usageIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** The middle one; of an even number the mean of the middle two. */
export function median(numbers) {
  return percentile(numbers, 0.5);
}

/** The value that this share of the numbers does not exceed, between two of them where it falls between. */
export function percentile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  return below + (above - below) * (at - Math.floor(at));
}

/** Runs each of several sides once, in turn, this many times: what disturbs the machine disturbs all of them. Gives each side's runs. */
export async function inTurn(sides, runs) {
  const results = sides.map(() => []);
  for (let run = 0; run < runs; run++) {
    for (const [at, side] of sides.entries()) results[at].push(await side());
  }
  return results;
}

/** Medians of the seconds of several runs, and the most memory that any of them took. */
export function summary(runs) {
  const known = (field) => runs.flatMap((run) => (run[field] === undefined ? [] : [run[field]]));
  const [cpu, peaks] = [known('cpuSeconds'), known('peakBytes')];
  return {
    seconds: median(runs.map(({ seconds }) => seconds)),
    ...(cpu.length === 0 ? {} : { cpuSeconds: median(cpu) }),
    ...(peaks.length === 0 ? {} : { peakBytes: Math.max(...peaks) }),
  };
}

/** The sum of what several programs took that ran one after the other; memory is that of the largest. */
export function together(runs) {
  const sum = (field) => runs.reduce((total, run) => total + (run[field] ?? Number.NaN), 0);
  return {
    seconds: sum('seconds'),
    cpuSeconds: sum('cpuSeconds'),
    peakBytes: Math.max(...runs.map(({ peakBytes }) => peakBytes ?? Number.NaN)),
  };
}
