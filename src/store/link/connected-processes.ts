import type { ConnectionTable } from '../../model/link/connection-table.js';
import type { CaseDatabase } from '../database.js';

/** Lets SQL ask `has_connections(process)` of connections that are not written yet. */
export function addConnectedProcesses(database: CaseDatabase, table: ConnectionTable): void {
  const processes = new Set<number>();
  for (const row of table.rows()) processes.add(table.columns.process[row] ?? 0);
  database.function('has_connections', { directOnly: true }, (process: unknown) =>
    Number(typeof process === 'number' && processes.has(process)),
  );
}
