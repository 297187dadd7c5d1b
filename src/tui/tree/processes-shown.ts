import { nodeAt } from './tree-index.js';
import type { TreeState } from './tree-state.js';

/** The processes of the rows that filter, noise and closed branches leave, in the order of the tree. */
export function processesShown({ tree, shown }: TreeState): readonly number[] {
  return [...shown].flatMap((row) => {
    const node = nodeAt(tree, row);
    return node?.kind === 'process' ? [node.processId] : [];
  });
}
