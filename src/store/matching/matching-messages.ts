import type { Filter, FilterTerm } from '../../model/filter.js';
import { blockTest } from '../read/address-sql.js';
import { textsIn } from '../read/rows.js';
import { keepRows } from './connection-terms.js';
import type { MessageColumns } from './message-columns.js';
import { markMeeting, type ProcessFacts } from './process-terms.js';
import { anyTest, textTest } from './text-test.js';

/** What DNS messages are asked about by. */
export interface MessageFacts {
  readonly facts: ProcessFacts;
  readonly messages: MessageColumns;
}

/** 1 for each row of a message that a filter of messages keeps, as `filterCondition` has SQL say it. */
export function matchingMessages({ terms }: Filter, of: MessageFacts): Uint8Array {
  const kept = new Uint8Array(of.messages.event.length).fill(1);
  for (const term of terms) keepRows(kept, test(term, of), term.kind !== 'time' && term.isNegated);
  return kept;
}

function test(term: FilterTerm, of: MessageFacts): (row: number) => boolean {
  const { us, serverPort } = of.messages;
  switch (term.kind) {
    case 'time':
      return term.field === 'since' ? (row) => (us[row] ?? Number.NaN) >= term.us : (row) => (us[row] ?? Number.NaN) <= term.us;
    case 'number':
      if (term.field !== 'port') return ofProcess(term, of);
      return (row) => term.ranges.some(({ from, to }) => (serverPort[row] ?? -1) >= from && (serverPort[row] ?? -1) <= to);
    case 'address':
      return atAddress(term.blocks, of.messages);
    case 'text':
      if (term.field === 'protocol' || term.field === 'direction') return () => true;
      return term.field === 'dns' ? listed(of.messages, 'names', anyTest(term.patterns.map(textTest))) : ofProcess(term, of);
    case 'flag':
      return ofProcess(term, of);
    case 'word': {
      const asked = anyTest([textTest(term.pattern)]);
      const isOwn = ofProcess(term, of);
      const [isNamed, isAt] = [listed(of.messages, 'names', asked), listed(of.messages, 'ips', asked)];
      return (row) => isOwn(row) || isNamed(row) || isAt(row);
    }
  }
}

/** Of the server, or one that the message itself holds. */
function atAddress(blocks: readonly string[], messages: MessageColumns): (row: number) => boolean {
  const tests = blocks.map(blockTest);
  const isMet = (ip: string): boolean => tests.some((one) => one(ip));
  const isServer = knownOf((term) => {
    const ip = messages.text(term);
    return ip !== null && isMet(ip);
  });
  const isHeld = listed(messages, 'ips', isMet);
  return (row) => isServer(messages.serverIp[row] ?? 0) || isHeld(row);
}

/** Whether one of a list's texts meets the test, which each distinct list is asked once. */
function listed(messages: MessageColumns, column: 'names' | 'ips', isMet: (text: string) => boolean): (row: number) => boolean {
  const holds = knownOf((term) => textsIn(messages.text(term)).some(isMet));
  return (row) => holds(messages[column][row] ?? 0);
}

function knownOf(isMet: (term: number) => boolean): (term: number) => boolean {
  const known = new Map<number, boolean>();
  return (term) => {
    const before = known.get(term);
    if (before !== undefined) return before;
    const met = isMet(term);
    known.set(term, met);
    return met;
  };
}

/** What holds for the process whose message it is. */
function ofProcess(term: FilterTerm, { facts, messages: { process } }: MessageFacts): (row: number) => boolean {
  const rows = new Uint8Array(facts.processes.ids().length);
  markMeeting(rows, term, facts);
  return (row) => rows[facts.processes.rowOf(process[row] ?? -1)] === 1;
}
