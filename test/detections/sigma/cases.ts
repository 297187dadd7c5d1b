import { scenario } from '../../../src/detections/scenario.js';
import { caseOfScenario } from '../../../src/detections/scenario-case.js';
import type { SigmaEvent } from '../../../src/detections/sigma/event.js';
import { EVENT_FAMILIES } from '../../../src/detections/sigma/events/families.js';
import { loadSigma, runSigma, type SigmaOptions, type SigmaReport } from '../../../src/detections/sigma/index.js';
import type { DetectionCase } from '../../../src/model/detection-case.js';

/** A case from a drawing, with streams that a drawing can't show put beside it. */
export function drawn(drawing: string, beside: Partial<DetectionCase> = {}): DetectionCase {
  return { ...caseOfScenario(scenario('drawn', drawing)), ...beside };
}

/** The events of a class that a case gives, in order. */
export function eventsOf(view: DetectionCase, className: string): readonly SigmaEvent[] {
  return EVENT_FAMILIES.flatMap((family) => {
    const place = family.classes.findIndex((one) => one.name === className);
    return place < 0 ? [] : Array.from(family.read(view, new Set()), (fact) => fact.event(place)).filter((event) => event !== undefined);
  });
}

/** What rules say of a case; throws for rules that do not load. */
export function report(view: DetectionCase, rules: string, options: SigmaOptions = {}): SigmaReport {
  const set = loadSigma([{ path: 'rules.yml', text: rules }]);
  const error = set.problems.find((problem) => problem.severity === 'error');
  if (error !== undefined) throw new Error(`${error.line}: ${error.reason}`);
  return runSigma(view, set, options);
}

/** The text of a rule over one selection, for a category or service of Linux. */
export function ruleOver(source: string, selection: string, more = ''): string {
  return `title: "Over ${source}"\n${more}logsource: { product: linux${source === '' ? '' : `, ${source}`} }\ndetection: { selection: ${selection}, condition: selection }\n`;
}
