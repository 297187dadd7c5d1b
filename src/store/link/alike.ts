import type { CaseDatabase } from '../database.js';

/** Command lines told apart at a time. Beyond this the first ones are forgotten: memory must not grow with a case. */
const REMEMBERED_COMMANDS = 20_000;
/** A longer command line is like no other. */
const LONGEST_COMPARED = 500;

/**
 * A number for each process by row, `count` the highest: equal for two only if they ran the same program with the same arguments, digits
 * aside. 0: like no other, or its program is not known. Two that are alike and stand far apart may have different numbers.
 */
export function commandNumbers(database: CaseDatabase, count: number): Int32Array {
  const numbers = new Int32Array(count + 1);
  const known = new Map<string, number>();
  let next = 1;
  const rows = database
    .prepare<[], { id: number; binary: string; arguments: string }>(
      `select id, binary, coalesce(arguments, '') as arguments from process
       where binary is not null and length(binary) + length(coalesce(arguments, '')) <= ${LONGEST_COMPARED} order by id`,
    )
    .iterate();
  for (const { id, binary, arguments: given } of rows) {
    const command = `${binary}\0${given.replace(/\d+/g, '0')}`;
    const number = known.get(command) ?? next++;
    if (known.size >= REMEMBERED_COMMANDS) known.clear();
    known.set(command, number);
    numbers[id] = number;
  }
  return numbers;
}
