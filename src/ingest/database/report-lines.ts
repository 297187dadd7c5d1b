import type { FileHandle } from 'node:fs/promises';
import { DatabasePages } from './pages.js';
import { valuesOf } from './record.js';

/** *Source:* chalk's test server keeps what it is sent in the column `raw` of these tables: marks first, then reports. */
const TABLES = ['chalks', 'reports'];

/** The JSON that a database of chalk's server keeps, a row a line. None for a database of anything else. */
export async function* reportLines(file: FileHandle): AsyncGenerator<Buffer> {
  const pages = await DatabasePages.open(file);
  const roots = new Map<string, number>();
  for await (const row of pages.rows(1)) {
    const [type, name, , root] = valuesOf(row);
    if (type === 'table' && typeof name === 'string' && typeof root === 'number') roots.set(name, root);
  }
  for (const table of TABLES) {
    const root = roots.get(table);
    if (root === undefined) continue;
    for await (const row of pages.rows(root)) {
      const json = valuesOf(row).find((value) => typeof value === 'string' && /^[[{]/.test(value));
      if (json !== undefined) yield Buffer.from(`${json}\n`);
    }
  }
}
