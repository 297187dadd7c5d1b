import { type DescribedCommand, type DescribedOption, withSubcommands } from './described-command.js';

/** The completion for zsh: commands and options with what they do, values that have a list, and files for all else. */
export function zshCompletion(program: DescribedCommand): string {
  return `#compdef workbench
# zsh completion of workbench. Put it into a folder of $fpath as _workbench, or: source <(workbench completion zsh)
${withSubcommands(program).map(commandFunction).join('\n')}
if [[ $funcstack[1] == _workbench ]]; then _workbench "$@"; else compdef _workbench workbench; fi
`;
}

function functionName(path: readonly string[]): string {
  return ['_workbench', ...path].join('_').replaceAll('-', '_');
}

function commandFunction({ path, options, subcommands, takesFiles }: DescribedCommand): string {
  const specs = options.map(optionSpec);
  if (subcommands.length === 0) {
    const rest = takesFiles ? ["'*:file:_files'"] : [];
    return `${functionName(path)}() {\n  _arguments -s ${[...specs, ...rest].join(' \\\n    ')}\n}`;
  }
  const names = subcommands.map((child) => `    ${quoted(`${child.path.at(-1) ?? ''}:${child.summary}`)}`).join('\n');
  const calls = subcommands.map((child) => `      ${child.path.at(-1) ?? ''}) ${functionName(child.path)} ;;`).join('\n');
  return `${functionName(path)}() {
  local line state
  _arguments -C -s ${[...specs, "'1:command:->command'", "'*::argument:->argument'"].join(' \\\n    ')}
  case $state in
  command)
    local commands=(
${names}
    )
    _describe command commands ;;
  argument)
    case $line[1] in
${calls}
    esac ;;
  esac
}`;
}

/** Like `'*'{-q,--quiet}'[meaning]'`; options may be repeated, since some of them can be. */
function optionSpec({ short, long, description, value }: DescribedOption): string {
  const names = short === undefined ? long : `{${short},${long}}`;
  const meaning = description.replaceAll(/[[\]:\\]/g, '\\$&');
  const argument = value.kind === 'none' ? '' : value.kind === 'choice' ? `:value:(${value.of.join(' ')})` : ':value:_files';
  return `'*'${names}${quoted(`[${meaning}]${argument}`)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
