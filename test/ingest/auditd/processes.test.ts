import { describe, expect, it } from 'vitest';
import { detect } from '../../../src/detections/engine.js';
import type { CaseView } from '../../../src/model/case-view.js';
import { NO_FILTER } from '../../../src/model/filter.js';
import type { Process } from '../../../src/model/process.js';
import { recording } from '../../recordings.js';
import { caseOf, linkedCase } from '../../store/case-of.js';
import { call, exec, stamp } from './audit-lines.js';

/** Every process with the pid of its parent and the programs it ran, by pid. */
async function processesOf(lines: readonly string[]): Promise<readonly string[]> {
  const { view } = await caseOf(lines);
  const rows = view.processes(NO_FILTER, { limit: 1_000 }).rows;
  return rows.map((process) => drawn(process, rows)).sort();
}

function drawn(process: Process, all: readonly Process[]): string {
  const parent = all.find(({ id }) => id === process.parentId)?.pid;
  const images = process.images.map(({ binary, knownFrom }) => `${knownFrom === 'fork' ? '~' : ''}${binary ?? '?'}`).join(' ⇒ ');
  return `${process.pid}${parent === undefined ? '' : ` of ${parent}`} ${images}${process.exitedAtUs === undefined ? '' : ` !${process.exitStatus}`}`;
}

const PARENT = '41 ?';

describe('a pid', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    [
      'that executes again under the same parent is one process with two programs',
      [...exec({ serial: 1, exe: '/bin/a' }), ...exec({ serial: 2, exe: '/bin/b' })],
      [PARENT, '42 of 41 /bin/a ⇒ /bin/b'],
    ],
    [
      'that executes after its exit is another process',
      [
        ...exec({ serial: 1, exe: '/bin/a' }),
        call({ serial: 2, name: 'exit_group', exe: '/bin/a', more: 'a0=1' }),
        ...exec({ serial: 3, exe: '/bin/b' }),
      ],
      [PARENT, '42 of 41 /bin/a !1', '42 of 41 /bin/b'],
    ],
    [
      'that executes under another parent is another process',
      [...exec({ serial: 1, exe: '/bin/a' }), ...exec({ serial: 2, exe: '/bin/b', ppid: 40 })],
      ['40 ?', PARENT, '42 of 40 /bin/b', '42 of 41 /bin/a'],
    ],
    [
      'that executes in another login is another process',
      [...exec({ serial: 1, exe: '/bin/a' }), ...exec({ serial: 2, exe: '/bin/b', ses: 4 })],
      [PARENT, '42 of 41 /bin/a', '42 of 41 /bin/b'],
    ],
    [
      'that fails to execute first is a fork of its parent',
      [
        ...exec({ serial: 1, exe: '/bin/a' }),
        call({ serial: 2, name: 'execve', pid: 43, ppid: 42, exe: '/bin/a', success: 'no', exit: -2 }),
        ...exec({ serial: 3, pid: 43, ppid: 42, exe: '/bin/b' }),
      ],
      [PARENT, '42 of 41 /bin/a', '43 of 42 ~/bin/a ⇒ /bin/b'],
    ],
    [
      'that was named as a parent and executes then was a fork',
      [
        ...exec({ serial: 1, exe: '/bin/a' }),
        ...exec({ serial: 2, pid: 44, ppid: 43, exe: '/bin/c' }),
        ...exec({ serial: 3, pid: 43, ppid: 42, exe: '/bin/b' }),
      ],
      [PARENT, '42 of 41 /bin/a', '43 of 42 ~? ⇒ /bin/b', '44 of 43 /bin/c'],
    ],
    [
      'that a fork made is known before it does anything',
      [...exec({ serial: 1, exe: '/bin/a' }), call({ serial: 2, name: 'clone', exe: '/bin/a', exit: 43, more: 'a0=1200011' })],
      [PARENT, '42 of 41 /bin/a', '43 of 42 ~/bin/a'],
    ],
    [
      'that vfork made is one process, though its exec is told first',
      [
        ...exec({ serial: 1, exe: '/bin/a' }),
        ...exec({ serial: 3, pid: 43, ppid: 42, exe: '/bin/b' }),
        call({ serial: 2, name: 'vfork', exe: '/bin/a', exit: 43 }),
      ],
      [PARENT, '42 of 41 /bin/a', '43 of 42 /bin/b'],
    ],
    [
      'that is a thread is no process',
      [...exec({ serial: 1, exe: '/bin/a' }), call({ serial: 2, name: 'clone', exe: '/bin/a', exit: 43, more: 'a0=3d0f00' })],
      [PARENT, '42 of 41 /bin/a'],
    ],
    [
      "that is counted in a container's own namespace is no process",
      [...exec({ serial: 1, exe: '/bin/a' }), call({ serial: 2, name: 'clone', exe: '/bin/a', exit: 7, more: 'a0=1200011' })],
      [PARENT, '42 of 41 /bin/a'],
    ],
    [
      'that dies of a signal has ended',
      [
        ...exec({ serial: 1, exe: '/bin/a' }),
        `type=ANOM_ABEND ${stamp(2)}: auid=1000 uid=0 gid=0 ses=3 pid=42 comm="a" exe="/bin/a" sig=11 res=1`,
      ],
      [PARENT, '42 of 41 /bin/a !0'],
    ],
  ])('%s', async (_what, lines, expected) => {
    expect(await processesOf(lines)).toEqual([...expected].sort());
  });

  it('is another process once the kernel has counted through all pids', async () => {
    const others = [20_000, 30_000, 300, 5_000].flatMap((pid, at) => exec({ serial: at + 2, pid, exe: '/bin/x' }));
    const drawings = await processesOf([...exec({ serial: 1, exe: '/bin/a' }), ...others, ...exec({ serial: 9, exe: '/bin/b' })]);
    expect(drawings.filter((drawing) => drawing.startsWith('42 '))).toEqual(['42 of 41 /bin/a', '42 of 41 /bin/b']);
  });
});

