import type { Page } from '../../model/case-view.js';

/** A page of rows, with where the next begins when there may be one. */
export function paged<Row extends { readonly id: number }>(rows: readonly Row[], limit: number): Page<Row> {
  const last = rows.at(-1);
  return rows.length < limit || last === undefined ? { rows } : { rows, next: last.id };
}
