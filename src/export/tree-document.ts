import type { TreeGroup } from '../model/case-view.js';
import type { Container } from '../model/process.js';
import { type JsonObject, jsonLine, present, SCHEMA_VERSION } from './json.js';
import { indented } from './listing.js';
import { yamlText } from './yaml.js';

/** A node of a tree in pre-order: its depth, and what it shows without its children. */
export interface TreeNode {
  /** 0 for a root; never more than one deeper than the node before. */
  readonly depth: number;
  readonly shape: JsonObject;
}

/** An upper level of the tree, as a node of the document. */
export function groupShape(group: TreeGroup, container: Container | undefined): JsonObject {
  return {
    group: present({
      kind: group.kind,
      label: group.label,
      id: container?.containerId,
      processes: group.processCount,
      late: group.lateCount,
    }),
  };
}

/** A tree as a document with `children` nested under `roots`, in pieces of one node each. */
export function treeDocument(format: 'json' | 'yaml', nodes: Iterable<TreeNode>): Generator<string> {
  return format === 'json' ? jsonTree(nodes) : yamlTree(nodes);
}

function* jsonTree(nodes: Iterable<TreeNode>): Generator<string> {
  yield `{"schemaVersion":${SCHEMA_VERSION},"roots":[`;
  let open = 0;
  let separator = '\n';
  for (const { depth, shape } of nodes) {
    if (open === depth && open > 0) yield `,"children":[\n`;
    else if (open > depth) yield `${closing(open - depth)},\n`;
    else yield separator;
    separator = ',\n';
    // The object stays open: its children, if any, come next.
    yield jsonLine(shape).slice(0, -1);
    open = depth + 1;
  }
  yield `${closing(open)}\n]}\n`;
}

/** Ends `levels` objects, and the lists of children that all but the last of them stand in. */
function closing(levels: number): string {
  return levels === 0 ? '' : `}${']}'.repeat(levels - 1)}`;
}

function* yamlTree(nodes: Iterable<TreeNode>): Generator<string> {
  yield `schemaVersion: ${SCHEMA_VERSION}\n`;
  let last = -1;
  for (const { depth, shape } of nodes) {
    const indent = '  '.repeat(2 * depth + 1);
    if (last === -1) yield 'roots:\n';
    else if (depth > last) yield `${indent.slice(2)}children:\n`;
    last = depth;
    yield indented(yamlText([shape]), indent);
  }
  if (last === -1) yield 'roots: []\n';
}
