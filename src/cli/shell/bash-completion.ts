import { type DescribedCommand, type DescribedOption, withSubcommands } from './described-command.js';

/** The completion for bash: commands, options, the values of options that have a list of them, and files for all else. */
export function bashCompletion(program: DescribedCommand): string {
  const commands = withSubcommands(program);
  return `# bash completion of workbench. Load it with: source <(workbench completion bash)
_workbench() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="" names="" flags="" values="" at
  for ((at = 1; at < COMP_CWORD; at++)); do
    case "$command \${COMP_WORDS[at]}" in
${commands
  .filter(({ path }) => path.length > 0)
  .map(stepLine)
  .join('\n')}
    esac
  done
  case "$command" in
${commands.map(commandLines).join('\n')}
  esac
  COMPREPLY=()
  case "$command $before" in
${commands.flatMap(valueLines).join('\n')}
  esac
  if [[ -n $values && $before == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$values" -- "$word")
  elif [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$word")
  elif [[ -n $names && $before != -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$names" -- "$word")
  fi
}
complete -o default -F _workbench workbench
`;
}

/** A word that names a subcommand leads on to it. */
function stepLine({ path }: DescribedCommand): string {
  const above = path.slice(0, -1).join(' ');
  return `      "${above} ${path.at(-1) ?? ''}") command="${path.join(' ')}" ;;`;
}

function commandLines({ path, options, subcommands }: DescribedCommand): string {
  const flags = options.flatMap(({ short, long }) => [long, ...(short === undefined ? [] : [short])]).join(' ');
  const names = subcommands.map((child) => child.path.at(-1) ?? '').join(' ');
  return `    "${path.join(' ')}") names="${names}" flags="${flags}" ;;`;
}

function valueLines({ path, options }: DescribedCommand): readonly string[] {
  return options.flatMap(({ value, long, short }: DescribedOption) => {
    if (value.kind !== 'choice') return [];
    const patterns = [long, ...(short === undefined ? [] : [short])].map((flag) => `"${[path.join(' '), flag].join(' ')}"`);
    return [`    ${patterns.join(' | ')}) values="${value.of.join(' ')}" ;;`];
  });
}
