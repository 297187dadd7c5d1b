// @ts-check
/** @import { Document } from './markdown.mjs' */

/** Written in halves, so that this file passes its own check. */
const FORBIDDEN = [
  { pattern: new RegExp('(?<![\\w./-])/wo' + 'rk/(main|sha' + 'red)\\b'), why: 'a path of one machine' },
  { pattern: new RegExp('\\.\\./sha' + 'red/'), why: 'a path beside the project', except: ['test/recordings.ts', 'scripts/eval.mjs'] },
  { pattern: new RegExp('registry\\.(npm' + 'js|yarn' + 'pkg|npm' + 'mirror)\\.'), why: "a package registry's host" },
  { pattern: new RegExp('/tmp/(bri' + 'ef|bash_' + 'jobs)'), why: 'a path of one machine' },
];

/**
 * Lines that name what a reader elsewhere can't have: paths of one machine, hosts of one registry.
 * @param {Document[]} files
 * @returns {string[]}
 */
export function forbiddenWords(files) {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, at) =>
        FORBIDDEN.filter(({ pattern, except = [] }) => !except.includes(path) && pattern.test(line)).map(
          ({ why }) => `${path}:${at + 1}: ${why}`,
        ),
      ),
  );
}
