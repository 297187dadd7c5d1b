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

/** Parts from left to right. Shorter ones are as tall as the tallest, with blanks below. */
export function beside(...parts: readonly Arrangement[]): Arrangement {
  const height = Math.max(0, ...parts.map(heightOf));
  return { kind: 'beside', parts: parts.map((part) => asTallAs(height, part)) };
}

function asTallAs(height: number, part: Arrangement): Arrangement {
  const missing = height - heightOf(part);
  if (missing === 0) return part;
  const columns = columnsOf(part);
  const blank = ' '.repeat(columns);
  return below(
    part,
    block(
      Array.from({ length: missing }, () => blank),
      columns,
    ),
  );
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
      const parts = arrangement.parts.map(rowsOf);
      return (parts[0] ?? []).map((_, row) => parts.map((rows) => rows[row] ?? '').join(''));
    }
  }
}

function heightOf(arrangement: Arrangement): number {
  switch (arrangement.kind) {
    case 'block':
      return arrangement.lines.length;
    case 'below':
      return arrangement.parts.reduce((sum, part) => sum + heightOf(part), 0);
    case 'beside':
      return Math.max(0, ...arrangement.parts.map(heightOf));
  }
}

function columnsOf(arrangement: Arrangement): number {
  return acrossOf(arrangement, ({ columns }) => columns);
}

/** How many blocks stand beside each other where most do. */
export function blocksAcross(arrangement: Arrangement): number {
  return acrossOf(arrangement, () => 1);
}

function acrossOf(arrangement: Arrangement, ofBlock: (block: Block) => number): number {
  switch (arrangement.kind) {
    case 'block':
      return ofBlock(arrangement);
    case 'below':
      return Math.max(0, ...arrangement.parts.map((part) => acrossOf(part, ofBlock)));
    case 'beside':
      return arrangement.parts.reduce((sum, part) => sum + acrossOf(part, ofBlock), 0);
  }
}
