import type { RowSink } from '../record-writer.js';

/** A number of a text or of a row, of which 0 is none. */
export function unlessZero(sink: RowSink, value: number | undefined): void {
  if (value === undefined || value === 0) sink.null();
  else sink.integer(value);
}

/** A port, of which a negative one was not told. */
export function port(sink: RowSink, value: number | undefined): void {
  if (value === undefined || value < 0) sink.null();
  else sink.integer(value);
}

/** A time or a count, which is not a number where it was not told. */
export function told(sink: RowSink, value: number | undefined): void {
  if (value === undefined || Number.isNaN(value)) sink.null();
  else sink.integer(value);
}

/** A text, where there is one. */
export function textIfTold(sink: RowSink, text: string | undefined): void {
  if (text === undefined) sink.null();
  else sink.text(text);
}
