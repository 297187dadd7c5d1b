import { type Line, span, textLine, wrapText } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import type { Role } from '../drawing/theme.js';

/** One piece of the details before it is broken into lines. */
export type Detail =
  | { readonly kind: 'heading'; readonly text: string; readonly role?: Role }
  | { readonly kind: 'field'; readonly label: string; readonly value: string; readonly role?: Role }
  | { readonly kind: 'text'; readonly text: string; readonly role?: Role }
  | { readonly kind: 'space' };

/** A heading. */
export function heading(text: string, role: Role = 'heading'): Detail {
  return { kind: 'heading', text, role };
}

/** A field, or nothing when its value is absent or empty. */
export function field(label: string, value: string | number | undefined, role?: Role): readonly Detail[] {
  if (value === undefined || value === '') return [];
  return [{ kind: 'field', label, value: String(value), ...(role === undefined ? {} : { role }) }];
}

/** A sentence of its own. */
export function sentence(text: string, role?: Role): Detail {
  return role === undefined ? { kind: 'text', text } : { kind: 'text', text, role };
}

/** Sections with an empty line between them; sections that hold no more than their heading are left out. */
export function sections(...parts: readonly (readonly Detail[])[]): readonly Detail[] {
  const filled = parts.filter((part) => part.some((detail) => detail.kind !== 'heading'));
  return filled.flatMap((part, place): readonly Detail[] => (place === 0 ? part : [{ kind: 'space' }, ...part]));
}

const LABEL_COLUMNS = 13;

/** The details as lines of at most `columns`, long values on several. */
export function detailLines(details: readonly Detail[], columns: number, look: Look): readonly Line[] {
  return details.flatMap((detail) => linesOf(detail, columns, look));
}

function linesOf(detail: Detail, columns: number, look: Look): readonly Line[] {
  switch (detail.kind) {
    case 'space':
      return [textLine('')];
    case 'heading':
      return wrapText(detail.text, columns, look).map((text) => textLine(text, detail.role));
    case 'text':
      return wrapText(detail.text, columns - 2, look).map((text) => textLine(`  ${text}`, detail.role));
    case 'field': {
      const label = detail.label.padEnd(LABEL_COLUMNS - 1);
      return wrapText(detail.value, columns - LABEL_COLUMNS - 2, look).map((text, place) => ({
        spans: [span(`  ${place === 0 ? label : ' '.repeat(label.length)} `, 'label'), span(text, detail.role)],
      }));
    }
  }
}
