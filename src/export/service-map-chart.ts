import { printable } from '../model/printable.js';
import type { ServiceEdge, ServiceMap, ServiceNode } from '../model/service-map.js';
import { mermaidLabel } from './mermaid-label.js';

const OUTSIDE: ReadonlySet<ServiceNode['kind']> = new Set(['name', 'address', 'gateway']);

/** The map as a Mermaid flowchart: boxes for what the case knows, rounded ones for others, dotted arrows where one end alone tells of it. */
export function serviceMermaid({ nodes, edges }: ServiceMap): string {
  const names = new Map(nodes.map(({ id }, at) => [id, `n${at}`]));
  const boxes = nodes.map((node) => {
    const label = `"${mermaidLabel(node.label)}"`;
    return `  ${names.get(node.id)}${OUTSIDE.has(node.kind) ? `([${label}])` : `[${label}]`}`;
  });
  const arrows = edges.map(({ from, to, ...edge }) => {
    const arrow = edge.seenBy === 'both' ? '-->' : '-.->';
    return `  ${names.get(from)} ${arrow}|"${mermaidLabel(edgeText(edge))}"| ${names.get(to)}`;
  });
  const lines = nodes.length === 0 ? ['  none["no conversations"]'] : [...boxes, ...arrows];
  return `${['flowchart LR', ...lines].join('\n')}\n`;
}

/** The map in Graphviz's language. */
export function serviceDot({ nodes, edges }: ServiceMap): string {
  const boxes = nodes.map(
    ({ id, kind, label }) => `  ${quoted(id)} [label=${quoted(label)}, shape=${OUTSIDE.has(kind) ? 'ellipse' : 'box'}];`,
  );
  const arrows = edges.map(({ from, to, ...edge }) => {
    const style = edge.seenBy === 'both' ? 'solid' : 'dashed';
    return `  ${quoted(from)} -> ${quoted(to)} [label=${quoted(edgeText(edge))}, style=${style}];`;
  });
  return `${['digraph services {', '  rankdir=LR;', ...boxes, ...arrows, '}'].join('\n')}\n`;
}

/** Of a quoted text only the quote ends it, but a backslash before a letter means a line break or the node's name. *Source:* graphviz.org, DOT language. */
function quoted(text: string): string {
  return `"${printable(text).replace(/[\\"]/g, (character) => `\\${character}`)}"`;
}

function edgeText({ protocol, port, connections, isNew }: Omit<ServiceEdge, 'from' | 'to'>): string {
  return `${port === 0 ? protocol : `${protocol} ${port}`} (${connections}${isNew === true ? ', new' : ''})`;
}