/** Programs that processes of a case were seen to execute: pid, program, parent's pid, and when. */
function execsOf(view: CaseView): readonly { readonly key: string; readonly atUs: number }[] {
  const rows = view.processes(NO_FILTER, { limit: 100_000 }).rows;
  const pidOf = new Map(rows.map(({ id, pid }) => [id, pid]));
  return rows
    .filter(({ knownFrom }) => knownFrom === 'exec')
    .map(({ pid, binary, parentId, startedAtUs = 0 }) => ({ key: `${pid} ${binary} of ${pidOf.get(parentId ?? 0)}`, atUs: startedAtUs }));
}

/** Programs that the kernel itself starts, which no audit rule sees. */
const STARTED_BY_KERNEL = /^\d+ \/sbin\/modprobe /;

describe.skipIf(recording('range') === undefined)('a recorded intrusion (where recordings are)', () => {
  it('is told by the audit log with every program that Tetragon saw execute, under the same parents, within a second', async () => {
    const audit = await linkedCase([recording('range/jobs-app/audit.log.gz') ?? '']);
    const tetragon = await linkedCase([recording('range/jobs-app/tetragon.jsonl.gz') ?? '']);
    const told = new Map(execsOf(audit.view).map(({ key, atUs }) => [key, atUs]));
    const missing = execsOf(tetragon.view).filter(({ key, atUs }) => Math.abs((told.get(key) ?? 0) - atUs) > 1_000_000);
    expect(missing.map(({ key }) => key).filter((key) => !STARTED_BY_KERNEL.test(key))).toEqual([]);
    const shells = detect(audit.detection).findings.filter(({ rule }) => rule.id.startsWith('reverse-shell'));
    expect(shells.map(({ process, level }) => [process.pid, level])).toEqual([
      [1929, 'critical'],
      [2102, 'critical'],
    ]);
  });
});
