import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { UserError } from '../model/error.js';
import { APPLICATION_ID, MIGRATIONS } from './schema.js';

/** An open connection to a case file. */
export type CaseDatabase = Database.Database;

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
    const database = new Database(path, mode === 'read' ? { readonly: true } : {});
    configure(database, mode);
    migrate(database, path, mode);
    return database;
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error)) throw error;
    throw new UserError(
      `the case file ${path} can't be opened: ${error.message}`,
      'check that the folder can be written and the disk has room, or give another place with --case FILE',
    );
  }
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
  database.pragma('cache_size = -32000');
  database.pragma('temp_store = memory');
  if (mode === 'read') return;
  // Before the write-ahead log: what stands only there is not in the header that tells a case file, even after a crash.
  if (database.pragma('user_version', { simple: true }) === 0) database.pragma(`application_id = ${APPLICATION_ID}`);
  database.pragma('journal_mode = wal');
  database.pragma('synchronous = normal');
  database.pragma('foreign_keys = on');
  database.pragma('wal_autocheckpoint = 2000');
}

function migrate(database: CaseDatabase, path: string, mode: 'read' | 'write'): void {
  const applied = Number(database.pragma('user_version', { simple: true }));
  if (applied > MIGRATIONS.length)
    throw new UserError(`${path} was written by a newer workbench`, 'update workbench, or import the sources again with --case NEWFILE');
  if (applied === MIGRATIONS.length) return;
  if (mode === 'read') throw new UserError(`${path} is from an older workbench`, 'open it once with: workbench import --case FILE');
  MIGRATIONS.slice(applied).forEach((migration, at) => {
    database.transaction(() => {
      database.exec(migration.sql);
      database.pragma(`user_version = ${applied + at + 1}`);
    })();
  });
}
