import type { LabStanding } from '../model/lab.js';
import { printable } from '../model/printable.js';
import { formatDuration } from '../model/time.js';
import { type Lab, labName } from './definition.js';

const LEAST_WIDTH = 30;
const MOST_WIDTH = 70;

/** The badge of a lab that was solved, as lines of equal width. */
export function badgeLines(lab: Lab, standing: LabStanding): readonly string[] {
  const texts = ['workbench lab', lab.title, labName(lab), `${standing.points} of ${standing.mostPoints} points`, how(standing)];
  const safe = texts.map((text) => [...printable(text)].slice(0, MOST_WIDTH).join(''));
  const width = Math.max(LEAST_WIDTH, ...safe.map((text) => text.length));
  const rule = `+${'-'.repeat(width + 2)}+`;
  return [rule, ...safe.map((text) => `| ${text.padStart(Math.floor((width + text.length) / 2)).padEnd(width)} |`), rule];
}

function how({ hints, seconds }: LabStanding): string {
  const helped = hints === 0 ? 'no hints' : `${hints} ${hints === 1 ? 'hint' : 'hints'}`;
  return `${helped}, ${formatDuration(seconds * 1_000_000)}`;
}

const LABEL_WIDTH = 96;
const CHARACTER_WIDTH = 7;
const PADDING = 12;

/** The badge as an SVG picture that loads nothing and runs nothing. */
export function badgeSvg(lab: Lab, standing: LabStanding): string {
  const right = escaped(`${lab.id} ${standing.points}/${standing.mostPoints}`);
  const rightWidth = [...`${lab.id} ${standing.points}/${standing.mostPoints}`].length * CHARACTER_WIDTH + 2 * PADDING;
  const width = LABEL_WIDTH + rightWidth;
  const title = escaped(`${lab.title}: ${standing.points} of ${standing.mostPoints} points, ${how(standing)}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="24" role="img" aria-label="${title}">
  <title>${title}</title>
  <rect width="${LABEL_WIDTH}" height="24" fill="#333"/>
  <rect x="${LABEL_WIDTH}" width="${rightWidth}" height="24" fill="#1a6e3c"/>
  <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
    <text x="${LABEL_WIDTH / 2}" y="16">workbench lab</text>
    <text x="${LABEL_WIDTH + rightWidth / 2}" y="16">${right}</text>
  </g>
</svg>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return printable(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
