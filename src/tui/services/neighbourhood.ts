import { printable } from '../../model/printable.js';
import type { ServiceEdge, ServiceNode } from '../../model/service-map.js';
import { cutMiddle, type Line, type Span, span, textWidth } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import { counted, countText } from '../drawing/wording.js';
import { keptFor } from '../kept.js';
import { labelOf, portText } from './edge-cells.js';
import type { ServicesState } from './services-state.js';

/** Neighbours drawn on a side; how many more there are is said. */
const MOST_DRAWN = 8;

/**
 * A party in the middle, on its left who calls it, on its right whom it calls, each with the port and how often. The edges that matter most
 * are drawn, in the order of the list.
 */
export function neighbourhoodLines(node: ServiceNode, state: ServicesState, columns: number, look: Look): readonly Line[] {
  const { callers, called } = neighboursIn(state.edges).get(node.id) ?? NOBODY;
  const height = Math.max(1, Math.min(MOST_DRAWN, Math.max(callers.length, called.length)));
  const middle = Math.min(textWidth(printable(node.label, look)) + 4, Math.max(8, Math.floor(columns * 0.3)));
  const side = Math.max(0, Math.floor((columns - middle) / 2) - 1);
  const lines = Array.from({ length: height }, (_, row): Line => {
    const isMiddle = row === Math.floor((height - 1) / 2);
    const name = isMiddle ? cutMiddle(node.label, middle - 4, look) : '';
    const { bar } = look.glyphs;
    return {
      spans: [
        callerSpan(callers[row], state, side, look),
        span(`${bar} ${centred(name, middle - 4)} ${bar}`, isMiddle ? 'strong' : undefined),
        calledSpan(called[row], state, side, look),
      ],
    };
  });
  const more = moreText(callers.length - height, called.length - height);
  const rule = span(`${' '.repeat(side)}${look.glyphs.corner}${look.glyphs.rule.repeat(Math.max(0, middle - 2))}${look.glyphs.corner}`);
  return [{ spans: [rule] }, ...lines, { spans: [rule] }, ...(more === '' ? [] : [{ spans: [span(more, 'quiet')] }])];
}

interface Neighbours {
  readonly callers: readonly ServiceEdge[];
  readonly called: readonly ServiceEdge[];
}

const NOBODY: Neighbours = { callers: [], called: [] };

/** The edges to and from each party, in the order of the list. */
const neighboursIn = keptFor((edges: readonly ServiceEdge[]): ReadonlyMap<string, Neighbours> => {
  const all = new Map<string, { callers: ServiceEdge[]; called: ServiceEdge[] }>();
  const of = (id: string) => {
    const one = all.get(id) ?? { callers: [], called: [] };
    all.set(id, one);
    return one;
  };
  for (const edge of edges) {
    of(edge.to).callers.push(edge);
    of(edge.from).called.push(edge);
  }
  return all;
});

function callerSpan(edge: ServiceEdge | undefined, state: ServicesState, width: number, look: Look): Span {
  if (edge === undefined) return span(' '.repeat(width));
  const arrow = ` ${look.glyphs.times}${countText(edge.attempts)} ${portText(edge)} ${look.glyphs.outbound} `;
  const label = cutMiddle(labelOf(edge.from, state), Math.max(1, width - textWidth(arrow)), look);
  return span(padStart(`${label}${arrow}`, width), edge.isDeclared === false ? 'warning' : undefined);
}

function calledSpan(edge: ServiceEdge | undefined, state: ServicesState, width: number, look: Look): Span {
  if (edge === undefined) return span('');
  const isExternal = state.nodes.get(edge.to)?.scope === 'external';
  const arrow = ` ${isExternal ? look.glyphs.external : look.glyphs.outbound} `;
  const times = ` ${look.glyphs.times}${countText(edge.attempts)}`;
  const label = cutMiddle(`${labelOf(edge.to, state)}${portText(edge)}`, Math.max(1, width - textWidth(arrow + times)), look);
  return span(`${arrow}${label}${times}`, isExternal ? 'external' : undefined);
}

function moreText(callers: number, called: number): string {
  const parts = [
    ...(callers > 0 ? [`${counted(callers, 'more caller')}`] : []),
    ...(called > 0 ? [`${counted(called, 'more called', 'more called')}`] : []),
  ];
  return parts.length === 0 ? '' : `  and ${parts.join(', ')}`;
}

function centred(text: string, width: number): string {
  const blank = Math.max(0, width - textWidth(text));
  const left = Math.floor(blank / 2);
  return ' '.repeat(left) + text + ' '.repeat(blank - left);
}

function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - textWidth(text))) + text;
}
