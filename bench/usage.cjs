// Loaded into a measured program before its own code: when it ends, it says how much processor time the whole process took, and the most memory
// that it ever held. Asking from outside would miss what comes after the last look.
const { isMainThread } = require('node:worker_threads');
const { readFileSync, writeFileSync } = require('node:fs');

const file = process.env.WORKBENCH_BENCH_USAGE;
if (isMainThread && file !== undefined) {
  // Programs that this one starts are not measured.
  delete process.env.WORKBENCH_BENCH_USAGE;
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeFileSync(file, JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakBytes: highWaterMark() ?? maxRSS * 1024 }));
  });
}

/** What the kernel counted for all threads together, on Linux. */
function highWaterMark() {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
