import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import { UserError } from '../model/error.js';
import { Database } from './binding.js';
import { addEventFunctions } from './pages/event-functions.js';
import { APPLICATION_ID, FACT_TABLES, MIGRATIONS } from './schema.js';
import { LINKS } from './schema-links.js';

/** An open connection to a case file. */
export type CaseDatabase = BetterSqlite3.Database;

/** Connections that functions of a connection read pages through. */
const pageConnections = new WeakMap<CaseDatabase, CaseDatabase>();
/** They read blobs, which are kept unpacked by who asks. */
const PAGE_CACHE = 'cache_size = -1000';

/** Bytes are copied from the log into the file at once: more often than this costs more than the log's length. */
const AUTOMATIC_CHECKPOINT = 'wal_autocheckpoint = 8000';

/** Closes a connection that `openDatabase` made. */
export function closeDatabase(database: CaseDatabase): void {
  pageConnections.get(database)?.close();
  database.close();
}

const SQLITE_MAGIC = 'SQLite format 3\0';
const APPLICATION_ID_OFFSET = 68;
const OWNER_ONLY = 0o600;

/** True when the file is a case of this program: by its header, never by its name. False when it can't be read. */
export function isCaseFile(path: string): boolean {
  const header = Buffer.alloc(100);
  try {
    const file = openSync(path, 'r');
    try {
      if (readSync(file, header, 0, header.length, 0) < header.length) return false;
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
  return header.toString('latin1', 0, 16) === SQLITE_MAGIC && header.readUInt32BE(APPLICATION_ID_OFFSET) === APPLICATION_ID;
}

/**
 * A connection to the case at `path`, made and brought up to date when `mode` is `write`. Files are readable by their owner only: they hold
 * command lines. Throws a `UserError` for a file that is no case, that a newer version wrote, or that can't be opened.
 */
export function openDatabase(path: string, mode: 'read' | 'write'): CaseDatabase {
  const exists = existsSync(path);
  if (!exists && mode === 'read')
    throw new UserError(`there is no case file at ${path}`, 'import into it first: workbench import FILES --case FILE');
  if (exists && !isCaseFile(path) && !isEmptyFile(path))
    throw new UserError(`${path} is not a case file of workbench`, 'give event files without --case, or another path after --case');
  try {
    if (!exists) create(path);
    // SQLite takes what begins with file: for an address, unless a folder stands before it.
    const file = resolve(path);
    const database = mode === 'write' ? openToWrite(file) : openToRead(file);
    addEventFunctions(database, () => openPages(file, database));
    return database;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new UserError(
      `the case file ${path} can't be opened: ${error.message}`,
      'check that the folder can be written and the disk has room, or give another place with --case FILE',
    );
  }
}

/**
 * Does work whose rows refer to rows that it made or read itself: looking each reference up again is a tenth of an import. Not for work
 * that deletes what others refer to. Must not be called in a transaction.
 */
export function withoutReferenceChecks(database: CaseDatabase, work: () => void): void {
  database.pragma('foreign_keys = off');
  try {
    work();
  } finally {
    database.pragma('foreign_keys = on');
  }
}

/** From now on commits leave what they wrote in the log. */
export function holdBackLog(database: CaseDatabase): void {
  database.pragma('wal_autocheckpoint = 0');
}

/** Lets commits copy the log into the file again when it is long. */
export function letLogEmpty(database: CaseDatabase): void {
  database.pragma(AUTOMATIC_CHECKPOINT);
}

/** Copies the log into the file as far as no reader needs it. */
export function emptyLog(database: CaseDatabase): void {
  database.pragma('wal_checkpoint(passive)');
}

/**
 * Copies what is in the log into the file, as far as no reader needs it, beside who writes the case: that one has less to copy at its end. Nothing is lost where it
 * can't be done, and who writes will say why.
 */
export function copyLog(path: string): void {
  try {
    const database = openDatabase(path, 'write');
    try {
      emptyLog(database);
    } finally {
      closeDatabase(database);
    }
  } catch (error) {
    if (!isFailureOfCase(error)) throw error;
  }
}

/** True for what a case file or its disk can do wrong, as opposed to a bug here. */
export function isFailureOfCase(error: unknown): boolean {
  return error instanceof UserError || (error instanceof Error && 'code' in error);
}

function openPages(path: string, owner: CaseDatabase): CaseDatabase {
  const pages = new Database(path, { readonly: true });
  pages.pragma('busy_timeout = 5000');
  pages.pragma(PAGE_CACHE);
  pageConnections.set(owner, pages);
  return pages;
}

function openToWrite(path: string): CaseDatabase {
  const database = new Database(path);
  refuseNewer(database, path);
  configure(database, 'write');
  migrate(database);
  return database;
}

/** A case of an older version is brought up to date first. */
function openToRead(path: string): CaseDatabase {
  const database = new Database(path, { readonly: true });
  refuseNewer(database, path);
  if (!isUpToDate(database)) {
    database.close();
    openToWrite(path).close();
    return openToRead(path);
  }
  configure(database, 'read');
  return database;
}

function refuseNewer(database: CaseDatabase, path: string): void {
  if (versionOf(database) <= MIGRATIONS.length) return;
  database.close();
  throw new UserError(`${path} was written by a newer workbench`, 'update workbench, or import the sources again with --case NEWFILE');
}

function isEmptyFile(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    return readSync(file, Buffer.alloc(1), 0, 1, 0) === 0;
  } finally {
    closeSync(file);
  }
}

function create(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', OWNER_ONLY));
  chmodSync(path, OWNER_ONLY);
}

function configure(database: CaseDatabase, mode: 'read' | 'write'): void {
  database.pragma('busy_timeout = 5000');
  database.pragma('cache_size = -10000');
  if (mode === 'read') return;
  // Before the write-ahead log: what stands only there is not in the header that tells a case file, even after a crash.
  if (database.pragma('user_version', { simple: true }) === 0) database.pragma(`application_id = ${APPLICATION_ID}`);
  database.pragma('journal_mode = wal');
  database.pragma('synchronous = normal');
  database.pragma('foreign_keys = on');
  letLogEmpty(database);
}

/** Facts are migrated. Links are not: when their tables' shape is another than this version's, they are made anew, empty. */
function migrate(database: CaseDatabase): void {
  const applied = versionOf(database);
  withoutReferenceChecks(database, () =>
    MIGRATIONS.slice(applied).forEach(({ sql, apply }, at) => {
      database.transaction(() => {
        if (apply === undefined) database.exec(sql);
        else apply(database);
        database.pragma(`user_version = ${applied + at + 1}`);
      })();
    }),
  );
  if (!hasLinksOfThisShape(database)) remakeLinks(database);
}

function versionOf(database: CaseDatabase): number {
  return Number(database.pragma('user_version', { simple: true }));
}

function isUpToDate(database: CaseDatabase): boolean {
  return versionOf(database) === MIGRATIONS.length && hasLinksOfThisShape(database);
}

/** SHA-256 of `LINKS`, as a test makes sure: to work it out would load node:crypto each time that a case is opened, which takes some milliseconds. */
export const LINKS_SHAPE = 'bbf75dae2c400e7be1a4ca4c4da0e61e339c761771f9fb251d17c158c47f22c7';

function hasLinksOfThisShape(database: CaseDatabase): boolean {
  return database.prepare("select value from setting where name = 'links_shape'").pluck().get() === LINKS_SHAPE;
}

function remakeLinks(database: CaseDatabase): void {
  const tables = database
    .prepare<[], string>("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
    .pluck()
    .all();
  // Tables that refer to each other are dropped in any order.
  database.pragma('foreign_keys = off');
  database.transaction(() => {
    for (const table of tables.filter((name) => !FACT_TABLES.has(name))) database.exec(`drop table "${table}"`);
    database.exec(LINKS);
    database.prepare("insert into setting values ('links_shape', ?) on conflict do update set value = excluded.value").run(LINKS_SHAPE);
  })();
  database.pragma('foreign_keys = on');
}
