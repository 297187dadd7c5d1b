// @ts-check
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './markdown.mjs';

/** @import { Flag, Usage } from './commands.mjs' */
/** @import { Document } from './markdown.mjs' */

/**
 * Asks the built program for the help of its commands, each once.
 * @returns {(path: readonly string[]) => Usage}
 */
export function programUsage() {
  /** @type {Map<string, Usage>} */
  const known = new Map();
  return (path) => {
    const key = path.join(' ');
    const usage = known.get(key) ?? parseHelp(help(path));
    known.set(key, usage);
    return usage;
  };
}

/**
 * The help of every command as a page, so that its examples are held to the same rule as those of the documentation.
 * @param {(path: readonly string[]) => Usage} usageOf
 * @param {readonly string[]} path
 * @returns {Document[]}
 */
export function helpPages(usageOf, path = []) {
  const below = [...usageOf(path).commands].filter((name) => name !== 'help');
  const page = { path: ['workbench', ...path, '--help'].join(' '), text: `\`\`\`\n${help(path)}\n\`\`\`` };
  return [page, ...below.flatMap((name) => helpPages(usageOf, [...path, name]))];
}

/** @param {readonly string[]} path */
function help(path) {
  return execFileSync(process.execPath, [join(ROOT, 'dist/cli/main.js'), ...path, '--help'], { encoding: 'utf8' });
}

/**
 * Commands and flags out of a help page as commander lays it out: a heading, then entries indented by two.
 * @param {string} text
 * @returns {Usage}
 */
export function parseHelp(text) {
  const commands = new Set();
  /** @type {Map<string, Flag>} */
  const flags = new Map();
  for (const { heading, entry } of entries(text)) {
    if (/^commands/i.test(heading)) for (const name of (/^\S+/.exec(entry)?.[0] ?? '').split('|')) commands.add(name);
    if (entry.startsWith('-')) {
      const [spelling = ''] = entry.split(/ {2,}/);
      const choices = /\(choices: ([^)]*?)(?:, default[^)]*)?\)/.exec(entry)?.[1] ?? '';
      const flag = { takesValue: /[<[]/.test(spelling), choices: [...choices.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '') };
      for (const [name] of spelling.matchAll(/--?[a-zA-Z][\w-]*/g)) flags.set(name, flag);
    }
  }
  return { commands, flags };
}

/** @param {string} text */
function entries(text) {
  let heading = '';
  /** @type {{ heading: string, entry: string }[]} */
  const found = [];
  for (const line of text.split('\n')) {
    if (/^\S.*:$/.test(line)) heading = line;
    else if (/^ {2}\S/.test(line)) found.push({ heading, entry: line.trim() });
    else if (/^ {3,}\S/.test(line) && found.length > 0) {
      // A description that was wrapped goes on in the next line.
      const last = found.pop();
      if (last !== undefined) found.push({ ...last, entry: `${last.entry} ${line.trim()}` });
    }
  }
  return found;
}
