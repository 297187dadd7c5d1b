// @ts-check
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { anchor, markedLines, ROOT } from './markdown.mjs';

/** @import { Document } from './markdown.mjs' */

const LINK = /!?\[[^\]]*\]\(\s*<?([^)>\s]+)>?(?:\s+"[^"]*")?\s*\)|<img[^>]*\ssrc="([^"]+)"|^\[[^\]]+\]:\s+(\S+)/g;

/**
 * Relative links of Markdown files whose file or heading is not there.
 * @param {Document[]} files
 * @returns {string[]}
 */
export function brokenLinks(files) {
  const headings = new Map(files.map((file) => [file.path, anchorsOf(file)]));
  return files.flatMap((file) =>
    markedLines(file)
      .filter((line) => line.kind === 'prose')
      .flatMap((line) => targets(line.text).map((target) => ({ place: line.place, target })))
      .filter(({ target }) => !resolves(file.path, target, headings))
      .map(({ place, target }) => `${place}: nothing at ${target}`),
  );
}

/** @param {string} line */
function targets(line) {
  const withoutCode = line.replaceAll(/`[^`]*`/g, '');
  return [...withoutCode.matchAll(LINK)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

/**
 * @param {string} from
 * @param {string} target
 * @param {Map<string, Set<string>>} headings
 */
function resolves(from, target, headings) {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return true;
  const [path = '', fragment] = target.split('#');
  const file = path === '' ? from : normalize(join(dirname(from), decodeURI(path)));
  if (file.startsWith('..') || !(headings.has(file) || existsSync(join(ROOT, file)))) return false;
  return fragment === undefined || (headings.get(file)?.has(fragment) ?? true);
}

/** @param {Document} file */
function anchorsOf(file) {
  return new Set(
    markedLines(file)
      .filter((line) => line.kind === 'prose' && line.text.startsWith('#'))
      .map((line) => anchor(line.text)),
  );
}
