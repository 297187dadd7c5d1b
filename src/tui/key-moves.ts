const TITLE_ROWS = 1;

/** The keys that move from the selected one of the lines below a title to the one at `row`, `undefined` where there is none. */
export function keysToRow(isSelected: readonly boolean[], row: number): readonly string[] | undefined {
  const selected = isSelected.indexOf(true);
  const wanted = row - TITLE_ROWS;
  return selected < 0 || wanted < 0 || wanted >= isSelected.length ? undefined : keysToMove(wanted - selected);
}

/** The keys that move the selection by so many rows. */
export function keysToMove(by: number): readonly string[] {
  return Array.from({ length: Math.abs(by) }, () => (by < 0 ? 'up' : 'down'));
}
