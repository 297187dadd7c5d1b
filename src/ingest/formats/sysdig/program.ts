import type { Row } from './row.js';

/** argv[1..] as a row's own fields tell them; `undefined` where it has none. */
export function commandArguments(row: Row): string | undefined {
  const args = row.text('proc.args');
  if (args !== undefined) return args;
  const command = row.text('proc.cmdline');
  if (command === undefined) return undefined;
  const name = row.text('proc.name');
  const rest = name !== undefined && command.startsWith(name) ? command.slice(name.length) : command.slice(command.indexOf(' '));
  return command.includes(' ') ? rest.trim() : '';
}

/** A path made whole with the folder it was given in, where that is known. */
export function absolutePath(path: string, folder: string | undefined): string {
  if (path.startsWith('/') || folder === undefined || !folder.startsWith('/')) return path;
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
