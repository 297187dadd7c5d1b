import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { byTime, connectionTarget, findingTarget, type Note, type NoteDraft, processTarget, subjectKey } from '../../src/model/note.js';
import { Database } from '../../src/store/binding.js';
import { addNote, removeNote } from '../../src/store/open.js';
import { openCaseToWrite } from '../../src/store/write.js';
import { STORY } from '../cli/events.js';
import { finding, fullConnection, fullProcess } from '../export/samples.js';
import { caseOf, importInto } from './case-of.js';

const DRAFTS: readonly NoteDraft[] = [
  { ...processTarget(fullProcess()), text: 'who started this?' },
  { ...connectionTarget(fullConnection()), text: '' },
  { ...findingTarget(finding()), text: 'confirmed' },
  {
    subject: { kind: 'moment', atUs: 1_690_000_000_000_000 },
    label: 'the call',
    atUs: 1_690_000_000_000_000,
    text: 'the user got a phone call',
  },
];

describe('notes in a case', () => {
  it('come back as they were written, whatever they are about', async () => {
    const store = await caseOf(STORY);
    const kept = DRAFTS.map((draft) => addNote(store.path, draft, 7));
    expect(store.notes()).toEqual(kept);
    expect(kept.map(({ id, writtenAtUs, ...draft }) => draft)).toEqual(DRAFTS);
  });

  it('survive another import and another linking', async () => {
    const store = await caseOf(STORY);
    addNote(store.path, DRAFTS[0] ?? fail(), 7);
    const before = store.notes();
    const folder = dirname(store.path);
    await importInto(
      store,
      readdirSync(folder)
        .filter((name) => name.endsWith('.jsonl'))
        .map((name) => `${folder}/${name}`),
    );
    store.link({ lateAfterSeconds: 1 });
    expect(store.notes()).toEqual(before);
  });

  it('survive tables of another shape', async () => {
    const store = await caseOf(STORY);
    addNote(store.path, DRAFTS[3] ?? fail(), 7);
    const again = openCaseToWrite(store.path);
    expect(again.notes()).toHaveLength(1);
    again.close();
  });

  it('are taken away by their number', async () => {
    const store = await caseOf(STORY);
    const [first] = DRAFTS.map((draft) => addNote(store.path, draft, 7));
    expect(removeNote(store.path, first?.id ?? -1)).toBe(true);
    expect(removeNote(store.path, first?.id ?? -1)).toBe(false);
    expect(store.notes()).toHaveLength(3);
  });

  it('say so while an import holds the case', async () => {
    const store = await caseOf(STORY);
    const busy = new Database(store.path);
    busy.exec('begin immediate');
    expect(() => addNote(store.path, DRAFTS[0] ?? fail(), 7)).toThrow('the case is being written to by an import');
    busy.close();
  });
});

describe('what a note is about', () => {
  it('is the same thing exactly when its key is', () => {
    const keys = DRAFTS.map(({ subject }) => subjectKey(subject));
    expect(new Set(keys).size).toBe(DRAFTS.length);
    const { openedAtUs = 0 } = fullConnection();
    expect(subjectKey(connectionTarget({ ...fullConnection(), id: 999 }).subject)).toBe(
      subjectKey(connectionTarget(fullConnection()).subject),
    );
    expect(subjectKey(connectionTarget({ ...fullConnection(), openedAtUs: openedAtUs + 1 }).subject)).not.toBe(
      subjectKey(connectionTarget(fullConnection()).subject),
    );
  });

  it('puts notes in the order in which it happened, those of unknown time last', () => {
    const note = (id: number, atUs?: number): Note => ({
      id,
      subject: { kind: 'moment', atUs: 0 },
      label: '',
      text: '',
      writtenAtUs: 0,
      ...(atUs !== undefined && { atUs }),
    });
    expect(byTime([note(1), note(2, 9), note(3, 5), note(4, 5)]).map(({ id }) => id)).toEqual([3, 4, 2, 1]);
  });
});

function fail(): never {
  throw new Error('there is such a draft');
}
