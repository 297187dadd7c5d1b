import type { DetectionCase } from '../model/detection-case.js';
import type { Facts } from './rule.js';

/** The same facts, with every row that a stream gives counted: what a rule had to look through. */
export function countingFacts(facts: Facts, count: () => void): Facts {
  const counted = <Row>(rows: Iterable<Row>): Iterable<Row> => countedRows(rows, count);
  const { view, suspects } = facts;
  return {
    ...facts,
    view: countingCase(view, counted),
    suspects: {
      commanded: () => counted(suspects.commanded()),
      shellsWithSockets: () => counted(suspects.shellsWithSockets()),
      improvisedWithSockets: () => counted(suspects.improvisedWithSockets()),
      commandLines: () => [...counted(suspects.commandLines())],
    },
    calls: (wanted) => counted(facts.calls(wanted)),
    watched: () => [...counted(facts.watched())],
  };
}

function countingCase(view: DetectionCase, counted: <Row>(rows: Iterable<Row>) => Iterable<Row>): DetectionCase {
  return {
    ...view,
    processesNamed: (names) => counted(view.processesNamed(names)),
    outlines: () => counted(view.outlines()),
    outlinesIn: (folders) => counted(view.outlinesIn(folders)),
    outlinesNamed: (names) => counted(view.outlinesNamed(names)),
    lateOutlines: () => counted(view.lateOutlines()),
    filelessProcesses: () => counted(view.filelessProcesses()),
    outboundConnections: () => counted(view.outboundConnections()),
    outboundCalls: () => counted(view.outboundCalls()),
    unorderedCalls: () => counted(view.unorderedCalls()),
    inboundConnections: () => counted(view.inboundConnections()),
    connectionOutlines: (details) => counted(view.connectionOutlines(details)),
    allProcesses: () => counted(view.allProcesses()),
    allFileAccesses: (operations) => counted(view.allFileAccesses(operations)),
    allDnsMessages: () => counted(view.allDnsMessages()),
    nameQuestions: () => counted(view.nameQuestions()),
    nameTexts: () => counted(view.nameTexts()),
    descriptorCopies: () => counted(view.descriptorCopies()),
    allHookCalls: () => counted(view.allHookCalls()),
  };
}

function* countedRows<Row>(rows: Iterable<Row>, count: () => void): Generator<Row> {
  for (const row of rows) {
    count();
    yield row;
  }
}
