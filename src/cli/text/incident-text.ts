import type { Finding, Incident, IncidentStep } from '../../model/finding.js';
import { paint, type TextStyle } from './style.js';
import { type Column, tableLines } from './table.js';
import { countText, pidText, whenText } from './wording.js';

/** Incidents for a person: what it is, its findings, and its steps in a table. `limit` bounds the steps of each; the text says what is left out. */
export function* incidentsText(
  incidents: readonly Incident[],
  findings: readonly Finding[],
  limit: number,
  style: TextStyle,
): Generator<string> {
  for (const [at, incident] of incidents.entries()) {
    if (at > 0) yield '\n';
    yield* headLines(incident, findings, style);
    yield '\n';
    yield* tableLines(stepColumns(), incident.steps.slice(0, limit), style);
    const more = Math.max(0, incident.steps.length - limit) + incident.stepsLeftOut;
    if (more > 0) yield `${paint(`and ${countText(more)} more steps`, 'quiet', style)}\n`;
  }
}

function* headLines(incident: Incident, findings: readonly Finding[], style: TextStyle): Generator<string> {
  const level = paint(`${style.glyphs.finding} ${incident.level.toUpperCase()}`, 'finding', style);
  yield `${level}  ${paint(incident.title, 'strong', style)}  ${paint(`[${incident.id}]`, 'quiet', style)}\n`;
  const first = whenText(incident.firstSeenUs);
  const last = whenText(incident.lastSeenUs);
  yield `  when      ${first === last ? first : `${first} to ${last}`}\n`;
  for (const id of incident.findings) {
    const finding = findings.find((one) => one.id === id);
    const said = finding === undefined ? '' : ` ${finding.level} ${finding.rule.id}: ${finding.title}`;
    yield `  finding   ${paint(`${id}${said}`, undefined, style)}\n`;
  }
}

function stepColumns(): readonly Column<IncidentStep>[] {
  return [
    { title: 'TIME (UTC)', isRigid: true, text: (step) => whenText(step.timeUs) },
    { title: 'WHERE', text: (step) => step.place },
    { title: 'STAGE', isRigid: true, text: (step) => step.stage, role: (step) => (step.stage === 'shell' ? 'finding' : undefined) },
    { title: 'PID', isRight: true, text: (step) => pidText(step.process) },
    { title: 'EVIDENCE', text: evidenceText },
    { title: 'WHAT', text: (step) => step.summary },
  ];
}

/** File and line of the piece of evidence from that moment, else of the first, and how many more there are. */
function evidenceText({ evidence, timeUs }: IncidentStep): string {
  const first = evidence.find((one) => one.timeUs === timeUs) ?? evidence[0];
  if (first === undefined) return '';
  const file = first.source.slice(first.source.lastIndexOf('/') + 1);
  return `${file}:${first.line}${evidence.length > 1 ? ` +${evidence.length - 1}` : ''}`;
}
