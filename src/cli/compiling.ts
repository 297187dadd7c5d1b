/** V8's own is 132 KiB, which makes it compile hundreds of functions for speed that have nearly done their work. */
const BUDGET_BYTES = 300_000;

/**
 * Has V8 compile for speed only what runs for long, in all threads: for a program that does its work and ends. Compiling takes the second core, which reads and
 * judges. Where somebody types it would be slower to become fast. *Source:* `interrupt_budget` of V8's flag-definitions.h, "interrupt budget which should be used
 * for the profiler counter": bytes of code that a function runs through before it is looked at.
 */
export function compileLess(): void {
  process.getBuiltinModule('node:v8').setFlagsFromString(`--interrupt-budget=${BUDGET_BYTES}`);
}
