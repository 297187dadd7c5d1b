// @ts-check
const TOKEN = /\s+|#.*$|(&&|\|\||[|;&])|(?:[0-9]?>>?&?[0-9]?|<)\s*\S*|((?:'[^']*'|"[^"]*"|\\.|[^\s'"|;&<>\\])+)/gy;

/**
 * The commands of one shell line, each as its words, quotes taken off; pipes and `&&` part them, comments and redirections are left out.
 * @param {string} line
 * @returns {string[][]}
 */
export function shellWords(line) {
  /** @type {string[][]} */
  const commands = [[]];
  for (const [, separator, word] of line.trim().matchAll(TOKEN)) {
    if (separator !== undefined) commands.push([]);
    else if (word !== undefined) commands.at(-1)?.push(word.replaceAll(/'([^']*)'|"([^"]*)"|\\(.)/g, '$1$2$3'));
  }
  return commands.filter((words) => words.length > 0);
}
