import { byTime, type Note, type NoteSubject } from '../model/note.js';
import { endpointShape } from './connection-shape.js';
import { type JsonObject, present, timeText } from './json.js';
import { codeCell, prose } from './markdown-text.js';

/** A note as `notes` prints it. */
export function noteShape({ id, subject, label, text, atUs, writtenAtUs }: Note): JsonObject {
  return present({
    id: String(id),
    kind: text === '' ? 'bookmark' : 'note',
    text,
    about: { ...aboutShape(subject), label },
    at: timeText(atUs),
    writtenAt: timeText(writtenAtUs),
  });
}

function aboutShape(subject: NoteSubject): JsonObject {
  switch (subject.kind) {
    case 'process':
      return { kind: 'process', execId: subject.execId };
    case 'finding':
      return { kind: 'finding', finding: subject.findingId, execId: subject.execId };
    case 'moment':
      return { kind: 'moment' };
    case 'connection':
      return present({
        kind: 'connection',
        execId: subject.execId,
        protocol: subject.protocol,
        direction: subject.direction,
        local: subject.local && endpointShape(subject.local),
        remote: subject.remote && endpointShape(subject.remote),
        openedAt: timeText(subject.openedAtUs),
      });
  }
}

/** Notes as a page of Markdown, in the order in which what they are about happened. */
export function notesPage(notes: readonly Note[]): string {
  return ['# Notes of workbench\n', ...noteParagraphs(notes)].join('\n');
}

/** Notes as Markdown, a list item each. */
export function noteParagraphs(notes: readonly Note[]): readonly string[] {
  if (notes.length === 0) return ['No notes.\n'];
  return byTime(notes).map(({ subject, label, text, atUs }) => {
    const time = timeText(atUs);
    const what = text === '' ? 'bookmark' : `**${prose(text)}**`;
    return `* ${time === undefined ? '' : `${time} `}${what}: ${subject.kind} ${codeCell(label)}\n`;
  });
}
