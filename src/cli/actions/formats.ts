import { formatShape, type ReadFormat } from '../../export/format-shape.js';
import { listing } from '../../export/listing.js';
import { FORMATS } from '../../ingest/formats/index.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { documentFormat } from '../listing-output.js';
import type { OutputOptions, StyleOptions } from '../options/output-options.js';
import { openOutput, writeAll } from '../output.js';
import { paint, type TextStyle, textStyle } from '../text/style.js';

/** Options of `formats`. */
export type FormatsOptions = OutputOptions & StyleOptions & { readonly format: string };

/** Lists every format that inputs are recognised as. */
export async function formats({ options, world }: Call<FormatsOptions>): Promise<ExitCode> {
  const output = openOutput(world, options);
  const format = documentFormat(options.format);
  await writeAll(
    output,
    format === undefined ? formatLines(textStyle(world, options)) : listing(format, 'formats', FORMATS.map(formatShape)),
  );
  return EXIT.ok;
}

/** A name is told apart by standing alone at the left: what follows is too long for a table. */
function* formatLines(style: TextStyle): Generator<string> {
  const width = Math.max(...FORMATS.map(({ name }) => name.length));
  const formats: readonly ReadFormat[] = FORMATS;
  for (const { name, title, contributes } of formats) {
    yield `${paint(name.padEnd(width), 'heading', style)}  ${title}\n`;
    yield `${' '.repeat(width)}  ${contributes}\n`;
  }
}
