import type { IncidentStep } from '../../model/finding.js';
import type { LooseStep } from './steps.js';

const EVIDENCE_SHOWN = 10;
/** So many ports or addresses one after the other are looked for, not used. */
const SCANNED_ENDPOINTS = 10;
/** Fewer calls that differ are worth a line each. */
const FOLDED_FROM = 5;

/** Steps of one program, for the same purpose, directly after one another in one place are one step that says how many. */
export function folded(steps: readonly LooseStep[]): readonly IncidentStep[] {
  const runs: LooseStep[][] = [];
  const latest = new Map<string, LooseStep[]>();
  for (const step of steps) {
    const run = latest.get(step.place);
    const [first] = run ?? [];
    if (run !== undefined && first !== undefined && isSame(first, step)) run.push(step);
    else {
      const begun = [step];
      runs.push(begun);
      latest.set(step.place, begun);
    }
  }
  return runs.flatMap(told);
}

function isSame(a: LooseStep, b: LooseStep): boolean {
  if (a.program === undefined || a.program !== b.program || a.stage !== b.stage) return false;
  return a.stage === 'lateral' || a.stage === 'contact' || a.summary === b.summary;
}

function told(run: readonly LooseStep[]): readonly IncidentStep[] {
  const [first] = run;
  if (first === undefined) return [];
  if (run.length < FOLDED_FROM && run.some((one) => one.summary !== first.summary)) return run.map(single);
  const { program = '', endpoints: _, ...step } = first;
  const endpoints = new Set(run.flatMap((one) => one.endpoints));
  const isScan = first.stage === 'lateral' && endpoints.size >= SCANNED_ENDPOINTS;
  return [
    {
      ...step,
      ...(isScan ? { stage: 'discovery' } : {}),
      summary: run.length === 1 && !isScan ? step.summary : `${program} ${words(run, endpoints, isScan)}`,
      count: run.length,
      evidence: run.flatMap((one) => one.evidence).slice(0, EVIDENCE_SHOWN),
    },
  ];
}

function single({ program: _, endpoints: __, ...step }: LooseStep): IncidentStep {
  return step;
}

function words(run: readonly LooseStep[], endpoints: ReadonlySet<string>, isScan: boolean): string {
  const addresses = new Set([...endpoints].map((endpoint) => endpoint.slice(0, endpoint.lastIndexOf(':'))));
  const where = `${endpoints.size} ports of ${addresses.size} ${addresses.size === 1 ? 'address' : 'addresses'}`;
  if (isScan) return `tried ${where}, from ${[...addresses][0]} on`;
  const [first] = run;
  return endpoints.size === 0 ? `${run.length} times: ${first?.summary}` : `${run.length} times, to ${where}: first ${first?.summary}`;
}
