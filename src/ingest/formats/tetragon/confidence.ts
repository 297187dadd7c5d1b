/** How sure a line makes it that it is of Tetragon's export: 0 for no, up to 1. */
export function confidence(line: string): number {
  if (!line.trimStart().startsWith('{')) return 0;
  if (/\\?"(?:process_\w+|rate_limit_info)\\?"\s*:\s*\{/.test(line)) return 1;
  return /"type"\s*:\s*"process_\w+"/.test(line) && line.includes('"payload"') ? 1 : 0;
}
