import { existsSync } from 'node:fs';
import { incidentShape } from '../../export/incident-shape.js';
import { listing } from '../../export/listing.js';
import { mermaidChart } from '../../export/mermaid.js';
import type { CaseView } from '../../model/case-view.js';
import { UserError } from '../../model/error.js';
import { formatFilter } from '../../model/filter-grammar.js';
import { type Incident, levelRank } from '../../model/finding.js';
import { printable } from '../../model/printable.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { documentFormat } from '../listing-output.js';
import type { ReadingOptions } from '../options/reading-options.js';
import { openOutput, writeAll } from '../output.js';
import { type Session, withCase } from '../session.js';
import { incidentsAbout, type Subject, subjectOf } from '../story-subject.js';
import { incidentsText } from '../text/incident-text.js';
import { textStyle } from '../text/style.js';
import { counted, countText } from '../text/wording.js';

/** Prints the incidents of a case, or the one that a process or finding belongs to. */
export async function story(call: Call<ReadingOptions>): Promise<ExitCode> {
  const { options, world, operands } = call;
  const subjects = operands.flatMap((word) => subjectOf(word, existsSync) ?? []);
  if (subjects.length > 1) throw new UserError('more than one process or finding', 'Ask about one at a time.');
  const [subject] = subjects;
  const inputs = operands.filter((word) => word !== subject?.text);
  return withCase({ ...call, operands: inputs }, async (session) => {
    const output = openOutput(world, options);
    const incidents = chosen(session, subject);
    await writeAll(output, pieces(call, session.view, incidents));
    if (options.quiet !== true) world.stderr.write(`${countLine(session, incidents, subject)}\n`);
    return EXIT.ok;
  });
}

function chosen({ view, filter }: Session, subject: Subject | undefined): readonly Incident[] {
  const incidents = subject === undefined ? view.incidents() : incidentsAbout(view, subject);
  if (filter.terms.length === 0) return incidents;
  const matching = new Set(view.matchingProcesses(filter));
  return incidents.filter((incident) => incident.steps.some((step) => matching.has(step.process.id)));
}

function pieces({ options, world }: Call<ReadingOptions>, view: CaseView, incidents: readonly Incident[]): Iterable<string> {
  const format = documentFormat(options.format);
  if (format !== undefined) return listing(format, 'incidents', incidents.map(incidentShape));
  if (options.format === 'mermaid') return [mermaidChart(incidents)];
  return incidentsText(incidents, view.findings(), options.limit ?? Number.POSITIVE_INFINITY, textStyle(world, options));
}

/** How many there are, or why there is none. */
function countLine({ view, filter }: Session, shown: readonly Incident[], subject: Subject | undefined): string {
  const total = view.incidents().length;
  if (total === 0) return `no incidents: ${whyNone(view)}`;
  if (shown.length === total) return counted(total, 'incident');
  const within = filter.terms.length === 0 ? '' : ` (filter: ${printable(formatFilter(filter))})`;
  if (shown.length > 0) return `showing ${countText(shown.length)} of ${counted(total, 'incident')}${within}`;
  if (subject === undefined) return `no incident of ${countText(total)} matches${within}`;
  return `${printable(subject.text)} belongs to none of ${counted(total, 'incident')}${within}`;
}

function whyNone(view: CaseView): string {
  const findings = view.findings();
  const { processCount, missing } = view.overview();
  if (processCount === 0) return ['no processes in this case', ...missing].join(': ');
  if (findings.length === 0)
    return `the rules found nothing among ${counted(processCount, 'process', 'processes')}; workbench detect says what they could see`;
  const worst = findings.reduce(
    (level, finding) => (levelRank(finding.level) > levelRank(level) ? finding.level : level),
    findings[0]?.level ?? 'low',
  );
  return `${counted(findings.length, 'finding')}, none above ${worst}: an incident begins with one at level high or above`;
}
