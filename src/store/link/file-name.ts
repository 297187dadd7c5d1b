/** The file name of a binary's path, as rules and searches name it. */
export function fileName(binary: string | null): string | null {
  if (binary === null) return null;
  const path = binary.endsWith(DELETED) ? binary.slice(0, -DELETED.length) : binary;
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The kernel puts this behind the path of a file that is gone. */
const DELETED = ' (deleted)';

/** The file name of the path in a column, in SQL: as `fileName`, without the way through JavaScript. */
export function fileNameSql(column: string): string {
  const path = `case when substr(${column}, -${DELETED.length}) = '${DELETED}' then substr(${column}, 1, length(${column}) - ${DELETED.length}) else ${column} end`;
  // Takes the slashes out, so that what is left is what to take from the end of the path.
  return `(select substr(path, length(rtrim(path, replace(path, '/', ''))) + 1) from (select ${path} as path))`;
}
