import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { caseReader } from '../../src/cli/case-reader.js';
import { NO_FILTER } from '../../src/model/filter.js';
import { parseFilter } from '../../src/model/filter-grammar.js';
import { openCase } from '../../src/store/open.js';
import { slowAnswer } from '../../src/tui/slow-reads.js';
import { STORY } from './events.js';
import { type Desk, desk, PROGRAM } from './workbench.js';

/** As it was built: a thread runs no TypeScript. */
const THREAD = pathToFileURL(join(dirname(PROGRAM), 'case-reader-thread.js'));

let at: Desk;
beforeAll(() => {
  at = desk();
  at.file('events.jsonl', STORY);
  at.workbench(['import', 'events.jsonl', '--case', 'story.case', '-q']);
});
afterAll(() => at.clear());

let reader: ReturnType<typeof caseReader>;
afterEach(() => reader.close());

it('answers what the interface would answer itself', async () => {
  const path = at.path('story.case');
  const caseFile = openCase(path);
  reader = caseReader(path, THREAD);
  const read = { kind: 'readServices', filter: NO_FILTER, by: 'workload', withPorts: true } as const;
  const containers = { kind: 'readContainers', filter: NO_FILTER, withPorts: true } as const;
  const answers = await Promise.all([read, containers].map((one) => reader.read(one, caseFile.view.revision())));
  expect(answers).toEqual([read, containers].map((one) => slowAnswer(caseFile.view, one)));
  caseFile.close();
});

it.each(['late', 'nc', 'dst:203.0.113.0/24', 'dns:example', '!dns:example port:53'])(
  'answers under %s what the interface would',
  async (text) => {
    const path = at.path('story.case');
    const caseFile = openCase(path);
    reader = caseReader(path, THREAD);
    reader.expectMatches();
    const parsed = parseFilter(text);
    const filter = parsed.kind === 'filter' ? parsed.filter : NO_FILTER;
    const reads = [
      { kind: 'readMatches', purpose: 'preview', text, filter },
      { kind: 'readConnectionGroups', filter, by: 'process' },
      { kind: 'readConnectionIds', group: '', query: { filter, order: 'time' } },
      { kind: 'readNames', filter },
      { kind: 'readContainers', filter, withPorts: false },
      { kind: 'readHeartbeats', filter, isWhole: true },
      { kind: 'readTimeline', missing: 'first', query: { filter }, request: { limit: 100 } },
    ] as const;
    const answers = await Promise.all(reads.map((one) => reader.read(one, caseFile.view.revision())));
    expect(answers).toEqual(reads.map((one) => slowAnswer(caseFile.view, one)));
    caseFile.close();
  },
);

it('says the same before, while and after all is made ready', async () => {
  const path = at.path('story.case');
  const caseFile = openCase(path);
  reader = caseReader(path, THREAD);
  const filter = { terms: [{ kind: 'number', field: 'port', isNegated: true, ranges: [{ from: 1, to: 2 }] }] } as const;
  const reads = [
    { kind: 'readMatches', purpose: 'preview', text: '', filter },
    { kind: 'readConnectionGroups', filter, by: 'name' },
    { kind: 'readConnectionIds', group: '', query: { filter, order: 'bytes' } },
    { kind: 'readNames', filter: NO_FILTER },
    { kind: 'readServices', filter, by: 'container', withPorts: false },
  ] as const;
  const expected = reads.map((one) => slowAnswer(caseFile.view, one));
  const asked = async () => Promise.all(reads.map((one) => reader.read(one, caseFile.view.revision())));
  expect(await asked()).toEqual(expected);
  reader.expectReads();
  for (let times = 0; times < 20; times++) expect(await asked()).toEqual(expected);
  caseFile.close();
});

it('answers nothing of a revision that the case is not at', async () => {
  reader = caseReader(at.path('story.case'), THREAD);
  expect(await reader.read({ kind: 'readNames', filter: NO_FILTER }, 99)).toBeUndefined();
});

it('fails with what it could not open', async () => {
  reader = caseReader(at.path('no.case'), THREAD);
  await expect(reader.read({ kind: 'readNames', filter: NO_FILTER }, 1)).rejects.toThrow('there is no case file');
});
