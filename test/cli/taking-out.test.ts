import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { viewFile } from '../../src/cli/view-file.js';
import { NO_FILTER } from '../../src/model/filter.js';
import type { WritableCase } from '../../src/store/write.js';
import { schemaErrors } from '../export/schemas.js';
import { linkedLines } from '../store/case-of.js';
import { SHELL_ID, STORY } from './events.js';
import { inProcess } from './in-process.js';
import { type Desk, desk, type Ended } from './workbench.js';

let store: WritableCase;
let at: Desk;
beforeAll(async () => {
  store = await linkedLines(STORY);
  at = desk();
  at.file('events.jsonl', STORY);
});
afterAll(() => at.clear());

const CASE = ['--case', 'a.db'];
function workbench(...words: readonly string[]): Promise<Ended> {
  const placed = words.map((word) => (word === 'a.db' ? at.path(word) : word === 'events.jsonl' ? at.path(word) : word));
  return inProcess(placed, { XDG_CONFIG_HOME: at.path('config') }, at.folder);
}

describe('a view as a file', () => {
  it.each(['yaml', 'json'] as const)('has the shape of the commands as %s', (format) => {
    const { view } = store;
    const processIds = [...view.matchingProcesses(NO_FILTER)];
    const connectionIds = view.connections(NO_FILTER, { limit: 9 }).rows.map(({ id }) => id);
    expect(schemaErrors('processes', parse(viewFile(view, { kind: 'processes', processIds }, format)))).toEqual([]);
    expect(schemaErrors('connections', parse(viewFile(view, { kind: 'connections', connectionIds }, format)))).toEqual([]);
    expect(schemaErrors('problems', parse(viewFile(view, { kind: 'problems' }, format)))).toEqual([]);
  });

  it('holds the rows that were shown, in their order', () => {
    const { view } = store;
    const shell = view.processWithExecId(SHELL_ID) ?? -1;
    const lines = viewFile(view, { kind: 'processes', processIds: [shell] }, 'csv').split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain('/bin/bash -i');
  });

  it.each([
    { format: 'json', text: '{"schemaVersion":1,"rows":[\n{"firstSeen":"now","who":"me"}\n]}\n' },
    { format: 'csv', text: 'First seen,WHO,note\nnow,me,\n' },
    { format: 'markdown', text: '| First seen | WHO | note |\n| --- | --- | --- |\n| now | me |  |\n' },
  ] as const)('is a table as $format where the view alone knows its rows', ({ format, text }) => {
    const listing = { kind: 'table' as const, headings: ['First seen', 'WHO', 'note'], rows: [['now', 'me', '']] };
    expect(viewFile(store.view, listing, format)).toBe(text);
  });
});

describe('notes on the command line', () => {
  it('are written, listed, exported and taken away', async () => {
    await workbench('import', 'events.jsonl', ...CASE, '-q');
    expect(await workbench('notes', 'add', ...CASE, '--process', SHELL_ID, '--text', 'who?')).toMatchObject({
      code: 0,
      stderr: 'note 1: process /bin/bash -i (pid 200)\n',
    });
    await workbench('notes', 'add', ...CASE, '--at', '2023-07-26T07:00:00Z', '--text', 'a *call*');
    await workbench('notes', 'add', ...CASE, '--connection', '1');
    const listed = JSON.parse((await workbench('notes', 'list', ...CASE, '--format', 'json')).stdout);
    expect(schemaErrors('notes', listed)).toEqual([]);
    expect(listed.notes.map((note: { readonly about: { readonly kind: string } }) => note.about.kind)).toEqual([
      'moment',
      'process',
      'connection',
    ]);
    expect(schemaErrors('notes', parse((await workbench('notes', 'export', ...CASE)).stdout))).toEqual([]);
    expect((await workbench('notes', 'export', ...CASE, '--format', 'markdown')).stdout).toContain(
      '* 2023-07-26T07:00:00Z **a \\*call\\***: moment `2023-07-26T07:00:00Z`',
    );
    expect((await workbench('report', ...CASE, '--format', 'html')).stdout).toContain('<td>a *call*</td>');
    expect(await workbench('notes', 'remove', ...CASE, '--id', '1')).toMatchObject({ code: 0 });
    expect(await workbench('notes', 'remove', ...CASE, '--id', '1')).toMatchObject({ code: 2 });
  });

  it.each([
    { words: [], why: 'nothing is named that the note is about' },
    { words: ['--process', 'nobody'], why: 'there is no process nobody in this case' },
    { words: ['--finding', 'none'], why: 'there is no finding none in this case' },
    { words: ['--at', 'soon'], why: '"soon" is no time' },
    { words: ['--process', SHELL_ID, '--connection', '1'], why: 'a note is about one thing' },
  ])('are refused: $why', async ({ words, why }) => {
    await workbench('import', 'events.jsonl', ...CASE, '-q');
    expect(await workbench('notes', 'add', ...CASE, ...words)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`workbench: ${why}`),
    });
  });
});
