import type { CaseView } from '../model/case-view.js';
import { connectionTarget, findingTarget, type Note, type NoteTarget, processTarget, subjectKey } from '../model/note.js';
import { formatTime } from '../model/time.js';
import type { Focus } from './view.js';

/** What a focus is about, most particular first, as something that a note can be written about; `undefined` for a focus on nothing. */
export function targetOf(view: CaseView, focus: Focus): NoteTarget | undefined {
  const { findingId, connectionId, processId, atUs } = selectedIn(focus);
  const finding =
    findingId === undefined ? undefined : view.findings().find(({ id, process }) => id === findingId && process.id === processId);
  if (finding !== undefined) return findingTarget(finding);
  const connection = connectionId === undefined ? undefined : view.connection(connectionId);
  if (connection !== undefined) return connectionTarget(connection);
  const process = processId === undefined ? undefined : view.process(processId);
  if (process !== undefined) return processTarget(process);
  return atUs === undefined ? undefined : { subject: { kind: 'moment', atUs }, label: formatTime(atUs), atUs };
}

/** The focus without what only stands beside what is selected. */
function selectedIn({ about, ...focus }: Focus): Focus {
  const { findingId, connectionId, processId, atUs } = focus;
  const at = atUs === undefined ? {} : { atUs };
  const of = processId === undefined ? {} : { processId };
  switch (about ?? 'the most particular') {
    case 'process':
      return of;
    case 'connection':
      return connectionId === undefined ? of : { connectionId };
    case 'finding':
      return findingId === undefined ? of : { findingId, ...of };
    case 'moment':
      return at;
    case 'the most particular':
      return focus;
  }
}

/** Where what a note is about is found in this revision; `undefined` when the case doesn't hold it, or not yet. */
export function focusOf(view: CaseView, { subject, atUs }: Note): Focus | undefined {
  if (subject.kind === 'moment') return { atUs: subject.atUs };
  const processId = view.processWithExecId(subject.execId);
  if (processId === undefined) return undefined;
  const at = atUs === undefined ? {} : { atUs };
  if (subject.kind === 'process') return { processId, ...at };
  if (subject.kind === 'finding') return { processId, findingId: subject.findingId, ...at };
  const key = subjectKey(subject);
  const connection = view.connectionsOf(processId).find((one) => subjectKey(connectionTarget(one).subject) === key);
  return { processId, ...(connection !== undefined && { connectionId: connection.id }), ...at };
}
