import type { CaseView } from '../model/case-view.js';
import { UserError } from '../model/error.js';
import { decodeExecId } from '../model/exec-id.js';
import { NO_FILTER } from '../model/filter.js';
import { parseFilterValues } from '../model/filter-grammar.js';
import type { Incident } from '../model/finding.js';
import { printable } from '../model/printable.js';

/** What a story is asked about: a process, or a finding or incident by its id. */
export type Subject =
  | { readonly kind: 'pid'; readonly text: string }
  | { readonly kind: 'execId'; readonly text: string }
  | { readonly kind: 'fingerprint'; readonly text: string };

/** A subject that the case has: the rows of its processes, none for a finding or incident. */
interface Found {
  readonly processIds: readonly number[];
  readonly fingerprint?: string;
}

const PID = /^\d{1,10}$/;
const FINGERPRINT = /^[0-9a-f]{16}(?:-\d+)?$/;
const PROCESSES_OF_A_PID = 1000;

/** What a word asks about; `undefined` for one that names a file to read, or reads as nothing of the kind. */
export function subjectOf(word: string, exists: (path: string) => boolean): Subject | undefined {
  if (exists(word)) return undefined;
  if (PID.test(word)) return { kind: 'pid', text: word };
  if (FINGERPRINT.test(word)) return { kind: 'fingerprint', text: word };
  return decodeExecId(word) === undefined ? undefined : { kind: 'execId', text: word };
}

/**
 * The incidents that a subject belongs to: that name the finding, in which the process did something, or below whose processes it ran.
 * Throws `UserError` for a subject that the case does not have.
 */
export function incidentsAbout(view: CaseView, subject: Subject): readonly Incident[] {
  const { processIds, fingerprint } = found(view, subject);
  const lines = processIds.map((id) => new Set([id, ...view.ancestors(id).map((ancestor) => ancestor.id)]));
  return view.incidents().filter((incident) => {
    if (fingerprint !== undefined) return incident.id === fingerprint || incident.findings.includes(fingerprint);
    return lines.some((line) => isIn(view, incident, line, processIds));
  });
}

/** The process itself did something in the incident, or it runs below a shell of it; whatever the entry started otherwise is not in it. */
function isIn(view: CaseView, incident: Incident, line: ReadonlySet<number>, own: readonly number[]): boolean {
  const parts = view
    .findings()
    .filter((finding) => incident.findings.includes(finding.id))
    .flatMap((finding) => [finding.process, ...finding.related.filter((other) => other.role !== 'target')]);
  return (
    [...incident.steps.map((step) => step.process), ...parts].some((process) => own.includes(process.id)) ||
    incident.steps.some((step) => step.stage === 'shell' && line.has(step.process.id))
  );
}

function found(view: CaseView, subject: Subject): Found {
  const { kind, text } = subject;
  if (kind === 'fingerprint') {
    const isKnown = view.findings().some(({ id }) => id === text) || view.incidents().some(({ id }) => id === text);
    if (!isKnown)
      throw new UserError(
        `there is no finding or incident ${text}`,
        'List findings with: workbench detect, incidents with: workbench story',
      );
    return { processIds: [], fingerprint: text };
  }
  const processIds = kind === 'pid' ? withPid(view, text) : [view.processWithExecId(text)].filter((id) => id !== undefined);
  if (processIds.length === 0)
    throw new UserError(
      `there is no process ${kind === 'pid' ? 'with pid ' : ''}${printable(text)}`,
      'List them with: workbench processes',
    );
  return { processIds };
}

function withPid(view: CaseView, text: string): readonly number[] {
  const term = parseFilterValues('pid', text);
  if (term.kind === 'error') return [];
  const filter = { ...NO_FILTER, terms: [term] };
  return view.processes(filter, { limit: PROCESSES_OF_A_PID }).rows.map((process) => process.id);
}
