// @ts-check
/** @import { Document } from './markdown.mjs' */

const SECTIONS = ['Context', 'Choice', 'Cost', 'The number that decided it'];

/**
 * What keeps a decision record from being found or checked: a hole or a double in the numbers, a section missing or out of order.
 * @param {Document[]} files those of `docs/decisions`
 * @returns {string[]}
 */
export function malformedDecisions(files) {
  return files.flatMap((file, at) => {
    const number = /^docs\/decisions\/(\d{4})-[a-z0-9-]+\.md$/.exec(file.path)?.[1];
    if (number === undefined) return [`${file.path}: named otherwise than NNNN-title.md`];
    const expected = String(at + 1).padStart(4, '0');
    return [
      ...(number === expected ? [] : [`${file.path}: the next number is ${expected}`]),
      ...(file.text.startsWith('# ') ? [] : [`${file.path}: does not begin with its title`]),
      ...(sections(file.text).join() === SECTIONS.join() ? [] : [`${file.path}: its sections are not ${SECTIONS.join(', ')}`]),
    ];
  });
}

/** @param {string} text */
function sections(text) {
  return [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
}
