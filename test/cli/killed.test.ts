import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, BOOTED_AT_US, execLine, exitLine } from '../tetragon-lines.js';
import { type Desk, desk, PROGRAM } from './workbench.js';

const COUNT = 4_000;
const init: Actor = { pid: 1, at: 1, binary: '/sbin/init' };

/** Enough lines that reading them takes several transactions. */
const TETRAGON = Array.from({ length: COUNT }, (_, at) => {
  const actor: Actor = { pid: 1000 + at, at: 10 + at, binary: `/bin/program-${at % 7}`, parent: init };
  return at % 2 === 0 ? execLine(actor) : exitLine({ ...actor, pid: 999 + at, at: 9 + at }, 20 + at);
});

/** A format whose events are told by several lines each. */
const AUDIT = Array.from({ length: COUNT }, (_, at) => {
  const stamp = `msg=audit(${(BOOTED_AT_US / 1e6 + at).toFixed(3)}:${at})`;
  return [
    `type=SYSCALL ${stamp}: arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=${100_000 + at} uid=0 ses=1 comm="sh" exe="/bin/sh"`,
    `type=EXECVE ${stamp}: argc=2 a0="sh" a1="${at}"`,
  ].join('\n');
});

let at: Desk;
beforeAll(() => {
  at = desk();
  at.file('tetragon.jsonl', TETRAGON);
  at.file('audit.log', AUDIT);
});
afterAll(() => at.clear());

/** Starts an import and kills it after this long, unless it is done before. True when it was done. */
function importOrDie(words: readonly string[], afterMs: number): Promise<boolean> {
  const child = spawn(process.execPath, [PROGRAM, ...words], { cwd: at.folder, stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
  });
}

describe('an import that is killed again and again', () => {
  it('ends with the case of one that was not', async () => {
    const files = [at.path('tetragon.jsonl'), at.path('audit.log')];
    const words = (name: string) => ['import', ...files, '--case', at.path(name), '--format', 'json', '--quiet'];
    expect(at.workbench(words('whole.db')).code).toBe(0);
    for (let afterMs = 250; !(await importOrDie(words('killed.db'), afterMs)); afterMs += 150);
    const report = (name: string) => {
      const { case: _, ...rest } = JSON.parse(at.workbench(words(name)).stdout);
      return rest;
    };
    expect(report('killed.db')).toEqual(report('whole.db'));
    const listing = (name: string) => at.workbench(['processes', '--case', at.path(name), '--format', 'ndjson']).stdout.split('\n').length;
    expect(listing('killed.db')).toBe(listing('whole.db'));
  }, 60_000);
});
