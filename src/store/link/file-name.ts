/** The file name of a binary's path, as rules and searches name it. */
export function fileName(binary: string | null): string | null {
  if (binary === null) return null;
  const path = binary.endsWith(DELETED) ? binary.slice(0, -DELETED.length) : binary;
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The kernel puts this behind the path of a file that is gone. */
const DELETED = ' (deleted)';
