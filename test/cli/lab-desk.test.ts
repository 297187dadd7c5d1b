import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { labDesk } from '../../src/cli/lab/lab-desk.js';
import { readLabFolder } from '../../src/cli/lab/lab-folder.js';
import { importSources } from '../../src/ingest/import.js';
import { parseFilter } from '../../src/model/filter-grammar.js';
import type { LabDesk } from '../../src/model/lab.js';
import { openCaseToWrite, type WritableCase } from '../../src/store/write.js';
import { cheapCopy, LABS_FOLDER } from '../labs/shipped.js';

const folder = mkdtempSync(join(tmpdir(), 'workbench-desk-'));
const answersPath = join(folder, 'answers.yaml');
const homeOfState = process.env.XDG_STATE_HOME;
let caseFile: WritableCase;
let desk: LabDesk;

beforeAll(async () => {
  process.env.XDG_STATE_HOME = join(folder, 'state');
  cheapCopy('heartbeats', join(folder, 'heartbeats'));
  caseFile = openCaseToWrite(join(folder, 'case.db'));
  const inputs = ['heartbeat.jsonl.gz', 'builds.jsonl.gz'].map((file) => ({ path: file, file: join(LABS_FOLDER, 'heartbeats', file) }));
  await importSources({ store: caseFile, inputs, signal: new AbortController().signal, onProgress: () => undefined });
  caseFile.link({ lateAfterSeconds: 300 });
});
beforeEach(() => {
  desk = labDesk({ opened: readLabFolder(join(folder, 'heartbeats')), answersPath, view: caseFile.view, now: () => 1_000_000 });
});
afterEach(() => rmSync(answersPath, { force: true }));
afterAll(() => {
  caseFile.close();
  if (homeOfState === undefined) delete process.env.XDG_STATE_HOME;
  else process.env.XDG_STATE_HOME = homeOfState;
  rmSync(folder, { recursive: true, force: true });
});

/** The connections that a filter leaves, as what is selected when `a` is pressed. */
function subjects(text: string) {
  const parsed = parseFilter(text);
  if (parsed.kind !== 'filter') throw new Error(parsed.message);
  const { rows } = caseFile.view.connections(parsed.filter, { limit: 50 });
  return rows.map((connection) => ({ processId: connection.process.id, connectionId: connection.id }));
}

function answerWith(question: string, filter: string): readonly string[] {
  return subjects(filter).map((subject) => desk.answerFrom(question, subject).message);
}

describe('the desk of a lab', () => {
  it('fills what a connection knows, grades it and writes it down', () => {
    expect(answerWith('first-stranger', 'external port:8531')).toEqual(['right: first-stranger gives 25 points']);
    expect(readFileSync(answersPath, 'utf8')).toContain('    port: 8531 # a port: an integer from 1 to 65535\n');
    expect(desk.sheet().standing).toMatchObject({ points: 25, solved: 1 });
  });

  it('lets a set grow with each answer', () => {
    const said = answerWith('two-doors', 'direction:listen container:8dd367382660');
    expect(said[0]).toContain('ports: 1 of 2 found');
    expect(said.at(-1)).toBe('right: two-doors gives 10 points');
    expect(readFileSync(answersPath, 'utf8')).toMatch(/ports: \[ 22, 9084 \]|ports: \[ 9084, 22 \]/);
  });

  it('keeps what was edited by hand meanwhile, comments included', () => {
    const text = readFileSync(answersPath, 'utf8').replace('    port: # a port', '    port: 9092 # I know this one');
    writeFileSync(answersPath, text);
    expect(desk.answer('broker', 'container', 'containerd://70842dc03e48').message).toBe('right: broker gives 10 points');
    expect(readFileSync(answersPath, 'utf8')).toContain('port: 9092 # I know this one');
  });

  it('says what can not be done, and leaves a file alone that was broken meanwhile', () => {
    expect(desk.answer('broker', 'name', 'x')).toEqual({ tone: 'failed', message: 'broker has no field name' });
    expect(desk.saveBadge()).toMatchObject({ tone: 'warned', message: '6 questions are open: the badge comes with the last' });
    writeFileSync(answersPath, 'lab: [');
    expect(desk.answer('broker', 'port', '1')).toMatchObject({ tone: 'failed', message: expect.stringContaining('is left as it is') });
    expect(readFileSync(answersPath, 'utf8')).toBe('lab: [');
  });
});
