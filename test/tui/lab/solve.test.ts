import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Question } from '../../../src/labs/definition.js';
import type { LabKey } from '../../../src/labs/key.js';
import { cheapCopy, LAB_NAMES, shippedLab } from '../../labs/shipped.js';
import { openTerminal, RESTORED, type Terminal } from '../terminal.js';

const PROGRAM = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));

/** What `a` is pressed on: the last row that a filter leaves of the tree, or of the connections. */
type Subject = readonly [view: 'T' | 'C', filter: string];

/** Questions that a selected row answers, or begins to; what is left of them, and all others, are typed. */
const SUBJECTS: Readonly<Record<string, Readonly<Record<string, Subject>>>> = {
  'tenant-jobs': {
    'crawler-main': ['T', 'container:=crawler main'],
    'first-shell': ['T', 'container:=crawler late binary:*/bash args:=-i'],
    callback: ['C', 'pid:1929 external'],
    token: ['T', 'args:*/serviceaccount/token'],
    hop: ['T', 'container:=resumes main'],
    'second-shell': ['C', 'container:=resumes late external'],
    'elasticsearch-caller': ['C', 'late binary:*/curl port:9200 args:*_search*'],
    loot: ['C', 'late binary:*/curl port:9200 args:*_search*'],
    exfiltration: ['C', 'late external port:8443'],
  },
  heartbeats: {
    broker: ['C', 'image:*kafka* direction:listen'],
    'first-stranger': ['C', 'external port:8531'],
    'second-stranger': ['C', 'external port:9001'],
    commit: ['C', 'external port:8531'],
  },
  syscalls: {
    conversation: ['C', 'container:=crawler external args:=-i'],
    upload: ['C', 'container:=crawler external binary:*/curl'],
  },
  'shell-zoo': {
    'cage-05': ['C', 'container:=job-05-2c74s direction:listen'],
    'cage-08': ['C', 'container:=job-08-26g6r external'],
    'cage-13': ['C', 'container:=job-13-fss5k external'],
  },
  'quiet-day': {
    operator: ['T', 'container:=report entered binary:*/bash'],
    'device-file': ['C', 'container:=pg entered proto:tcp'],
    beacon: ['C', 'container:=notify external'],
  },
};

const CLEAR = '\u0015';
let folder = '';
let terminal: Terminal | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workbench-solve-'));
});
afterEach(() => {
  terminal?.close();
  rmSync(folder, { recursive: true });
});

function openLab(name: string, columns: number, rows: number): Terminal {
  cheapCopy(name, join(folder, name));
  const env = [`HOME=${folder}`, `XDG_DATA_HOME=${folder}/share`, `XDG_STATE_HOME=${folder}/state`];
  const words = ['lab', 'open', name, '--answers', 'answers.yaml'];
  return openTerminal('/usr/bin/env', [...env, process.execPath, PROGRAM, ...words], columns, rows, folder);
}

/** Answers a question as a person would: what a row knows with one key, the rest by typing. */
async function answer(screen: Terminal, question: Question, key: LabKey, subject: Subject | undefined): Promise<void> {
  const filled = subject === undefined ? [] : await fromRow(screen, question, subject, key);
  for (const { name, type } of question.fields) {
    if (filled.includes(name)) continue;
    const written = key.questions.get(question.id)?.get(name)?.written ?? [];
    screen.press('i');
    await screen.shows(`${name}: `, 'Enter writes and grades it');
    screen.press(`${CLEAR}${type.kind === 'set' ? written.join(', ') : (written[0] ?? '')}`);
    screen.press('\r');
    await screen.hides('Enter writes and grades it');
  }
}

/** Fields that the selected row filled right. */
async function fromRow(screen: Terminal, { id, fields }: Question, [view, filter]: Subject, key: LabKey): Promise<readonly string[]> {
  screen.press(view);
  screen.press('f');
  await screen.shows('filter: ');
  screen.press(`${CLEAR}${filter}`);
  screen.press('\r');
  await screen.shows('F clears');
  // Connections stand in groups: the first is opened, and its last row is what was meant.
  for (const key of view === 'T' ? ['G'] : ['g', 'l', 'G']) screen.press(key);
  screen.press('a');
  const isWhole = fields.every(({ from }) => from !== undefined);
  await screen.shows(isWhole ? `right: ${id} gives` : 'partly right: ');
  const isRight = (name: string): boolean => key.questions.get(id)?.get(name) !== undefined;
  return fields.filter(({ name, from }) => from !== undefined && isRight(name)).map(({ name }) => name);
}

describe('a lab in the interface', () => {
  it.each(LAB_NAMES)('%s is solved from the first question to the badge', async (name) => {
    const { lab, key } = shippedLab(name);
    terminal = openLab(name, 160, 50);
    await terminal.shows(`open  ${lab.questions[0]?.id}`);
    for (const [place, question] of lab.questions.entries()) {
      await answer(terminal, question, key, SUBJECTS[name]?.[question.id]);
      if (place === lab.questions.length - 1) break;
      await terminal.shows(`right  ${question.id}`);
      terminal.press('}');
    }
    const points = lab.questions.reduce((sum, question) => sum + question.points, 0);
    await terminal.shows('Solved', `${points} of ${points} points`, 'A way through');
    terminal.press('w');
    await terminal.shows(`badge-${name}.svg`);
    terminal.press('q');
    terminal.press('q');
    expect(await terminal.ended()).toMatchObject({ exitCode: 0 });
    expect(terminal.modes()).toEqual(RESTORED);
    expect(readFileSync(join(folder, 'answers.yaml'), 'utf8')).toContain(`lab: ${name}@1`);
    expect(readFileSync(join(folder, `badge-${name}.svg`), 'utf8')).toContain(`${points}/${points}`);
  });

  it('says kindly what is wrong, gives hints at their cost, and keeps the learner’s comments, at 80 x 24', async () => {
    terminal = openLab('shell-zoo', 80, 24);
    await terminal.shows('open  cage-03  10 points');
    terminal.press('}');
    terminal.press('i');
    await terminal.shows('technique: ', 'one of own socket');
    terminal.press('web shel\r');
    await terminal.shows('did you mean web shell?');
    terminal.press('H');
    await terminal.shows('a free hint, 1 left');
    terminal.press('L');
    await terminal.shows('They wait', 'mistyped cage-05');
    terminal.press('\u001b');
    await terminal.shows('Processes by pod');
    terminal.press('q');
    await terminal.ended();
    expect(readFileSync(join(folder, 'answers.yaml'), 'utf8')).toContain('technique: web shel # one of own socket');
  });
});
