import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Often enough for a peak that lasts; the kernel's own high-water mark covers the rest. */
const LOOK_EVERY_MS = 20;

/**
 * Runs a program to its end: wall seconds from start to exit, processor seconds, and the most memory that was resident (Linux tells it;
 * elsewhere it is absent). Rejects when it does not exit with one of the codes that are fine.
 */
export function runProgram(command, args, { cwd = process.cwd(), env = {}, fine = [0] } = {}) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let peakBytes;
    let stdout = '';
    let stderr = '';
    const timer = setInterval(() => {
      peakBytes = highWaterMark(child.pid) ?? peakBytes;
    }, LOOK_EVERY_MS);
    child.stdout.on('data', (data) => {
      if (stdout.length < 1_000_000) stdout += data;
    });
    child.stderr.on('data', (data) => {
      stderr = `${stderr}${data}`.slice(-4000);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      const seconds = (performance.now() - begun) / 1000;
      if (fine.includes(code)) resolve({ seconds, peakBytes, stdout });
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stderr}`));
    });
  });
}

function highWaterMark(pid) {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
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
