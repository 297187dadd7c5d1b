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
 * Lines with what they stand in: prose, a fenced block of commands or other code, or one marked `text`, which is a picture of something.
 * `place` is `file:line`, for a message.
 * @param {Document} document
 * @returns {{ place: string, text: string, kind: 'prose' | 'code' | 'picture' }[]}
 */
export function markedLines({ path, text }) {
  let fence = '';
  let isPicture = false;
  return text.split('\n').map((line, at) => {
    const place = `${path}:${at + 1}`;
    const [, mark = '', language = ''] = /^\s*(```+|~~~+)\s*(\w*)/.exec(line) ?? [];
    if (mark !== '' && (fence === '' || mark.startsWith(fence))) {
      isPicture = language === 'text';
      fence = fence === '' ? mark : '';
      return { place, text: line, kind: 'prose' };
    }
    if (fence === '') return { place, text: line, kind: 'prose' };
    return { place, text: line, kind: isPicture ? 'picture' : 'code' };
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
