import type { Filter } from '../../model/filter.js';
import type { CaseDatabase } from '../database.js';
import { CaseLists } from '../lists/case-lists.js';
import { type ConnectionColumns, connectionCount, type MoreColumns, readConnectionColumns, readMoreColumns } from './connection-columns.js';
import { type ConnectionTerm, isConnectionTerm, keepMeeting } from './connection-terms.js';
import { marked } from './marked.js';
import { matchingConnections } from './matching-connections.js';
import { ProcessColumns } from './process-columns.js';
import { type ContainerTexts, markMeeting, type ProcessFacts } from './process-terms.js';

/** With more connections, lists of them are read from the case each time: in memory they take some 200 bytes each. */
const MOST_LISTED = 1_000_000;

interface Read {
  readonly revision: number;
  readonly facts: ProcessFacts;
  connections?: ConnectionColumns;
  more?: MoreColumns;
  lists?: CaseLists;
}

/**
 * Which processes a filter keeps, as `CaseView.matchingProcesses` says it, for somebody who asks again at every letter: from columns in
 * memory, which are read when they are first needed, and anew for a new revision. Milliseconds where SQL takes tenths of a second; about
 * 36 to 68 bytes a connection and 150 a process.
 */
export class ProcessMatcher {
  readonly #database: CaseDatabase;
  readonly #revision;
  #read: Read | undefined;

  constructor(database: CaseDatabase) {
    this.#database = database;
    this.#revision = database.prepare<[], number>('select revision from link_state').pluck();
  }

  /** Ids of every process that matches, ascending. */
  matching(filter: Filter): Int32Array {
    const { facts } = this.#columns();
    const ids = facts.processes.ids();
    const kept = new Uint8Array(ids.length).fill(1);
    const together: ConnectionTerm[] = [];
    for (const term of filter.terms) {
      if (isConnectionTerm(term) && !term.isNegated) together.push(term);
      else if (isConnectionTerm(term)) keep(kept, this.#withConnection([term]), true);
      else {
        const meeting = rowsThat(kept.length, (rows) => markMeeting(rows, term, facts));
        keep(kept, meeting, term.kind !== 'time' && term.isNegated);
      }
    }
    if (together.length > 0) keep(kept, this.#withConnection(together), false);
    return marked(ids, kept);
  }

  /** Ids of every connection that a filter of connections keeps, ascending. */
  matchingConnections(filter: Filter): Int32Array {
    return marked(this.#connections().ids, this.#keptConnections(filter));
  }

  #keptConnections(filter: Filter): Uint8Array {
    const columns = this.#connections();
    return matchingConnections(filter, { facts: this.#columns().facts, columns, more: () => this.#more(columns.ids.length) });
  }

  /** Lists of connections, names and conversations from columns in memory, once they are prepared for the case as it is. */
  lists(): CaseLists | undefined {
    const { lists } = this.#columns();
    return lists?.isReady === true ? lists : undefined;
  }

  /**
   * What is left to be read before any list is told at once, a step at a time, as `preparations`. Nothing for a case that is too large for them.
   */
  *listPreparations(): Generator<void> {
    if (connectionCount(this.#database) > MOST_LISTED) return;
    const read = this.#columns();
    yield* this.preparations();
    if (this.#columns() !== read) return;
    const columns = this.#connections();
    const more = this.#more(columns.ids.length);
    read.lists ??= new CaseLists(this.#database, read.facts, { columns, more, keeps: (filter) => this.#keptConnections(filter) });
    yield* this.#whileTheSame(read.lists.preparations());
  }

  /**
   * What is left to be read before any filter is answered at once, a step at a time; each takes some tenths of a second at most, and must see the case
   * at one moment. Ends once the case was linked anew.
   */
  preparations(): Generator<void> {
    return this.#whileTheSame(this.#matchPreparations());
  }

  *#whileTheSame(steps: Iterable<void>): Generator<void> {
    const read = this.#columns();
    for (const _ of steps) {
      yield;
      if (this.#columns() !== read) return;
    }
  }

  *#matchPreparations(): Generator<void> {
    const { facts } = this.#columns();
    const { processes } = facts;
    for (const name of ['binary', 'arguments', 'exec_id', 'name', 'node'] as const) yield processes.text(name).prepare();
    for (const name of ['container', 'pid', 'uid', 'parent', 'start_us', 'exit_us'] as const) yield void processes.number(name);
    yield void processes.bits();
    yield void processes.imageBinaries();
    yield void this.#connections();
    yield processes.imageExecIds().column.prepare();
  }

  /** 1 for each process that has a connection which meets all of these terms, whatever their negation. */
  #withConnection(terms: readonly ConnectionTerm[]): Uint8Array {
    const { processes } = this.#columns().facts;
    const columns = this.#connections();
    const { process } = columns;
    const meeting = new Uint8Array(process.length).fill(1);
    for (const term of terms) keepMeeting(meeting, term, columns, false);
    return rowsThat(processes.ids().length, (rows) => {
      for (let at = 0; at < process.length; at++) if (meeting[at] === 1) rows[processes.rowOf(process[at] ?? -1)] = 1;
    });
  }

  #connections(): ConnectionColumns {
    const read = this.#columns();
    read.connections ??= readConnectionColumns(this.#database);
    return read.connections;
  }

  #more(count: number): MoreColumns {
    const read = this.#columns();
    read.more ??= readMoreColumns(this.#database, count);
    return read.more;
  }

  #columns(): Read {
    const revision = this.#revision.get() ?? 0;
    if (this.#read?.revision === revision) return this.#read;
    const containers = this.#database
      .prepare<[], ContainerTexts>('select id, namespace, pod, workload, name, container_id, image, image_id from container')
      .all();
    const facts = { database: this.#database, processes: new ProcessColumns(this.#database), containers };
    const read: Read = { revision, facts };
    this.#read = read;
    return read;
  }
}

function rowsThat(length: number, mark: (rows: Uint8Array) => void): Uint8Array {
  const rows = new Uint8Array(length);
  mark(rows);
  return rows;
}

function keep(kept: Uint8Array, rows: Uint8Array, isNegated: boolean): void {
  const dropped = isNegated ? 1 : 0;
  for (let row = 0; row < kept.length; row++) if (rows[row] === dropped) kept[row] = 0;
}
