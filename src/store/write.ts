import type { Judgement } from '../model/finding.js';
import type { KnownIdentities } from '../model/known-identities.js';
import type { LineHashScheme } from '../model/line-hash.js';
import type { FormatName } from '../model/source.js';
import type { Batch, CaseStore, FinishedFile, SourceIdentity, StoredSource } from '../model/store.js';
import { BatchWriter } from './batch-writer.js';
import { openDatabase, withoutReferenceChecks } from './database.js';
import { lineHashScheme } from './line-hash-scheme.js';
import { linkCase } from './link/link.js';
import { socketCount } from './link/socket-columns.js';
import { FACTS_AT_ONCE } from './link/socket-parts.js';
import { SocketsAhead } from './link/sockets-ahead.js';
import type { LinkOptions } from './link-options.js';
import { CaseFile } from './open.js';
import { LineIdentities } from './pages/line-identities.js';
import { addSource, finishSource, reopenSource } from './source-ledger.js';

/** An open case file that events are brought into. Who only reads one need not load what links it. */
export class WritableCase extends CaseFile implements CaseStore {
  #writer: BatchWriter | undefined;
  #identities: LineIdentities | undefined;
  #elsewhere: { readonly than: number; readonly identities: KnownIdentities } | undefined;
  #writtenTo: { readonly id: number; readonly format: FormatName } | undefined;

  addSource(source: SourceIdentity): StoredSource {
    return addSource(this.database, source);
  }

  moveSource(source: number, { path, absolutePath }: Pick<SourceIdentity, 'path' | 'absolutePath'>): void {
    this.database.prepare('update source set path = ?, absolute_path = ? where id = ?').run(path, absolutePath, source);
  }

  commit(source: number, ...batches: readonly Batch[]): void {
    this.#keep(source, batches);
  }

  #keep(source: number, batches: readonly Batch[], andThen?: () => void): void {
    const writer = this.#writer ?? new BatchWriter(this.database);
    this.#writer = undefined;
    const identity = this.#identity(source);
    const write = this.database.transaction(() => {
      for (const batch of batches) writer.write(identity, batch);
      andThen?.();
    });
    withoutReferenceChecks(this.database, write);
    this.#writer = writer;
    if (this.#elsewhere?.than !== source) this.#elsewhere = undefined;
  }

  lineHashScheme(): LineHashScheme {
    return lineHashScheme(this.database);
  }

  identitiesElsewhere(source: number): KnownIdentities {
    this.#identities ??= new LineIdentities(this.database);
    if (this.#elsewhere?.than !== source) this.#elsewhere = { than: source, identities: this.#identities.elsewhere(source) };
    return this.#elsewhere.identities;
  }

  #identity(source: number): { readonly id: number; readonly format: FormatName } {
    if (this.#writtenTo?.id !== source) this.#writtenTo = { id: source, format: this.source(source).format };
    return this.#writtenTo;
  }

  rest(): void {
    this.#writer = undefined;
    this.#elsewhere = undefined;
    this.#identities = undefined;
  }

  finish(source: number, file: FinishedFile, ...last: readonly Batch[]): void {
    this.#keep(source, last, () => finishSource(this.database, source, file));
    this.#writer?.forget(source);
  }

  reopen(source: number): StoredSource {
    return reopenSource(this.database, source);
  }

  /** What another thread may read for linking while that works on something else; `undefined` where that would be in vain. */
  socketsAhead(): SocketsAhead | undefined {
    return SocketsAhead.for(socketCount(this.database), { most: FACTS_AT_ONCE });
  }

  /** Works out processes, connections, names and trees anew from the facts. A new revision begins. */
  link(options: LinkOptions): void {
    linkCase(this.database, options);
  }

  /** Keeps what rules say of this revision for the interface and for filters. */
  saveJudgement({ findings, incidents }: Judgement): void {
    const insert = this.database.prepare('insert into finding (content) values (?)');
    const insertIncident = this.database.prepare('insert into incident (content) values (?)');
    const concern = this.database.prepare('insert or ignore into finding_process (process, finding) values (?, ?)');
    this.database.transaction(() => {
      this.database.exec('delete from finding_process; delete from finding; delete from incident');
      for (const finding of findings) {
        const id = Number(insert.run(JSON.stringify(finding)).lastInsertRowid);
        concern.run(finding.process.id, id);
      }
      for (const incident of incidents) insertIncident.run(JSON.stringify(incident));
      this.database.exec('update link_state set is_judged = 1');
    })();
  }
}

/**
 * Opens the case at a path, to read and to write it: made when there is none, and brought up to date. Throws a `UserError` for a file that is no case,
 * that a newer version wrote, or that can't be opened.
 */
export function openCaseToWrite(path: string): WritableCase {
  return new WritableCase(path, openDatabase(path, 'write'));
}
