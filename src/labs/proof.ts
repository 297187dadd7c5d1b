import type { CaseView, Page, PageRequest } from '../model/case-view.js';
import type { Connection } from '../model/connection.js';
import type { Filter, TextPattern } from '../model/filter.js';
import { matchesPattern } from '../model/match-pattern.js';
import type { Process } from '../model/process.js';
import { type FactName, factOf, type Subject } from './facts.js';

/** What a filter of a proof looks for. */
export type ProofSubject = 'process' | 'connection' | 'file';

/** Where the data holds an answer: what matches a filter, and which fact of it. */
export interface Proof {
  readonly of: ProofSubject;
  /** As it was written. */
  readonly where: string;
  readonly filter: Filter;
  /** Of `file`: what its path is like; `*` stands for anything. */
  readonly path?: TextPattern;
  /** Absent: that something matches is proof enough, for answers that a person concludes. */
  readonly take?: FactName;
}

/** What a proof finds. */
export interface ProofResult {
  readonly matches: number;
  /** The fact's different values, in the order of the data; empty without `take`. */
  readonly values: readonly string[];
}

const PAGE = 500;

/** Asks a case for what a proof names. */
export function runProof(view: CaseView, proof: Proof): ProofResult {
  const subjects = subjectsOf(view, proof);
  const { take } = proof;
  const values = take === undefined ? [] : subjects.flatMap((subject) => factOf(take, subject) ?? []);
  return { matches: subjects.length, values: [...new Set(values.map(String))] };
}

function subjectsOf(view: CaseView, { of, filter, path }: Proof): readonly Subject[] {
  switch (of) {
    case 'process':
      return processes(view, filter);
    case 'connection':
      return connections(view, filter);
    case 'file':
      return files(view, filter).filter(({ file }) => path === undefined || (file !== undefined && matchesPattern(path, file)));
  }
}

/** A process with what stands beside it in the case. */
export function subjectOf(view: CaseView, process: Process, connection?: Connection): Subject {
  return {
    process,
    connection,
    container: process.containerId === undefined ? undefined : view.container(process.containerId),
    parent: process.parentId === undefined ? undefined : view.process(process.parentId),
  };
}

function processes(view: CaseView, filter: Filter): readonly Subject[] {
  return allOf((page) => view.processes(filter, page)).map((process) => subjectOf(view, process));
}

function connections(view: CaseView, filter: Filter): readonly Subject[] {
  return allOf((page) => view.connections(filter, page)).flatMap((connection) => {
    const process = view.process(connection.process.id);
    return process === undefined ? [] : [subjectOf(view, process, connection)];
  });
}

/** Of a file the timeline tells in its sentence alone: `opens /etc/shadow`. */
const FILE_SENTENCE = /^[a-z]+ (\/.*)$/;

function files(view: CaseView, filter: Filter): readonly Subject[] {
  return allOf((page) => view.timeline({ filter, kinds: ['file'] }, page)).flatMap(({ process, summary }) => {
    const whole = process === undefined ? undefined : view.process(process.id);
    return whole === undefined ? [] : [{ ...subjectOf(view, whole), file: FILE_SENTENCE.exec(summary)?.[1] }];
  });
}

function allOf<Row>(ask: (page: PageRequest) => Page<Row>): readonly Row[] {
  const rows: Row[] = [];
  let after: number | undefined;
  do {
    const page = ask({ limit: PAGE, ...(after === undefined ? {} : { after }) });
    rows.push(...page.rows);
    after = page.next;
  } while (after !== undefined);
  return rows;
}
