import type { ImportReport } from '../../export/import-report.js';
import type { Source } from '../../model/source.js';
import { paint, type TextStyle } from './style.js';
import { type Column, tableLines } from './table.js';
import { counted, countText, whenText } from './wording.js';

/** What an import made of its sources, for a person. */
export function* importText(report: ImportReport, style: TextStyle): Generator<string> {
  // Of inputs that are none there is no case, and standard error has said why.
  if (report.sources.length === 0) return;
  yield* sourceTable(report.sources, style);
  const { processes, connections, dnsAnswers } = report.counts;
  const facts = [counted(processes, 'process', 'processes'), counted(connections, 'connection'), counted(dnsAnswers, 'DNS answer')];
  yield `${facts.join(', ')} in ${paint(report.casePath, undefined, style)}\n`;
}

/** Sources with their ledgers: lines are records, ignored and malformed together. */
export function* sourceTable(sources: readonly Source[], style: TextStyle): Generator<string> {
  const columns: readonly Column<Source>[] = [
    { title: 'SOURCE', text: (source) => source.path },
    { title: 'FORMAT', text: (source) => source.format },
    { title: 'LINES', isRight: true, text: (source) => countText(source.ledger.lines) },
    { title: 'RECORDS', isRight: true, text: (source) => countText(source.ledger.records) },
    { title: 'IGNORED', isRight: true, text: (source) => ignoredText(source) },
    {
      title: 'MALFORMED',
      isRight: true,
      text: (source) => countText(source.ledger.malformed),
      role: (source) => (source.ledger.malformed > 0 ? 'warning' : undefined),
    },
    { title: 'FROM (UTC)', isRigid: true, text: (source) => whenText(source.firstTimeUs) },
    { title: 'TO (UTC)', isRigid: true, text: (source) => whenText(source.lastTimeUs) },
    { title: '', text: remark },
  ];
  yield* tableLines(columns, sources, style);
}

function ignoredText(source: Source): string {
  const reasons = Object.entries(source.ledger.ignored).filter(([, count]) => count > 0);
  return reasons.length === 0 ? '0' : reasons.map(([reason, count]) => `${countText(count)} ${reason}`).join(', ');
}

function remark(source: Source): string {
  const dropped = source.droppedEvents > 0 ? [`the agent dropped ${counted(source.droppedEvents, 'event')}`] : [];
  return [...(source.isComplete ? [] : ['not read to its end']), ...dropped].join('; ');
}
