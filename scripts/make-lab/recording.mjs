// @ts-check
/** Reading a recording and writing a part of it: whole lines, in their order, never edited. */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

const GZIP_OS_BYTE = 9;
const GZIP_OS_UNKNOWN = 255;

/**
 * The lines of a compressed recording.
 * @param {string} path
 * @returns {readonly string[]}
 */
export function linesOf(path) {
  return gunzipSync(readFileSync(path))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/**
 * Writes lines compressed. Node writes no name and a modification time of zero; the byte for the operating system is made the same
 * everywhere: the same lines give the same bytes with the same version of Node.
 * @param {string} path
 * @param {readonly string[]} lines
 */
export function writeLines(path, lines) {
  const bytes = gzipSync(lines.map((line) => `${line}\n`).join(''), { level: 9, memLevel: 9 });
  bytes[GZIP_OS_BYTE] = GZIP_OS_UNKNOWN;
  writeFileSync(path, bytes);
  console.log(`${lines.length} lines, ${bytes.length} bytes: ${path}`);
}

/**
 * Runs a script that is called with a recording and, where it should not go into the lab itself, a target.
 * @param {string} fixture
 * @param {(lines: readonly string[]) => readonly string[]} select
 */
export function makeLab(fixture, select) {
  const [source, target = fixture] = process.argv.slice(2);
  if (source === undefined) {
    console.error(`usage: node ${process.argv[1]} SOURCE.jsonl.gz [TARGET.jsonl.gz]`);
    process.exitCode = 2;
    return;
  }
  const lines = linesOf(source);
  console.log(`${lines.length} lines read`);
  writeLines(target, select(lines));
}
