import type { DetectionCase } from '../model/detection-case.js';
import { heldOutlines } from './held-outlines.js';

/** Rules ask about the same few processes again and again; the bounds keep a run's memory apart from the size of the case. */
const REMEMBERED = 2_000;
/** An outline is a tenth of a process. */
const OUTLINES_REMEMBERED = 20_000;
/** A server has thousands of connections and children: of lists, this many rows in all. */
const REMEMBERED_ROWS = 4_000;

/** The same case, remembering its latest answers about single processes. Right as long as the case does not change meanwhile. */
export function rememberingCase(view: DetectionCase): DetectionCase {
  if (remembering.has(view)) return view;
  const made = remember(view);
  remembering.add(made);
  return made;
}

/** Cases that remember already: asked twice, they would remember twice. */
const remembering = new WeakSet<DetectionCase>();

function remember(view: DetectionCase): DetectionCase {
  return {
    lateAfterSeconds: () => view.lateAfterSeconds(),
    containers: () => view.containers(),
    container: rememberedBy(REMEMBERED, (id) => view.container(id)),
    connection: (id) => view.connection(id),
    ancestors: (id, limit) => view.ancestors(id, limit),
    processesNamed: (names) => view.processesNamed(names),
    ...heldOutlines({
      outlines: () => view.outlines(),
      outline: rememberedBy(OUTLINES_REMEMBERED, (id) => view.outline(id)),
      outlinesNamed: (names) => view.outlinesNamed(names),
      outlinesIn: (folders) => view.outlinesIn(folders),
      lateOutlines: () => view.lateOutlines(),
    }),
    filelessProcesses: () => view.filelessProcesses(),
    standIns: () => view.standIns(),
    outboundConnections: () => view.outboundConnections(),
    outboundCalls: () => view.outboundCalls(),
    unorderedCalls: () => view.unorderedCalls(),
    inboundConnections: () => view.inboundConnections(),
    connectionOutlines: (details) => view.connectionOutlines(details),
    fileAccessesOf: (id) => view.fileAccessesOf(id),
    allProcesses: () => view.allProcesses(),
    allFileAccesses: (operations) => view.allFileAccesses(operations),
    allDnsMessages: () => view.allDnsMessages(),
    nameQuestions: () => view.nameQuestions(),
    nameTexts: rememberedRows(() => view.nameTexts()),
    dnsMessage: (id) => view.dnsMessage(id),
    descriptorCopies: () => view.descriptorCopies(),
    allHookCalls: () => view.allHookCalls(),
    alerts: () => view.alerts(),
    process: rememberedBy(REMEMBERED, (id) => view.process(id)),
    isCalled: rememberedBy(REMEMBERED, (id) => view.isCalled(id)),
    children: rememberedLists((id) => view.children(id)),
    connectionsOf: rememberedLists((id) => view.connectionsOf(id)),
  };
}

function rememberedBy<Answer>(most: number, ask: (id: number) => Answer): (id: number) => Answer {
  const answers = new Map<number, Answer>();
  return (id) => {
    const known = answers.get(id);
    if (known !== undefined) return known;
    const answer = ask(id);
    if (answers.size >= most) answers.clear();
    answers.set(id, answer);
    return answer;
  };
}

/** Rows that are always the same, while they are few. */
function rememberedRows<Row>(read: () => Iterable<Row>): () => Iterable<Row> {
  let known: readonly Row[] | 'too many' | undefined;
  return () => {
    known ??= fewOf(read()) ?? 'too many';
    return known === 'too many' ? read() : known;
  };
}

/** `undefined` when there are many. */
function fewOf<Row>(rows: Iterable<Row>): readonly Row[] | undefined {
  const few: Row[] = [];
  for (const row of rows) {
    if (few.length >= REMEMBERED) return undefined;
    few.push(row);
  }
  return few;
}

/** Lists by row, those asked for longest ago forgotten first. */
function rememberedLists<Row>(ask: (id: number) => readonly Row[]): (id: number) => readonly Row[] {
  const lists = new Map<number, readonly Row[]>();
  let rows = 0;
  return (id) => {
    const list = lists.get(id) ?? ask(id);
    if (!lists.delete(id)) rows += list.length + 1;
    lists.set(id, list);
    for (const [oldest, old] of lists) {
      if (rows <= REMEMBERED_ROWS || oldest === id) break;
      lists.delete(oldest);
      rows -= old.length + 1;
    }
    return list;
  };
}
