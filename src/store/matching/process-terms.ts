import type { FilterTerm, Flag, TextField, TextPattern } from '../../model/filter.js';
import type { CaseDatabase } from '../database.js';
import { PROCESS_BITS, type ProcessColumns, type ProcessText } from './process-columns.js';
import { anyTest, type TextTest, textTest } from './text-test.js';

/** What is asked of processes themselves, and needs to be read. */
export interface ProcessFacts {
  readonly database: CaseDatabase;
  readonly processes: ProcessColumns;
  /** Of containers, by column: the texts with the ids of those that have them. */
  readonly containers: readonly ContainerTexts[];
}

/** What a container is found by. */
export interface ContainerTexts {
  readonly id: number;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly workload: string | null;
  readonly name: string | null;
  readonly container_id: string;
  readonly image: string | null;
  readonly image_id: string | null;
}

/** A text that a container is found by. */
export type ContainerText = Exclude<keyof ContainerTexts, 'id'>;

/** What fields ask of containers. */
export const CONTAINER_FIELDS: Readonly<Partial<Record<TextField, readonly ContainerText[]>>> = {
  namespace: ['namespace'],
  pod: ['pod'],
  workload: ['workload'],
  container: ['name', 'container_id'],
  image: ['image', 'image_id'],
};

/** Marks with 1 the row of each process that meets the term, as it stands without its negation. */
export function markMeeting(rows: Uint8Array, term: FilterTerm, facts: ProcessFacts): void {
  switch (term.kind) {
    case 'text':
      for (const pattern of term.patterns) markText(rows, term.field, textTest(pattern), facts);
      return;
    case 'number':
      mark(rows, facts.processes.number(term.field === 'uid' ? 'uid' : 'pid'), (value) =>
        term.ranges.some(({ from, to }) => value >= from && value <= to),
      );
      return;
    case 'address':
      throw new Error('an address is no process’s own');
    case 'time':
      markTime(rows, term, facts);
      return;
    case 'flag':
      markFlag(rows, term.flag, facts);
      return;
    case 'word':
      markWord(rows, term.pattern, facts);
      return;
  }
}

function markText(rows: Uint8Array, field: TextField, test: TextTest, facts: ProcessFacts): void {
  const { processes } = facts;
  switch (field) {
    case 'binary':
      markBinaries(rows, test, processes);
      return;
    case 'exec': {
      const { rows: owners, column } = processes.imageExecIds();
      column.forEachThat(test, (image) => {
        rows[owners[image] ?? -1] = 1;
      });
      return;
    }
    case 'parent': {
      const parents = new Uint8Array(rows.length);
      markBinaries(parents, test, processes);
      mark(rows, processes.number('parent'), (id) => parents[processes.rowOf(id)] === 1);
      return;
    }
    case 'ancestor': {
      const ancestors = new Uint8Array(rows.length);
      markBinaries(ancestors, test, processes);
      markDescendants(rows, ancestors, processes);
      return;
    }
    case 'node':
    case 'arguments':
      markColumn(rows, field, test, processes);
      return;
    default:
      markContainers(rows, CONTAINER_FIELDS[field] ?? [], test, facts);
      return;
  }
}

function markColumn(rows: Uint8Array, name: ProcessText, test: TextTest, processes: ProcessColumns): void {
  processes.text(name).forEachThat(test, (row) => {
    rows[row] = 1;
  });
}

