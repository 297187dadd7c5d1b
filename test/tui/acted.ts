import type { Note } from '../../src/model/note.js';
import type { InterfaceActions } from '../../src/tui/options.js';

/** Actions that write nothing, and tell what they were asked for. Notes are kept as long as the actions are. */
export function actionsThat(tell: (deed: string) => void): InterfaceActions {
  let notes: readonly Note[] = [];
  return {
    exportFindings: () => ({ kind: 'done', message: 'wrote findings.yaml' }),
    exportAnswer: (questionId, processId) => {
      tell(`answer ${questionId} row ${processId}`);
      return { kind: 'done', message: 'wrote answers.yaml' };
    },
    exportView: (listing, title, format) => {
      tell(`export ${title} as ${format}: ${listing.kind}`);
      return { kind: 'done', message: `wrote ${title} as ${format}` };
    },
    writeReport: () => ({ kind: 'done', message: 'wrote report.html' }),
    notes: () => notes,
    saveNote: (draft) => {
      const id = Math.max(0, ...notes.map((note) => note.id)) + 1;
      notes = [...notes, { ...draft, id, writtenAtUs: 1_795_192_595_000_000 + id }];
      tell(`note ${draft.text === '' ? 'bookmark' : draft.text}: ${draft.label}`);
      return { kind: 'done', message: `noted: ${draft.label}` };
    },
    removeNote: (note) => {
      notes = notes.filter(({ id }) => id !== note.id);
      tell(`took away: ${note.label}`);
      return { kind: 'done', message: 'took the note away' };
    },
    rememberFilter: (text) => tell(`filter ${text}`),
  };
}
