import { createRequire } from 'node:module';

/** V8's own is 132 KiB, which makes it compile hundreds of functions for speed that have nearly done their work. */
const BUDGET_BYTES = 300_000;

/** The V8 of Node 20. Later ones have no such flag, complain of it on standard error, and a compiler in between that costs less. */
const OF_NODE_20 = '11.3.';

/**
 * Has V8 compile for speed only what runs for long, in all threads: for a program that does its work and ends. Compiling takes the second core, which reads and
 * judges. Where somebody types it would be slower to become fast. Nothing where V8 knows no such setting. *Source:* `interrupt_budget` of V8's
 * flag-definitions.h, "interrupt budget which should be used for the profiler counter": bytes of code that a function runs through before it is looked at.
 */
export function compileLess(): void {
  const flag = budgetFlag(process.versions.v8);
  if (flag === undefined) return;
  const { setFlagsFromString }: typeof import('node:v8') = createRequire(import.meta.url)('node:v8');
  setFlagsFromString(flag);
}

/** The flag for a version of V8; `undefined` for one that has none. */
export function budgetFlag(v8: string): string | undefined {
  return v8.startsWith(OF_NODE_20) ? `--interrupt-budget=${BUDGET_BYTES}` : undefined;
}
