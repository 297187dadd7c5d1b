import { described, mistyped, type ValueType, writtenText } from './value-type.js';

const URI = /^[a-z][a-z0-9+.-]*:\/\//i;
/** Characters of an id as every tool shortens it. */
export const SHORTEST_ID = 12;
const LONGEST_ID = 64;

/**
 * A container by its id: any beginning of it that is long enough to name one container, with or without `containerd://`. The head is
 * as much as everybody must give; what is given beyond it must fit too, which `isSame` sees to.
 */
export function containerId(min: number): ValueType {
  return {
    kind: 'containerId',
    expects: `a container id: at least its first ${min} characters`,
    read: (node) => {
      // An id of digits alone, or like 62e561798745, is a number to YAML: what is written counts.
      const text = writtenText(node);
      if (text === undefined || text === '') return mistyped(`expected a container id, got ${described(node)}`);
      const id = text.replace(URI, '').toLowerCase();
      if (!/^[0-9a-f]+$/.test(id)) {
        return mistyped(`expected a container id (digits and the letters a to f), got "${text}": is that the container's name?`);
      }
      if (id.length < min)
        return mistyped(`"${text}" may stand for several containers: give at least the first ${min} characters of the id`);
      if (id.length > LONGEST_ID) return mistyped(`"${text}" is longer than a container id, which has ${LONGEST_ID} characters`);
      const head = id.slice(0, min);
      return { kind: 'value', value: { head, heads: [head], detail: id } };
    },
    isSame: (given, right) => given.startsWith(right) || right.startsWith(given),
  };
}
