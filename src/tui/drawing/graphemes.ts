import { createRequire } from 'node:module';

type WidthOf = (text: string) => number;

/** Where Node can't load a module of this kind when it is needed (before 22.12, but for 20.19 and later ones of 20), it is loaded at once. */
const loadedAtOnce: WidthOf | undefined = process.features.require_module === true ? undefined : (await import('string-width')).default;

let segmenter: Intl.Segmenter | undefined;
let widthOf = loadedAtOnce;

/** What people take for the characters of a text, in order. */
export function* graphemes(text: string): Generator<string> {
  // Made when it is first needed, since it loads the rules of all scripts: a twentieth of a first frame.
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (const { segment } of segmenter.segment(text)) yield segment;
}

/** Columns that printable text of any script takes on a terminal. */
export function anyWidth(text: string): number {
  widthOf ??= loaded();
  return widthOf(text);
}

/** The package makes a segmenter and patterns of its own as it is loaded, which few texts need. */
function loaded(): WidthOf {
  const { default: stringWidth }: typeof import('string-width') = createRequire(import.meta.url)('string-width');
  return stringWidth;
}
