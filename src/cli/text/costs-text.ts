import type { RuleCost } from '../../model/finding.js';
import type { TextStyle } from './style.js';
import { type Column, tableLines } from './table.js';
import { countText } from './wording.js';

const COLUMNS: readonly Column<RuleCost>[] = [
  { title: 'MS', isRight: true, text: ({ milliseconds }) => milliseconds.toFixed(1) },
  { title: 'ASKED', isRight: true, text: ({ asked }) => countText(asked) },
  { title: 'MATCHED', isRight: true, text: ({ matched }) => countText(matched) },
  { title: 'RULE', text: ({ title }) => title },
];

/** What each rule took, most expensive first. What several share is counted for the first that asked. */
export function costsText(costs: readonly RuleCost[], style: TextStyle): string {
  const { columns: _, ...unbounded } = style;
  return [...tableLines(COLUMNS, costs, { ...unbounded, isColour: false })].join('');
}
