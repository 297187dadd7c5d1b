import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../exit-code.js';
import { openOutput, writeAll } from '../output.js';
import { completion, SHELLS } from '../shell/completion.js';
import { describedCommand } from '../shell/described-command.js';
import type { World } from '../world.js';

/** Prints the completion of the shell of that name for a program. */
export async function printCompletion(world: World, name: string | undefined, program: Command): Promise<ExitCode> {
  const shell = SHELLS.find((known) => known === name) ?? 'bash';
  await writeAll(openOutput(world, {}), [completion(shell, describedCommand(program, []))]);
  return EXIT.ok;
}
