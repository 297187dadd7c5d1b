import { type DescribedCommand, type DescribedOption, withSubcommands } from './described-command.js';

/** The completion for fish: commands and options with what they do, values that have a list, and files for all else. */
export function fishCompletion(program: DescribedCommand): string {
  const lines = withSubcommands(program).flatMap((command) => [
    ...subcommandLines(command),
    ...command.options.map((option) => optionLine(command, option)),
  ]);
  return `# fish completion of workbench. Load it with: workbench completion fish | source
function __workbench_at
    set -l words (commandline -opc)[2..-1]
    set -l named (string match -v -- '-*' $words)
    for at in (seq (count $argv))
        test "$named[$at]" = "$argv[$at]"; or return 1
    end
end
${lines.join('\n')}
`;
}

function condition(path: readonly string[]): string {
  return path.length === 0 ? '' : ` -n ${quoted(`__workbench_at ${path.join(' ')}`)}`;
}

function subcommandLines({ path, subcommands }: DescribedCommand): readonly string[] {
  const here = path.length === 0 ? ' -n __fish_use_subcommand' : condition(path);
  return subcommands.map(({ path: below, summary }) => `complete -c workbench${here} -f -a ${below.at(-1) ?? ''} -d ${quoted(summary)}`);
}

function optionLine({ path }: DescribedCommand, { short, long, description, value }: DescribedOption): string {
  const names = `${short === undefined ? '' : ` -s ${short.slice(1)}`} -l ${long.slice(2)}`;
  const argument = value.kind === 'none' ? '' : value.kind === 'choice' ? ` -x -a ${quoted(value.of.join(' '))}` : ' -r';
  return `complete -c workbench${condition(path)}${names}${argument} -d ${quoted(description)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
