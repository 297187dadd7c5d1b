import type { FilterTerm, TextPattern } from '../../model/filter.js';
import { DIRECTIONS } from '../../model/link/connection-columns.js';
import { blockTest } from '../read/address-sql.js';
import type { ConnectionColumns } from './connection-columns.js';
import { anyTest, textTest } from './text-test.js';

/** A term about connections. */
export type ConnectionTerm = Extract<FilterTerm, { kind: 'text' | 'number' | 'address' }>;

/** Whether a term asks about a process's connections. */
export function isConnectionTerm(term: FilterTerm): term is ConnectionTerm {
  if (term.kind === 'address') return true;
  if (term.kind === 'number') return term.field === 'port';
  return term.kind === 'text' && (term.field === 'dns' || term.field === 'protocol' || term.field === 'direction');
}

/**
 * Takes the 1 from each connection that doesn't meet the term, or that does where its opposite is asked for. What is asked of an address or a name is
 * asked of each distinct one, and of connections only by number.
 */
export function keepMeeting(kept: Uint8Array, term: ConnectionTerm, columns: ConnectionColumns, isNegated: boolean): void {
  keepRows(kept, meeting(term, columns), isNegated);
}

/** Takes the 1 from each row that the test is false for, or true where its opposite is asked for. */
export function keepRows(kept: Uint8Array, test: (row: number) => boolean, isNegated: boolean): void {
  for (let row = 0; row < kept.length; row++) if (kept[row] === 1 && test(row) === isNegated) kept[row] = 0;
}

function meeting(term: ConnectionTerm, columns: ConnectionColumns): (row: number) => boolean {
  switch (term.kind) {
    case 'text':
      return term.field === 'dns' ? namedSo(term.patterns, columns) : saysSo(term, columns);
    case 'number': {
      const { local_port: local, remote_port: remote } = columns;
      const isIn = (port: number): boolean => term.ranges.some(({ from, to }) => port >= from && port <= to);
      return (row) => isIn(local[row] ?? -1) || isIn(remote[row] ?? -1);
    }
    case 'address':
      return atAddress(term, columns);
  }
}

function saysSo({ field, patterns }: Extract<ConnectionTerm, { kind: 'text' }>, columns: ConnectionColumns): (row: number) => boolean {
  if (field === 'protocol') return numbered(columns.protocol, textsIn(columns.texts, anyOf(patterns)));
  return numbered(columns.direction, textsIn(DIRECTIONS, anyOf(patterns)));
}

/** Whether a connection's names, or one of its several, meet one of the patterns. */
export function namedSo(patterns: readonly TextPattern[], { texts, name, severalNames }: ConnectionColumns): (row: number) => boolean {
  const test = anyOf(patterns);
  const isNamed = numbered(name, textsIn(texts, test));
  return severalNames.size === 0 ? isNamed : (row) => isNamed(row) || severalNames.get(row)?.some(test) === true;
}

function atAddress({ field, blocks }: Extract<ConnectionTerm, { kind: 'address' }>, columns: ConnectionColumns): (row: number) => boolean {
  const tests = blocks.map(blockTest);
  const wanted = textsIn(columns.texts, (ip) => tests.some((test) => test(ip)));
  const [local, remote] = [numbered(columns.local_ip, wanted), numbered(columns.remote_ip, wanted)];
  switch (field) {
    case 'src':
      return local;
    case 'dst':
      return remote;
    case 'addr':
      return (row) => local(row) || remote(row);
  }
}

function anyOf(patterns: readonly TextPattern[]): (text: string) => boolean {
  return anyTest(patterns.map(textTest));
}

/** 1 for each numbered text that meets the test. */
export function textsIn(texts: readonly (string | undefined)[], test: (text: string) => boolean): Uint8Array {
  return Uint8Array.from(texts, (text) => Number(text !== undefined && test(text)));
}

/** Whether the number that a row has is among those wanted. */
export function numbered(column: Int32Array | Float64Array, wanted: Uint8Array): (row: number) => boolean {
  return (row) => wanted[column[row] ?? -1] === 1;
}
