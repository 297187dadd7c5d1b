import { OUTBOUND } from '../../model/link/connection-columns.js';
import type { ConnectionTable } from '../../model/link/connection-table.js';
import type { CaseDatabase } from '../database.js';
import { namesFromAnswers } from './answer-names.js';
import { namesFromArguments } from './argument-names.js';
import { namesFromServices } from './service-names.js';

/** Gives outbound connections their DNS names where no event did: from answers seen, else from arguments. Each says where from. */
export function linkNames(database: CaseDatabase, table: ConnectionTable): void {
  namesFromAnswers(database, table, namelessCalls(table));
  namesFromServices(database, table, namelessCalls(table));
  namesFromArguments(database, table, namelessCalls(table));
}

/** Connections that call somebody of whom no name is known. */
function namelessCalls(table: ConnectionTable): Int32Array {
  const { direction, names } = table.columns;
  return table.rowsWhere((row) => direction[row] === OUTBOUND && names[row] === 0);
}
