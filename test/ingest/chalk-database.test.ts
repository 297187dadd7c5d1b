import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { examine } from '../../src/ingest/source-file.js';
import { Database } from '../../src/store/binding.js';
import { emptyCase, importInto, temporaryFolder } from '../store/case-of.js';

const report = (index: number, padding = '') =>
  `{"_OPERATION": "heartbeat", "_TIMESTAMP": ${1_795_189_830_000 + index}, "_EXEC_ID": "bfc230aed3568369", "_ACTION_ID": "${index}", "_ENV": {"X": "${padding}"}}`;

/** A database as chalk's test server makes it, in whose `reports` these texts are. */
function serverDatabase(raw: readonly string[], pageBytes = 4096): string {
  const file = join(temporaryFolder(), 'anything');
  const database = new Database(file);
  database.pragma(`page_size = ${pageBytes}`);
  database.exec(`CREATE TABLE stats(id INTEGER NOT NULL PRIMARY KEY, operation VARCHAR);
    CREATE TABLE chalks(metadata_id VARCHAR NOT NULL PRIMARY KEY, metadata_hash VARCHAR, chalk_id VARCHAR, raw JSON);
    CREATE TABLE reports(id INTEGER NOT NULL PRIMARY KEY, operation VARCHAR, raw JSON);`);
  const insert = database.prepare('insert into reports (operation, raw) values (?, ?)');
  for (const text of raw) insert.run('heartbeat', text);
  database.close();
  return file;
}

describe("the database of chalk's server", () => {
  it.each([
    ['few reports', 3, '', 4096],
    ['more than a page holds', 700, '', 512],
    ['reports longer than many pages', 3, 'é'.repeat(40_000), 1024],
    ['pages of the largest size', 50, 'x'.repeat(3000), 65_536],
  ])('gives every report: %s', async (_what, count, padding, pageBytes) => {
    const store = emptyCase();
    const file = serverDatabase(
      Array.from({ length: count }, (_, index) => report(index, padding)),
      pageBytes,
    );
    const { sources, refused } = await importInto(store, [file]);
    expect(refused).toEqual([]);
    expect(sources[0]).toMatchObject({ format: 'chalk', ledger: { records: count, malformed: 0, kinds: { heartbeat: count } } });
  });

  it('gains no file beside it by being read', async () => {
    const file = serverDatabase([report(1)]);
    await importInto(emptyCase(), [file]);
    expect(readdirSync(join(file, '..'))).toEqual(['anything']);
  });

  it('is told from databases of something else', async () => {
    const file = join(temporaryFolder(), 'other.sqlite');
    const database = new Database(file);
    database.exec('create table t(x); insert into t values (1)');
    database.close();
    expect(await examine({ path: file, file }, 'here')).toMatchObject({
      kind: 'refused',
      refusal: { reason: expect.stringContaining('a database') },
    });
  });

  it('is refused, not believed, when it is damaged', async () => {
    const file = join(temporaryFolder(), 'broken');
    writeFileSync(file, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(5000, 0xff)]));
    expect((await examine({ path: file, file }, 'here')).kind).toBe('refused');
  });
});
