import { renderToString, Text } from 'ink';
import { Table } from 'ink-table';
import type { PropsWithChildren, ReactElement } from 'react';
import { fittedColumns, type SummaryColumn } from '../drawing/fitted-columns.js';
import type { Look } from '../drawing/look.js';

/**
 * A table of a few rows as printable lines of at most `room` columns: a border, the headings, and two lines for each row. Drawn by
 * `ink-table`, so it must not be asked for while a component is being drawn: React draws one thing at a time.
 */
export function summaryTable(columns: readonly SummaryColumn[], room: number, look: Look): readonly string[] {
  const fitted = fittedColumns(columns, room, look);
  const rowCount = fitted[0]?.cells.length ?? 0;
  const data = Array.from({ length: rowCount }, (_, row) =>
    Object.fromEntries(fitted.map(({ heading, cells }) => [heading, cells[row] ?? ''])),
  );
  const table = (
    <Table
      data={data}
      columns={fitted.map(({ heading, align }) => ({ key: heading, align }))}
      header={Plain}
      cell={Plain}
      skeleton={look.isAscii ? AsciiBorder : Plain}
    />
  );
  return renderToString(table, { columns: room }).split('\n');
}

function Plain({ children }: PropsWithChildren): ReactElement {
  return <Text>{children}</Text>;
}

function AsciiBorder({ children }: PropsWithChildren): ReactElement {
  return (
    <Text>
      {String(children)
        .replaceAll('─', '-')
        .replaceAll('│', '|')
        .replace(/[┌┬┐├┼┤└┴┘]/g, '+')}
    </Text>
  );
}
