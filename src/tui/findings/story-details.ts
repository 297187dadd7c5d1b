import type { Finding, Incident, IncidentStep } from '../../model/finding.js';
import { clockText, counted, countText } from '../drawing/wording.js';
import { type Detail, heading, sentence } from '../tree/detail-lines.js';

/** What happened in an incident, in order. The steps of `finding` stand out: those of its process, and those that its evidence tells. */
export function storyDetails(incident: Incident, finding?: Finding): readonly Detail[] {
  const left = incident.stepsLeftOut;
  return [
    heading(`Story in ${counted(incident.steps.length + left, 'step')}${finding === undefined ? '' : `: ${incident.title}`}`),
    ...incident.steps.map((step) => sentence(stepText(step), finding !== undefined && isOwn(step, finding) ? 'finding' : undefined)),
    ...(left === 0 ? [] : [sentence(`and ${countText(left)} more steps`, 'quiet')]),
  ];
}

function stepText({ timeUs, place, stage, summary, process, count }: IncidentStep): string {
  const when = timeUs === undefined ? '        ' : clockText(timeUs);
  const times = count > 1 ? ` (${countText(count)} times)` : '';
  return `${when} ${stage.padEnd(10)} ${place}: ${summary} (pid ${process.pid})${times}`;
}

function isOwn({ process, evidence }: IncidentStep, finding: Finding): boolean {
  if (process.id === finding.process.id) return true;
  return evidence.some((one) => finding.evidence.some(({ source, line }) => source === one.source && line === one.line));
}
