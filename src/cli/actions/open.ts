import { printable } from '../../model/printable.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { CaseOptions } from '../options/case-options.js';
import type { FilterOptions } from '../options/filter-options.js';
import type { InterfaceOptions } from '../options/interface-options.js';
import { openOutput, writeAll } from '../output.js';
import { keptCase, type Session, withCase } from '../session.js';
import { overviewText } from '../text/overview-text.js';
import { textStyle } from '../text/style.js';

/** Options of `open`. */
export type OpenOptions = CaseOptions & InterfaceOptions & FilterOptions;

/** Opens the interface on a case; without a terminal, prints its overview. */
export async function open(call: Call<OpenOptions>): Promise<ExitCode> {
  const { stdin, stdout } = call.world;
  const hasTerminal = stdin.isTTY === true && stdout.isTTY === true;
  if (!hasTerminal) return withCase(call, (session) => printOverview(call, session), { hasFilter: false });
  // The interface is loaded only now: commands without a screen start without it.
  const { showCase, showWhileImporting } = await import('../interface.js');
  if (keptCase(call.options, call.operands) === undefined) return showWhileImporting(call);
  return withCase(call, (session) => showCase(call, session), { hasFilter: false });
}

async function printOverview({ world, options }: Call<OpenOptions>, { view, path }: Session): Promise<ExitCode> {
  await writeAll(openOutput(world, {}), overviewText(view, textStyle(world, options)));
  if (options.quiet !== true) {
    const name = printable(path);
    const lines = [
      'no terminal, so this is the overview. More:',
      `  workbench tree --case ${name}`,
      `  workbench connections --case ${name} external`,
      `  workbench detect --case ${name} --format yaml`,
    ];
    world.stderr.write(`${lines.join('\n')}\n`);
  }
  return EXIT.ok;
}
