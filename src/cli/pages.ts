import type { Page, PageRequest } from '../model/case-view.js';

/** Rows read at once: enough to make the question cheap, few enough to hold. */
const PAGE = 500;

/** Every row of a listing, a page at a time: a case of any size passes through in the memory of one page. */
export function* everyRow<Row>(page: (request: PageRequest) => Page<Row>): Generator<Row> {
  let after: number | undefined;
  for (;;) {
    const { rows, next } = page({ limit: PAGE, ...(after !== undefined && { after }) });
    yield* rows;
    if (next === undefined) return;
    after = next;
  }
}
