import type { JsonObject } from '../export/json.js';
import { DOCUMENT_FORMATS, type DocumentFormat, listing } from '../export/listing.js';
import type { Filter } from '../model/filter.js';
import { formatFilter } from '../model/filter-grammar.js';
import { printable } from '../model/printable.js';
import { emptyReason } from './empty-reason.js';
import type { LimitOptions, OutputOptions, StyleOptions } from './options/output-options.js';
import { type AtOneMoment, openOutput, writeAll } from './output.js';
import { type TextStyle, textStyle } from './text/style.js';
import { type Column, tableLines } from './text/table.js';
import { counted, countText } from './text/wording.js';
import type { World } from './world.js';

/** Options of every command that prints a list. */
export type ListingOptions = OutputOptions & LimitOptions & StyleOptions & { readonly format: string };

/** A list that a command prints, for people and for programs. */
export interface ListingPlan<Row> {
  /** Names the items in documents: `processes`. */
  readonly kind: string;
  readonly nouns: readonly [one: string, many: string];
  /** Rows that the filter lets through. Asked once. */
  readonly rows: Iterable<Row>;
  shape(row: Row): JsonObject;
  columns(style: TextStyle): readonly Column<Row>[];
  /** Rows of the case, without any filter. */
  readonly total: number;
  readonly filter: Filter;
  /** Whether a filter lets nothing through. */
  isEmpty(filter: Filter): boolean;
  /** For rows that are read a page at a time: what goes out together is read at one moment, since each question by itself would lock the case anew. */
  readonly atOneMoment?: AtOneMoment;
  /** Said when the case holds no such rows at all. */
  readonly whyNone: readonly string[];
}

/** Prints a list in the form that was asked for; for people, with a count on standard error that adds up. */
export async function printListing<Row>(world: World, options: ListingOptions, plan: ListingPlan<Row>): Promise<void> {
  const output = openOutput(world, options);
  const format = documentFormat(options.format);
  if (format !== undefined) return writeAll(output, listing(format, plan.kind, shapes(plan)), plan.atOneMoment);
  const style = textStyle(world, options);
  const counter = countedRows(plan.rows, options.limit ?? Number.POSITIVE_INFINITY);
  await writeAll(output, tableLines(plan.columns(style), counter.rows, style), plan.atOneMoment);
  if (options.quiet !== true) world.stderr.write(`${countLine(plan, counter.shown(), counter.matching())}\n`);
}

/** The format as one that programs read, or nothing for text. */
export function documentFormat(format: string): DocumentFormat | undefined {
  return DOCUMENT_FORMATS.find((known) => known === format);
}

function* shapes<Row>(plan: ListingPlan<Row>): Generator<JsonObject> {
  for (const row of plan.rows) yield plan.shape(row);
}

/** Passes rows on up to the limit and counts those beyond it as well. */
function countedRows<Row>(rows: Iterable<Row>, limit: number) {
  let matching = 0;
  function* limited(): Generator<Row> {
    for (const row of rows) {
      matching += 1;
      if (matching <= limit) yield row;
    }
  }
  return { rows: limited(), shown: () => Math.min(matching, limit), matching: () => matching };
}

function countLine<Row>(plan: ListingPlan<Row>, shown: number, matching: number): string {
  const [one, many] = plan.nouns;
  const total = counted(plan.total, one, many);
  if (plan.total === 0) return [`no ${many} in this case`, ...plan.whyNone].join(': ');
  const filter = printable(formatFilter(plan.filter));
  if (matching === 0)
    return `no ${one} of ${countText(plan.total)} matches (filter: ${filter}): ${printable(emptyReason(plan.filter, plan.isEmpty))}`;
  if (filter === '' && shown === matching && matching === plan.total) return total;
  const cut = shown < matching ? `, ${countText(matching - shown)} more match` : '';
  return `showing ${countText(shown)} of ${total}${filter === '' ? '' : ` (filter: ${filter})`}${cut}`;
}
