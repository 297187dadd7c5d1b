import type { Incident, IncidentStep, Stage } from '../../model/finding.js';
import { formatDuration } from '../../model/time.js';
import { clockText, counted } from '../drawing/wording.js';
import type { CaseFacts } from '../facts.js';
import { type Detail, heading, sentence } from '../tree/detail-lines.js';

/** Stages in the order in which their first step is worth a line. */
const TELLING: readonly Stage[] = [
  'entry',
  'shell',
  'exfiltration',
  'lateral',
  'credential',
  'escalation',
  'persistence',
  'collection',
  'contact',
  'discovery',
  'execution',
  'cleanup',
];

const LINES = 5;

/** The worst incident in five lines: how it began, and the first step of what else tells most, by time. None where there is no incident. */
export function incidentDetails({ incidents, findings }: CaseFacts): readonly Detail[] {
  const [worst, ...others] = incidents;
  if (worst === undefined)
    return findings.length === 0 ? [] : [heading('What happened'), sentence('no findings that are one intrusion', 'quiet')];
  return [
    heading(`What happened: ${worst.title}`, 'finding'),
    ...fiveSteps(worst).map((step) => sentence(stepText(step))),
    sentence(
      `${span(worst)}${counted(worst.steps.length + worst.stepsLeftOut, 'step')} in all: ! tells them${others.length === 0 ? '' : `, and of ${counted(others.length, 'other incident')}`}`,
      'quiet',
    ),
  ];
}

function fiveSteps({ steps }: Incident): readonly IncidentStep[] {
  const firsts = TELLING.flatMap((stage) => steps.find((step) => step.stage === stage) ?? []).slice(0, LINES);
  return steps.filter((step) => firsts.includes(step));
}

function stepText({ timeUs, stage, place, summary }: IncidentStep): string {
  return `${timeUs === undefined ? '        ' : clockText(timeUs)} ${stage.padEnd(12)} ${place}: ${summary}`;
}

function span({ firstSeenUs, lastSeenUs }: Incident): string {
  return firstSeenUs === undefined || lastSeenUs === undefined ? '' : `${formatDuration(lastSeenUs - firstSeenUs)}, `;
}
