import { nearest } from '../../model/nearest.js';
import { described, mistyped, plainType, plainValue, type ValueType, writtenText } from './value-type.js';

/** Words as a person writes them: case and spaces don't count. */
export const text = plainType('text', 'a word or a few', (node) => {
  const written = writtenText(node);
  if (written === undefined || written === '') return mistyped(`expected a text, got ${described(node)}`);
  return plainValue(folded(written));
});

/** One of the choices that the question names. */
export function oneOf(choices: readonly string[]): ValueType {
  return plainType('oneOf', `one of ${choices.join(', ')}`, (node) => {
    const written = writtenText(node);
    if (written === undefined || written === '') return mistyped(`expected one of ${choices.join(', ')}, got ${described(node)}`);
    const chosen = choices.find((choice) => folded(choice) === folded(written));
    if (chosen !== undefined) return plainValue(folded(chosen));
    const meant = nearest(written, choices);
    if (meant !== undefined) return mistyped(`there is no choice "${written}": did you mean ${meant}?`);
    return mistyped(`expected one of ${choices.join(', ')}, got "${written}"`);
  });
}

function folded(written: string): string {
  return written.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}
