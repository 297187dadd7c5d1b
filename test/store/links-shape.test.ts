import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { NO_FILTER } from '../../src/model/filter.js';
import { Database } from '../../src/store/binding.js';
import { LINKS_SHAPE } from '../../src/store/database.js';
import { openCase } from '../../src/store/open.js';
import { LINK_INDEXES } from '../../src/store/schema.js';
import { LINKS } from '../../src/store/schema-links.js';
import { openCaseToWrite } from '../../src/store/write.js';
import { execLine } from '../tetragon-lines.js';
import { caseOf } from './case-of.js';

describe('a linked case', () => {
  it('has the indexes that reading needs, and none that a step of linking made for itself', async () => {
    const store = await caseOf([execLine({ pid: 7, at: 1, binary: '/bin/a' })]);
    const database = new Database(store.path, { readonly: true });
    const made = database
      .prepare("select name, substr(sql, instr(sql, ' on ') + 4) as [on] from sqlite_schema where type = 'index' and sql is not null")
      .all();
    const listed = LINK_INDEXES.filter(({ on }) => on.startsWith('connection('));
    expect(made).toEqual(expect.arrayContaining([...LINK_INDEXES]));
    expect(database.prepare("select count(*) from sqlite_schema where type = 'index' and tbl_name = 'connection'").pluck().get()).toBe(
      listed.length,
    );
    database.close();
  });
});

describe('a case whose links have the shape of another version', () => {
  it('is told by the hash of what makes their tables', () => {
    expect(LINKS_SHAPE).toBe(createHash('sha256').update(LINKS).digest('hex'));
  });

  it('keeps its facts, has its links made anew and asks to be linked', async () => {
    const made = await caseOf([execLine({ pid: 7, at: 1, binary: '/bin/a' })]);
    const { path } = made;
    made.close();
    const database = new Database(path);
    database.exec(
      "create table old_link (a integer); update setting set value = 'another' where name = 'links_shape'; alter table process drop column images",
    );
    database.close();

    const read = openCase(path);
    expect(read.needsLinking({ lateAfterSeconds: 300 })).toBe(true);
    expect(read.view.processes(NO_FILTER, { limit: 10 }).rows).toEqual([]);
    read.close();

    const linked = openCaseToWrite(path);
    linked.link({ lateAfterSeconds: 300 });
    expect(linked.view.processes(NO_FILTER, { limit: 10 }).rows.map(({ binary }) => binary)).toEqual(['/bin/a']);
    linked.close();
    const tables = new Database(path, { readonly: true });
    expect(tables.prepare("select name from sqlite_schema where name = 'old_link'").all()).toEqual([]);
    tables.close();
  });
});
