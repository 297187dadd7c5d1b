// @ts-check
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * A text file of the project, its path relative to the project's root.
 * @typedef {{ readonly path: string, readonly text: string }} Document
 */

/**
 * Every file that is committed or about to be, so that a check sees what a commit would.
 * @param {string[]} patterns git pathspecs
 * @returns {Document[]}
 */
export function documents(...patterns) {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...patterns], { cwd: ROOT });
  const paths = [...new Set(listed.toString().split('\0'))].filter((path) => path !== '').sort();
  return paths.flatMap((path) => {
    try {
      return [{ path, text: readFileSync(join(ROOT, path), 'utf8') }];
    } catch {
      return []; // listed, and deleted since
    }
  });
}

/**
 * Lines inside and outside of fenced code blocks. `place` is `file:line`, for a message.
 * @param {Document} document
 * @returns {{ place: string, text: string, isCode: boolean }[]}
 */
export function markedLines({ path, text }) {
  let fence = '';
  return text.split('\n').map((line, at) => {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1] ?? '';
    const isFence = mark !== '' && (fence === '' || mark.startsWith(fence));
    if (isFence) fence = fence === '' ? mark : '';
    return { place: `${path}:${at + 1}`, text: line, isCode: !isFence && fence !== '' };
  });
}

/**
 * The anchor that a Markdown viewer gives a heading.
 * @param {string} heading
 * @returns {string}
 */
export function anchor(heading) {
  const plain = heading.replace(/^#+\s*/, '').replaceAll(/[`*]/g, '');
  return plain
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}
