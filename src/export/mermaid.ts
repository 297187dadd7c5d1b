import type { Incident, IncidentStep } from '../model/finding.js';
import { timeText } from './json.js';
import { mermaidLabel as label } from './mermaid-label.js';

/** Incidents as a Mermaid flowchart: a box for each place, an arrow from step to step, a thick one where the intruder moved on. */
export function mermaidChart(incidents: readonly Incident[]): string {
  const lines = incidents.length === 0 ? ['  none["no incident"]'] : incidents.flatMap((incident, at) => incidentLines(incident, `i${at}`));
  return `${['flowchart TD', ...lines].join('\n')}\n`;
}

function incidentLines({ id, level, title, steps }: Incident, name: string): readonly string[] {
  const places = [...new Set(steps.map((step) => step.place))];
  return [
    `  subgraph ${name}["${label(`${level.toUpperCase()} ${title} [${id}]`)}"]`,
    ...places.flatMap((place, at) => [
      `    subgraph ${name}p${at}["${label(place)}"]`,
      ...steps.flatMap((step, row) => (step.place === place ? [`      ${name}s${row}["${stepLabel(step)}"]`] : [])),
      '    end',
    ]),
    ...steps.slice(1).map((step, at) => `    ${name}s${at} ${step.stage === 'lateral' ? '==>' : '-->'} ${name}s${at + 1}`),
    '  end',
  ];
}

function stepLabel(step: IncidentStep): string {
  const time = timeText(step.timeUs)?.slice('2026-01-15T'.length, '2026-01-15T09:00:00'.length) ?? '';
  const times = step.count === 1 ? '' : ` x${step.count}`;
  return `${label(`${time} ${step.stage}${times}`.trim())}<br/>${label(step.summary)}`;
}
