import { shortened } from '../markdown-text.js';
import { escapedHtml } from './html-blocks.js';
import type { Traffic, TrafficEdge } from './traffic.js';

const BOX = { width: 260, height: 26, gap: 12 };
const COLUMN_GAP = 120;
const MARGIN = 8;
const LONGEST_LABEL = 36;

interface PlacedBox {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly isExternal: boolean;
}

/**
 * Traffic as a picture: who only calls on the left, who is only called on the right, who does both between them. An edge that a finding
 * names is drawn thick and said to be one. The same traffic gives the same bytes.
 */
export function trafficSvg({ edges }: Traffic): string {
  const boxes = placed(edges);
  const byName = new Map(boxes.map((box) => [box.name, box]));
  const width = Math.max(...boxes.map(({ x }) => x)) + BOX.width + MARGIN;
  const height = Math.max(...boxes.map(({ y }) => y)) + BOX.height + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="who called whom">`,
    ...edges.flatMap((edge) => edgeElement(edge, byName)),
    ...boxes.map(boxElement),
    '</svg>',
  ].join('\n');
}

function placed(edges: readonly TrafficEdge[]): readonly PlacedBox[] {
  const callers = new Set(edges.map(({ from }) => from));
  // The port tells services of one pod apart; a pod that calls others as well is one box with what it answers on.
  const called = new Map(edges.map((edge) => [edge.to, edge.isExternal]));
  const columns: readonly (readonly string[])[] = [
    [...callers].filter((name) => !called.has(name)),
    [...callers].filter((name) => called.has(name)),
    [...called.keys()].filter((name) => !callers.has(name)),
  ].filter((names) => names.length > 0);
  return columns.flatMap((names, column) =>
    names.toSorted().map((name, row) => ({
      name,
      x: MARGIN + column * (BOX.width + COLUMN_GAP),
      y: MARGIN + row * (BOX.height + BOX.gap),
      isExternal: called.get(name) === true,
    })),
  );
}

function boxElement({ name, x, y, isExternal }: PlacedBox): string {
  const dash = isExternal ? ' stroke-dasharray="5 3"' : '';
  return [
    `<g><title>${escapedHtml(isExternal ? `${name} (external)` : name)}</title>`,
    `<rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="4" fill="var(--box)" stroke="var(--line)"${dash}/>`,
    `<text x="${x + 8}" y="${y + 17}" font-family="ui-monospace, monospace" font-size="12" fill="var(--ink)">${escapedHtml(shortened(name, LONGEST_LABEL))}</text></g>`,
  ].join('');
}

function edgeElement({ from, to, count, isSuspicious }: TrafficEdge, boxes: ReadonlyMap<string, PlacedBox>): readonly string[] {
  const [start, end] = [boxes.get(from), boxes.get(to)];
  if (start === undefined || end === undefined) return [];
  const [x1, y1] = [start.x + BOX.width, start.y + BOX.height / 2];
  const isForward = end.x > start.x;
  const [x2, y2] = [isForward ? end.x : end.x + BOX.width, end.y + BOX.height / 2];
  const bend = isForward ? (x2 - x1) / 2 : COLUMN_GAP / 2;
  const path = `M${x1} ${y1} C${x1 + bend} ${y1} ${isForward ? x2 - bend : x2 + bend} ${y2} ${x2} ${y2}`;
  const stroke = isSuspicious ? 'stroke="var(--alarm)" stroke-width="3"' : 'stroke="var(--quiet)" stroke-width="1"';
  const title = `${from} to ${to}: ${count}${isSuspicious ? ', named by a finding' : ''}`;
  return [`<path d="${path}" fill="none" ${stroke}><title>${escapedHtml(title)}</title></path>`];
}
