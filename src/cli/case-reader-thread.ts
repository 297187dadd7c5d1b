import { parentPort, workerData } from 'node:worker_threads';
import { NO_FILTER } from '../model/filter.js';
import { parseFilter } from '../model/filter-grammar.js';
import { openCase } from '../store/open.js';
import type { Answer } from '../tui/effects.js';
import { slowAnswer } from '../tui/slow-reads.js';
import { searchFilter } from '../tui/tree/search.js';
import type { Order, Question, Reply } from './case-reader.js';
import { packed } from './packed-answer.js';

const caseFile = openCase(workerData);
const { view } = caseFile;
const matcher = caseFile.matcher();
/** Steps that are left; each order begins anew. */
let steps: Iterator<unknown> | undefined;
/** The revision that lists were prepared for last. */
let listedRevision: number | undefined;

parentPort?.on('message', (order: Order) => {
  switch (order.kind) {
    case 'prepareMatches':
      begin(matchPreparations());
      break;
    case 'prepareLists':
      prepareLists();
      break;
    case 'answer':
      say({ kind: 'answer', answer: packed(answerTo(order.question)) });
      // The case may have been linked anew since.
      if (order.question.read.kind !== 'readMatches' && steps === undefined) prepareLists();
      break;
  }
});

function say(reply: Reply): void {
  parentPort?.postMessage(reply);
}

/** An import may link the case anew at any time: rows of two revisions would stand beside each other. */
function answerTo({ read, revision }: Question): Answer | undefined {
  return caseFile.atOneMoment(() =>
    view.revision() === revision ? slowAnswer(view, read, (filter) => matcher.matching(filter)) : undefined,
  );
}

function prepareLists(): void {
  const revision = view.revision();
  if (listedRevision === revision) return;
  listedRevision = revision;
  begin(listPreparations());
}

/** Searches and filters that are asked before anybody types: what runs for the first time takes several times as long. */
const REHEARSED = ['sh', 'ssh', 'pod:a', 'dst:192.0.2.0/24', 'dns:*.a*', 'port:80', 'no such', 'late external'];

function* matchPreparations(): Generator<void> {
  yield* matcher.preparations();
  const filters = REHEARSED.flatMap((text) => {
    const parsed = parseFilter(text);
    return parsed.kind === 'filter' ? [searchFilter(text), parsed.filter] : [searchFilter(text)];
  });
  for (const filter of filters) yield void matcher.matching(filter);
}

/** What lists are made from, for a case that is not too large for it, and what is asked of all of them first. */
function* listPreparations(): Generator<void> {
  yield* matcher.listPreparations();
  if (matcher.lists() === undefined) return;
  yield void view.servedPorts();
  // What runs for the first time takes several times as long.
  yield void view.services(NO_FILTER, 'workload');
}

function begin(preparations: Iterator<unknown>): void {
  const isAtWork = steps !== undefined;
  steps = preparations;
  if (!isAtWork) setImmediate(goOn);
}

/** A step at a time: a question that comes meanwhile is answered before the next. */
function goOn(): void {
  if (caseFile.atOneMoment(() => steps?.next().done) === false) {
    setImmediate(goOn);
    return;
  }
  steps = undefined;
  say({ kind: 'prepared' });
}
