import type { ImageChange } from '../../../model/process.js';

/**
 * The ways in which a command line may be written down, each once; none when the program is unknown. Rules were made for logs that join
 * argv by spaces; the capture has the binary's path instead of argv[0], and quotes around arguments that hold a space. Any of them may
 * match.
 * *Source:* cilium/tetragon pkg/process/args.go: quotes are added without escaping what they enclose.
 */
export function commandLines({ binary, arguments: text = '' }: Pick<ImageChange, 'binary' | 'arguments'>): readonly string[] {
  if (binary === undefined) return [];
  const name = baseName(binary);
  const rest = text.trimStart();
  if (rest === '') return [...new Set([name, binary])];
  const bare = [argumentWords(rest).join(' '), ...outerQuotesOff(rest)];
  return [...new Set([...bare.flatMap((words) => [`${name} ${words}`, `${binary} ${words}`]), `${binary} ${rest}`])];
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * argv without its first word, as far as the capture tells the words apart: a quote closes at the first one that a space or the end
 * follows, and only when there is a space inside, for otherwise none would have been added. Empty arguments are lost.
 */
export function argumentWords(text: string): readonly string[] {
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    if (text.charAt(at) === ' ') {
      at += 1;
      continue;
    }
    const end = text.charAt(at) === '"' ? closingQuote(text, at) : -1;
    if (end >= 0) {
      words.push(text.slice(at + 1, end));
      at = end + 1;
    } else {
      const space = text.indexOf(' ', at);
      const stop = space < 0 ? text.length : space;
      words.push(text.slice(at, stop));
      at = stop;
    }
  }
  return words;
}

function closingQuote(text: string, open: number): number {
  const space = text.indexOf(' ', open);
  if (space < 0) return -1;
  for (let at = text.indexOf('"', space); at >= 0; at = text.indexOf('"', at + 1)) {
    if (at + 1 === text.length || text.charAt(at + 1) === ' ') return at;
  }
  return -1;
}

/** `-c "echo "a b" | sh"` read as one argument after `-c`: a script may hold quotes of its own, and then the last one is the added one. */
function outerQuotesOff(text: string): readonly string[] {
  const match = /^((?:[^ "]+ )*)"(.*)"$/s.exec(text);
  return match === null ? [] : [`${match[1]}${match[2]}`];
}