function markBinaries(rows: Uint8Array, test: TextTest, processes: ProcessColumns): void {
  markColumn(rows, 'binary', test, processes);
  markColumn(rows, 'name', test, processes);
  const isMet = anyTest([test]);
  for (const { row, binary } of processes.imageBinaries()) if (isMet(binary) || isMet(fileName(binary))) rows[row] = 1;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Ids of the containers of which one of these texts meets the test. */
export function containersThat(
  containers: readonly ContainerTexts[],
  names: readonly ContainerText[],
  test: TextTest,
): ReadonlySet<number> {
  const isMet = anyTest([test]);
  const has = (text: string | null): boolean => text !== null && isMet(text);
  return new Set(containers.filter((container) => names.some((name) => has(container[name]))).map(({ id }) => id));
}

function markContainers(rows: Uint8Array, names: readonly ContainerText[], test: TextTest, { processes, containers }: ProcessFacts): void {
  const wanted = containersThat(containers, names, test);
  if (wanted.size > 0) mark(rows, processes.number('container'), (id) => wanted.has(id));
}

/** Each is reached from above once, however long the ways to it are. */
function markDescendants(rows: Uint8Array, ancestors: Uint8Array, processes: ProcessColumns): void {
  const parents = processes.number('parent');
  const firstChild = new Int32Array(rows.length).fill(-1);
  const nextChild = new Int32Array(rows.length).fill(-1);
  for (let row = 0; row < rows.length; row++) {
    const parent = processes.rowOf(parents[row] ?? Number.NaN);
    if (parent < 0) continue;
    nextChild[row] = firstChild[parent] ?? -1;
    firstChild[parent] = row;
  }
  const below = new Uint8Array(rows.length);
  const waiting: number[] = [];
  const reach = (parent: number): void => {
    for (let child = firstChild[parent] ?? -1; child >= 0; child = nextChild[child] ?? -1) {
      if (below[child] === 1) continue;
      below[child] = 1;
      waiting.push(child);
    }
  };
  for (let row = 0; row < rows.length; row++) if (ancestors[row] === 1) reach(row);
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) reach(row);
  for (let row = 0; row < rows.length; row++) if (below[row] === 1) rows[row] = 1;
}

function mark(rows: Uint8Array, values: Float64Array, test: (value: number) => boolean): void {
  for (let row = 0; row < rows.length; row++) if (test(values[row] ?? Number.NaN)) rows[row] = 1;
}

/** An end that was not seen is later than any time, where a start was seen or neither was. */
function markTime(rows: Uint8Array, { field, us }: Extract<FilterTerm, { kind: 'time' }>, { processes }: ProcessFacts): void {
  const [starts, exits, bits] = [processes.number('start_us'), processes.number('exit_us'), processes.bits()];
  for (let row = 0; row < rows.length; row++) {
    const start = starts[row] ?? Number.NaN;
    if (field === 'until') {
      if (start <= us) rows[row] = 1;
      continue;
    }
    const exit = exits[row] ?? Number.NaN;
    const last = Number.isNaN(exit) ? (Number.isNaN(start) ? NEVER_US : start) : exit;
    const isRunning = ((bits[row] ?? 0) & PROCESS_BITS.exited) === 0 && !Number.isNaN(start);
    if (last >= us || isRunning) rows[row] = 1;
  }
}

const NEVER_US = 9e15;

function markFlag(rows: Uint8Array, flag: Flag, { database, processes }: ProcessFacts): void {
  if (flag === 'finding') {
    // Judged after it was linked: the one thing that changes within a revision.
    for (const id of database.prepare<[], number>('select distinct process from finding_process').pluck().iterate())
      rows[processes.rowOf(id)] = 1;
    return;
  }
  if (flag === 'running') mark(rows, processes.bits(), (bits) => (bits & (PROCESS_BITS.exited | PROCESS_BITS.inferred)) === 0);
  else mark(rows, processes.bits(), (bits) => (bits & PROCESS_BITS[flag]) !== 0);
}

/** Texts of a container that a word is looked for in. */
export const WORD_OF_CONTAINER: readonly ContainerText[] = ['pod', 'name', 'container_id'];

function markWord(rows: Uint8Array, pattern: TextPattern, facts: ProcessFacts): void {
  const test = textTest(pattern);
  markOwnWord(rows, pattern, facts.processes);
  markContainers(rows, WORD_OF_CONTAINER, test, facts);
}

/** Marks with 1 the row of each process that holds a word itself, whatever its container does. */
export function markOwnWord(rows: Uint8Array, pattern: TextPattern, processes: ProcessColumns): void {
  for (const name of ['binary', 'arguments', 'exec_id'] as const) markColumn(rows, name, textTest(pattern), processes);
}
