import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { openTerminal, type Terminal } from './terminal.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = join(ROOT, 'dist/cli/main.js');
const LABS = join(ROOT, 'fixtures/labs');
/** The same minutes as the kernel saw them, and as the containers and their builds reported themselves. */
const SOURCES = ['tenant-jobs/events.jsonl.gz', 'heartbeats/heartbeat.jsonl.gz', 'heartbeats/builds.jsonl.gz'];

const ENTER = '\r';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'workbench-'));
  const files = SOURCES.map((source) => join(LABS, source));
  execFileSync(process.execPath, [PROGRAM, 'import', ...files, '--case', join(folder, 'imported.db')], { stdio: 'pipe' });
});
afterAll(() => rmSync(folder, { recursive: true }));

let terminal: Terminal | undefined;
afterEach(() => {
  terminal?.close();
  terminal = undefined;
});

/** What a question is answered by: keys, in turns, each with what the screen shows then. */
interface Session {
  readonly question: string;
  /** Keys that it may take. */
  readonly atMost: number;
  /** What the first screen shows. */
  readonly begins?: readonly string[];
  readonly turns: readonly { readonly keys: readonly string[]; readonly shows: readonly string[] }[];
}

const SESSIONS: readonly Session[] = [
  {
    question: 'which process opened the reverse shell?',
    atMost: 4,
    begins: ['fugi.veda-lumora.e', 'bash (1929)'],
    turns: [{ keys: ['!'], shows: ['bash -i commanded from fugi.veda-lumora.example', 'Details'] }],
  },
  {
    question: 'what did it do next, in order?',
    atMost: 6,
    turns: [
      { keys: ['s'], shows: ['Story in', 'entry', 'shell'] },
      { keys: ['z'], shows: ['discovery  crawler: id (pid 1934)', 'discovery  crawler: uname -a (pid 1937)', 'cat /etc/passwd'] },
    ],
  },
  {
    question: 'whom did it reach, and who answered there?',
    atMost: 6,
    turns: [{ keys: ['o'], shows: ['followed to sh (pid 2102)', 'resumes'] }],
  },
  {
    question: 'which DNS name did it use?',
    atMost: 5,
    turns: [{ keys: ['D'], shows: ['▌fugi.veda-lumora.example', 'addresses    203.0.113.60'] }],
  },
  {
    question: 'which container, pid and binary called Elasticsearch?',
    atMost: 9,
    turns: [
      { keys: ['/', ...'elas', ENTER], shows: ['"elas": 1 of'] },
      { keys: ['n'], shows: ['"elas": 2 of'] },
      { keys: ['a', ENTER], shows: ['answered question-1 in answers.yaml'] },
    ],
  },
  {
    question: 'what listens in this container that nobody uses?',
    atMost: 5,
    turns: [{ keys: ['K', 'G', 'k'], shows: ['▌recruiter', '9083 unused', 'pid 789): nobody was seen to connect to it'] }],
  },
  {
    question: 'what happened within a minute of that moment, on every node?',
    atMost: 5,
    turns: [{ keys: ['@'], shows: ['1m00s before and after', '▌16:42:23.549', 'recruiter', 'jobposting', 'coreapi'] }],
  },
  {
    question: 'which commit was running there?',
    atMost: 5,
    turns: [{ keys: ['K'], shows: ['c5195af0ebdf687867ebab61524d85c343e41e89', 'jobs-app-crawler'] }],
  },
];

describe('from the start screen of a freshly opened case', () => {
  it.each(SESSIONS)('$question takes at most $atMost keys', async ({ atMost, begins = [], turns, question }) => {
    terminal = openTerminal(process.execPath, [PROGRAM, 'open', join(folder, 'imported.db')], 120, 40, folder);
    await terminal.shows('bash -i  ! critical', '? help', ...begins);
    let keys = 0;
    for (const turn of turns) {
      for (const key of turn.keys) terminal.press(key);
      keys += turn.keys.length;
      await terminal.shows(...turn.shows);
    }
    expect(keys).toBeLessThanOrEqual(atMost);
    if (question.includes('Elasticsearch')) {
      const answer: unknown = parse(readFileSync(join(folder, 'answers.yaml'), 'utf8'));
      expect(answer).toMatchObject({
        answers: { 'question-1': { container: expect.stringMatching(/^b84d1dbeb536/), pid: 2074, binary: '/usr/bin/curl' } },
      });
    }
  });
});
