import type { FormatName, Ledger, Source } from '../model/source.js';
import type { Batch, FinishedFile, SourceIdentity, StoredSource } from '../model/store.js';
import type { CaseDatabase } from './database.js';
import { listIn } from './read/rows.js';

interface SourceRow {
  readonly id: number;
  readonly path: string;
  readonly absolute_path: string;
  readonly format: FormatName;
  readonly size_bytes: number;
  readonly modified_ms: number;
  readonly head_hash: string;
  readonly position_bytes: number;
  readonly position_lines: number;
  readonly is_complete: number;
  readonly unfinished_at: number | null;
  readonly unfinished_line: number | null;
  readonly default_node: string;
  readonly ended_at: string;
  readonly offered: number;
  readonly records: number;
  readonly malformed: number;
  readonly dropped_events: number;
  readonly first_us: number | null;
  readonly last_us: number | null;
}

/** Problems kept of one source: beyond, they are only counted. */
const MOST_PROBLEMS = 10_000;

/** Adds a source with nothing read yet. */
export function addSource(database: CaseDatabase, source: SourceIdentity): StoredSource {
  const statement = database.prepare(
    'insert into source (path, absolute_path, format, size_bytes, modified_ms, head_hash, default_node) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const { path, absolutePath, format, sizeBytes, modifiedMs, headHash, defaultNode } = source;
  const id = Number(statement.run(path, absolutePath, format, sizeBytes, modifiedMs, headHash, defaultNode).lastInsertRowid);
  return { ...source, id, positionBytes: 0, positionLines: 0, isComplete: false, endedAt: [] };
}

/** Every source of the case in order of import. */
export function storedSources(database: CaseDatabase): readonly StoredSource[] {
  return database.prepare<[], SourceRow>('select * from source order by id').all().map(storedSource);
}

function storedSource(row: SourceRow): StoredSource {
  return {
    id: row.id,
    path: row.path,
    absolutePath: row.absolute_path,
    format: row.format,
    sizeBytes: row.size_bytes,
    modifiedMs: row.modified_ms,
    headHash: row.head_hash,
    positionBytes: row.position_bytes,
    positionLines: row.position_lines,
    isComplete: row.is_complete === 1,
    defaultNode: row.default_node,
    endedAt: listIn(row.ended_at).filter((offset) => typeof offset === 'number'),
  };
}

/** Keeps what batches say of their source's ledger. Its statements are prepared once. */
export class LedgerWriter {
  readonly #move;
  readonly #stretch;
  readonly #count;
  readonly #problems;
  readonly #problem;

  constructor(database: CaseDatabase) {
    this.#move = database.prepare(
      'update source set offered = offered + ?, records = records + ?, malformed = malformed + ?, dropped_events = dropped_events + ?, position_bytes = ?, position_lines = ? where id = ?',
    );
    this.#stretch = database.prepare(
      'update source set first_us = min(coalesce(first_us, :firstUs), :firstUs), last_us = max(coalesce(last_us, :lastUs), :lastUs) where id = :source',
    );
    this.#count = database.prepare('insert into source_count values (?, ?, ?, ?) on conflict do update set n = n + excluded.n');
    this.#problems = database.prepare('select count(*) from problem where source = ?').pluck();
    this.#problem = database.prepare(
      'insert into problem (source, line, byte_offset, severity, reason, excerpt) values (?, ?, ?, ?, ?, ?)',
    );
  }

  /** Adds a batch's counts and problems and moves the source's position. To be called inside the batch's transaction. */
  add(source: number, batch: Batch): void {
    const dropped = batch.records.reduce((sum, { record }) => sum + record.droppedEvents, 0);
    const records = [...batch.kinds.values()].reduce((sum, n) => sum + n, 0);
    this.#move.run(batch.offered, records, batch.malformed, dropped, batch.positionBytes, batch.positionLines, source);
    const { firstUs, lastUs } = batch;
    if (firstUs !== undefined && lastUs !== undefined) this.#stretch.run({ firstUs, lastUs, source });
    for (const [reason, n] of batch.ignored) this.#count.run(source, 'ignored', reason, n);
    for (const [kind, n] of batch.kinds) this.#count.run(source, 'kind', kind, n);
    this.#addProblems(source, batch.problems);
  }

  #addProblems(source: number, problems: Batch['problems']): void {
    if (problems.length === 0) return;
    const kept = Number(this.#problems.get(source));
    for (const { line, byteOffset, severity, reason, excerpt } of problems.slice(0, Math.max(0, MOST_PROBLEMS - kept)))
      this.#problem.run(source, line, byteOffset, severity, reason, excerpt);
  }
}

/** Marks a source as read to its end. */
export function finishSource(database: CaseDatabase, source: number, file: FinishedFile): void {
  database
    .prepare(
      `update source set is_complete = 1, size_bytes = ?, modified_ms = ?, head_hash = ?, unfinished_at = :at, unfinished_line = :line,
         ended_at = json_insert(ended_at, '$[#]', coalesce(:at, position_bytes)) where id = :source`,
    )
    .run(file.sizeBytes, file.modifiedMs, file.headHash, {
      at: file.unfinished?.byteOffset ?? null,
      line: file.unfinished?.line ?? null,
      source,
    });
}

/** Takes back a last record that was cut off, and what was said of the file's end, so that reading goes on with what was added. */
export function reopenSource(database: CaseDatabase, source: number): StoredSource {
  const statement = database.prepare<[number], SourceRow>('select * from source where id = ?');
  database.transaction(() => {
    const before = statement.get(source);
    const unfinishedAt = before?.unfinished_at ?? null;
    database.prepare('update source set is_complete = 0, unfinished_at = null, unfinished_line = null where id = ?').run(source);
    database.prepare('delete from problem where source = ? and byte_offset >= ?').run(source, unfinishedAt ?? before?.position_bytes ?? 0);
    if (unfinishedAt === null) return;
    database
      .prepare('update source set malformed = malformed - 1, offered = offered - 1, position_bytes = ?, position_lines = ? where id = ?')
      .run(unfinishedAt, (before?.unfinished_line ?? 1) - 1, source);
  })();
  const row = statement.get(source);
  if (row === undefined) throw new Error(`no source ${source}`);
  return storedSource(row);
}

/** The model's view of every source, ledger included, in order of import. */
export function sourcesOf(database: CaseDatabase): readonly Source[] {
  return database
    .prepare<[], SourceRow>('select * from source order by id')
    .all()
    .map((row) => ({
      id: row.id,
      path: row.path,
      format: row.format,
      ledger: ledgerOf(database, row),
      ...(row.first_us === null ? {} : { firstTimeUs: row.first_us }),
      ...(row.last_us === null ? {} : { lastTimeUs: row.last_us }),
      sizeBytes: row.size_bytes,
      isComplete: row.is_complete === 1,
      droppedEvents: row.dropped_events,
    }));
}

function ledgerOf(database: CaseDatabase, row: SourceRow): Ledger {
  const counts = database
    .prepare<[number], { class: 'ignored' | 'kind'; name: string; n: number }>(
      'select class, name, n from source_count where source = ? order by n desc, name',
    )
    .all(row.id);
  const ofClass = (name: string) =>
    Object.fromEntries(counts.filter((count) => count.class === name).map((count) => [count.name, count.n]));
  return { lines: row.offered, records: row.records, ignored: ofClass('ignored'), malformed: row.malformed, kinds: ofClass('kind') };
}
