import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/model/error.js';
import { Database } from '../../src/store/binding.js';
import { openDatabase } from '../../src/store/database.js';
import { isCaseFile, openCase } from '../../src/store/open.js';
import { APPLICATION_ID, MIGRATIONS } from '../../src/store/schema.js';
import { openCaseToWrite } from '../../src/store/write.js';
import { execLine } from '../tetragon-lines.js';
import { caseOf, emptyCase, importInto, temporaryFolder } from './case-of.js';

const newPath = () => join(temporaryFolder(), 'deep', 'folder', 'a.workbench');

function pragma(path: string, name: string): unknown {
  const database = new Database(path, { readonly: true });
  try {
    return database.pragma(name, { simple: true });
  } finally {
    database.close();
  }
}

describe('a new case file', () => {
  it('may be read by its owner only, and so may its folder', () => {
    const path = newPath();
    openCaseToWrite(path).close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
  });

  it('keeps its write-ahead log from others too', () => {
    const path = newPath();
    const store = openCaseToWrite(path);
    expect(statSync(`${path}-wal`).mode & 0o077).toBe(0);
    store.close();
  });

  it('is told by its header before anything else is written', () => {
    const path = newPath();
    const store = openCaseToWrite(path);
    expect(readFileSync(path).readUInt32BE(68)).toBe(APPLICATION_ID);
    expect(isCaseFile(path)).toBe(true);
    store.close();
  });

  it('has a write-ahead log, foreign keys and strict tables alone', () => {
    const path = newPath();
    const database = openDatabase(path, 'write');
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
    const loose = database
      .prepare("select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0 and name not like 'sqlite_%'")
      .all();
    expect(loose).toEqual([]);
    database.close();
  });

  it('opens again as it was', () => {
    const path = newPath();
    openCaseToWrite(path).close();
    const before = pragma(path, 'user_version');
    openCaseToWrite(path).close();
    openCase(path).close();
    expect(pragma(path, 'user_version')).toBe(before);
    expect(before).toBe(MIGRATIONS.length);
  });

  it('has facts that all refer to what is there', async () => {
    const store = await caseOf([execLine({ pid: 1, at: 1, binary: '/bin/a', parent: { pid: 2, at: 0.5, binary: '/bin/b' } })]);
    const database = new Database(store.path, { readonly: true });
    expect(database.pragma('foreign_key_check')).toEqual([]);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    database.close();
  });
});

describe('migrations', () => {
  it('have names in order, each its own', () => {
    const names = MIGRATIONS.map(({ name }) => name);
    expect([...names].sort()).toEqual(names);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('a file that is no case', () => {
  it.each<[string, (path: string) => void, 'read' | 'write', RegExp]>([
    ['that is missing can not be read', () => undefined, 'read', /there is no case file/],
    ['of text is refused', (path) => writeFileSync(path, 'x'.repeat(4096)), 'write', /not a case file/],
    ['that is short is refused', (path) => writeFileSync(path, 'x'), 'write', /not a case file/],
    ['of another program is refused', (path) => new Database(path).exec('create table t (a)').close(), 'write', /not a case file/],
    ['of another program can not be read', (path) => new Database(path).exec('create table t (a)').close(), 'read', /not a case file/],
    [
      'of a newer version is refused',
      (path) => {
        openCaseToWrite(path).close();
        const database = new Database(path);
        database.pragma(`user_version = ${MIGRATIONS.length + 1}`);
        database.close();
      },
      'read',
      /newer workbench/,
    ],
  ])('%s', (_what, make, mode, message) => {
    const path = join(temporaryFolder(), 'file');
    make(path);
    const open = mode === 'read' ? openCase : openCaseToWrite;
    expect(() => open(path)).toThrow(UserError);
    expect(() => open(path)).toThrow(message);
  });

  it('but is empty becomes one', () => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, '');
    openCaseToWrite(path).close();
    expect(isCaseFile(path)).toBe(true);
  });

  it.each(['', 'SQLite format 3\0', 'x'.repeat(200)])('is not taken for one by its content %j', (content) => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, content);
    expect(isCaseFile(path)).toBe(false);
  });
});

describe('linking anew', () => {
  const actor = { pid: 1, at: 1, binary: '/bin/a' };

  it('is needed for a new case, for new facts and for another threshold', async () => {
    const folder = temporaryFolder();
    const store = emptyCase(folder);
    const file = join(folder, 'events.jsonl');
    writeFileSync(file, `${execLine(actor)}\n`);
    expect(store.needsLinking({ lateAfterSeconds: 300 })).toBe(true);
    await importInto(store, [file]);
    store.link({ lateAfterSeconds: 300 });
    expect(store.needsLinking({ lateAfterSeconds: 300 })).toBe(false);
    expect(store.needsLinking({ lateAfterSeconds: 60 })).toBe(true);
    writeFileSync(file, `${execLine(actor)}\n${execLine({ ...actor, pid: 2 })}\n`);
    await importInto(store, [file]);
    expect(store.needsLinking({ lateAfterSeconds: 300 })).toBe(true);
  });

  it('makes a new revision that says the same', async () => {
    const store = await caseOf([execLine(actor)]);
    const before = store.view.processes({ terms: [] }, { limit: 9 });
    expect(store.view.revision()).toBe(1);
    store.link({ lateAfterSeconds: 300 });
    expect(store.view.revision()).toBe(2);
    expect(store.view.processes({ terms: [] }, { limit: 9 })).toEqual(before);
  });
});
