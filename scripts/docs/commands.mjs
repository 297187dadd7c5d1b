// @ts-check
import { markedLines } from './markdown.mjs';
import { shellWords } from './shell-words.mjs';

/** @import { Document } from './markdown.mjs' */

/**
 * What the program says about one of its commands: the subcommands below it, and its flags with the values they take (none, any or
 * one of a list).
 * @typedef {{ readonly commands: ReadonlySet<string>, readonly flags: ReadonlyMap<string, Flag> }} Usage
 * @typedef {{ readonly takesValue: boolean, readonly choices: readonly string[] }} Flag
 */

/**
 * Command lines shown in code blocks that the program would refuse: an unknown command, flag or choice.
 * @param {Document[]} files
 * @param {(path: readonly string[]) => Usage} usageOf help of the command at that path; `[]` is the program itself
 * @returns {string[]}
 */
export function refusedCommands(files, usageOf) {
  return files
    .flatMap(markedLines)
    .filter((line) => line.kind === 'code')
    .flatMap((line) => shellWords(line.text).map((words) => ({ place: line.place, words: afterRunner(words) })))
    .flatMap(({ place, words }) => {
      const refusal = words[0] === 'workbench' ? refused(words.slice(1), usageOf) : undefined;
      return refusal === undefined ? [] : [`${place}: ${refusal}`];
    });
}

/**
 * The command line without what starts it: a prompt, variables, `npx`.
 * @param {readonly string[]} words
 */
function afterRunner(words) {
  const first = words.findIndex((word) => word !== '$' && word !== 'npx' && !/^[A-Z_]+=/.test(word));
  return first < 0 ? [] : words.slice(first);
}

/**
 * @param {readonly string[]} words
 * @param {(path: readonly string[]) => Usage} usageOf
 * @returns {string | undefined}
 */
function refused(words, usageOf) {
  const own = usageOf([]);
  const commands = leading(words, usageOf);
  const usage = usageOf(commands);
  const [next] = words.slice(commands.length);
  if (usage.commands.size > 0 && next !== undefined && !next.startsWith('-')) return `no command ${[...commands, next].join(' ')}`;
  for (const [at, word] of words.entries()) {
    if (word === '--') return undefined;
    if (!/^--?[a-zA-Z]/.test(word)) continue;
    const [name = '', given] = word.split('=', 2);
    const flag = usage.flags.get(name) ?? own.flags.get(name);
    if (flag === undefined) return `no flag ${name} of ${['workbench', ...commands].join(' ')}`;
    const value = given ?? words[at + 1];
    if (flag.takesValue && flag.choices.length > 0 && !isPlaceholder(value) && !flag.choices.includes(value ?? '')) {
      return `${name} takes one of ${flag.choices.join(', ')}, not ${value}`;
    }
  }
  return undefined;
}

/** @param {string | undefined} value */
function isPlaceholder(value) {
  return value !== undefined && /^[A-Z]+$/.test(value);
}

/**
 * The words that name a command, outermost first.
 * @param {readonly string[]} words
 * @param {(path: readonly string[]) => Usage} usageOf
 */
function leading(words, usageOf) {
  /** @type {string[]} */
  const path = [];
  for (const word of words) {
    if (!usageOf(path).commands.has(word)) break;
    path.push(word);
  }
  return path;
}
