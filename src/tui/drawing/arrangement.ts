/** Lines of one width that stand one below the other. */
export interface Block {
  readonly lines: readonly string[];
  readonly columns: number;
}

/** What stands where on the screen. Every block is drawn exactly as wide as it says, so that nothing needs to be measured. */
export type Arrangement =
  | ({ readonly kind: 'block' } & Block)
  | { readonly kind: 'beside' | 'below'; readonly parts: readonly Arrangement[] };

/** Drawn lines of so many columns. */
export function block(lines: readonly string[], columns: number): Arrangement {
  return { kind: 'block', lines, columns };
}

/** Parts from left to right. */
export function beside(...parts: readonly Arrangement[]): Arrangement {
  return { kind: 'beside', parts };
}

/** Parts from top to bottom. */
export function below(...parts: readonly Arrangement[]): Arrangement {
  return { kind: 'below', parts };
}

/** The rows of the screen, without blanks at their ends. */
export function arrangedRows(arrangement: Arrangement): readonly string[] {
  return rowsOf(arrangement).map((row) => row.trimEnd());
}

function rowsOf(arrangement: Arrangement): readonly string[] {
  switch (arrangement.kind) {
    case 'block':
      return arrangement.lines;
    case 'below':
      return arrangement.parts.flatMap(rowsOf);
    case 'beside': {
      const parts = arrangement.parts.map((part) => ({ rows: rowsOf(part), blank: ' '.repeat(columnsOf(part)) }));
      const height = Math.max(0, ...parts.map(({ rows }) => rows.length));
      return Array.from({ length: height }, (_, row) => parts.map(({ rows, blank }) => rows[row] ?? blank).join(''));
    }
  }
}

function columnsOf(arrangement: Arrangement): number {
  switch (arrangement.kind) {
    case 'block':
      return arrangement.columns;
    case 'below':
      return Math.max(0, ...arrangement.parts.map(columnsOf));
    case 'beside':
      return arrangement.parts.reduce((sum, part) => sum + columnsOf(part), 0);
  }
}
