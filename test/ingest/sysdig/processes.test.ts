import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sysdig } from '../../../src/ingest/formats/sysdig.js';
import { caseOf } from '../../store/case-of.js';
import { at, cloneInfo, countedOf, type EventOptions, event, execInfo, outcomesOf, recordsOf } from './events.js';

/** A process of a made-up history. */
interface Planned {
  readonly pid: number;
  readonly parent: number;
  /** Programs that it executes, one after the other. */
  readonly programs: readonly string[];
  readonly exits: boolean;
}

const INIT = 1;

/** Processes with distinct pids, each the child of an earlier one. */
const history = fc
  .array(
    fc.record({
      under: fc.nat(),
      programs: fc.array(fc.constantFrom('/bin/a', '/bin/b', '/bin/c'), { maxLength: 3 }),
      exits: fc.boolean(),
    }),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((drafts) =>
    drafts.map(
      ({ under, programs, exits }, at): Planned => ({ pid: 100 + at, parent: at === 0 ? INIT : 100 + (under % at), programs, exits }),
    ),
  );

/** The events of each process in its own order: its parent's clone first, then what it does itself. */
function eventsOf({ pid, parent, programs, exits }: Planned): readonly ((time: string) => string)[] {
  const make = (type: string, info: string, options: EventOptions) => (time: string) => event(type, info, { ...options, time });
  return [
    make('clone', cloneInfo(pid, parent), { tid: pid }),
    ...programs.flatMap((program) => [
      make('execve', `filename=${program} `, { tid: pid, dir: '>' }),
      make('execve', execInfo(pid, parent, program), { tid: pid }),
    ]),
    ...(exits ? [make('procexit', 'status=256 ', { tid: pid, dir: '>' })] : []),
  ];
}

/** Everything that happens, in one of the orders in which it may: each process's own order is kept, and none begins before its parent. */
function interleaved(planned: readonly Planned[], choices: readonly number[]): readonly string[] {
  const waiting = planned.map((process) => ({ process, events: [...eventsOf(process)] }));
  const begun = new Set([INIT]);
  const lines: string[] = [];
  for (let step = 0; waiting.some(({ events }) => events.length > 0); step++) {
    const ready = waiting.filter(
      ({ process, events }) =>
        events.length > 0 && begun.has(process.parent) && (events.length > 1 || !process.exits || childrenBegun(process)),
    );
    const next = ready[(choices[step % choices.length] ?? 0) % ready.length];
    const line = next?.events.shift();
    if (next === undefined || line === undefined) break;
    begun.add(next.process.pid);
    lines.push(line(at(step + 1)));
  }
  return lines;

  function childrenBegun({ pid }: Planned): boolean {
    return planned.every((child) => child.parent !== pid || begun.has(child.pid));
  }
}

describe('the tree', () => {
  it('is that of the processes, in whatever order their events come', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), async (planned, choices) => {
        const records = recordsOf(interleaved(planned, choices));
        const pidOf = new Map(
          records.flatMap(({ process, parent }) =>
            [process, parent].flatMap((one) => (one === undefined ? [] : [[one.execId, one.pid] as const])),
          ),
        );
        for (const { pid, parent, programs, exits } of planned) {
          const own = records.filter(({ process, kind }) => process?.pid === pid && (kind === 'clone' || kind === 'execve'));
          expect(own.map(({ process }) => process?.binary)).toEqual(
            ['/bin/sh', ...programs].map((program, at) => (at === 0 ? own[0]?.process?.binary : program)),
          );
          const parents = own.map(({ process }) => pidOf.get(process?.parentExecId ?? ''));
          expect(parents).toEqual([parent, ...programs.map((_, at) => (at === 0 ? parent : pid))]);
          expect(records.filter(({ kind, process }) => kind === 'procexit' && process?.pid === pid)).toHaveLength(exits ? 1 : 0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('counts each line once, whatever the lines say', () => {
    const anything = fc.oneof(
      fc.string(),
      fc
        .constantFrom(...'clone execve connect read switch open close dup procexit container'.split(' '))
        .chain((type) =>
          fc
            .tuple(fc.string({ unit: 'binary' }), fc.constantFrom('<' as const, '>' as const))
            .map(([info, dir]) => event(type, info, { dir })),
        ),
    );
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 8 }), (lines) => {
        expect(countedOf(outcomesOf(lines))).toBe(lines.length);
      }),
    );
  });

  it('is drawn from a case as the kernel had it', async () => {
    const view = (
      await caseOf([
        event('clone', cloneInfo(10, 1), { tid: 10, time: at(1) }),
        event('execve', 'filename=/usr/bin/node ', { tid: 10, dir: '>', time: at(2) }),
        event('execve', execInfo(10, 1, 'node', '/srv/app.js.'), { tid: 10, time: at(2, 5) }),
        event('clone', cloneInfo(11, 10), { tid: 11, time: at(3) }),
        event('execve', execInfo(11, 10, '/bin/sh', '-c.id.'), { tid: 11, time: at(4) }),
        event('execve', execInfo(11, 10, '/usr/bin/id'), { tid: 11, time: at(5) }),
        event('procexit', 'status=9 ', { tid: 11, dir: '>', time: at(6) }),
      ])
    ).view;
    const processes = view.processes({ terms: [] }, { limit: 10 }).rows;
    const node = processes.find(({ pid }) => pid === 10);
    const shell = processes.find(({ pid }) => pid === 11);
    expect(node).toMatchObject({ binary: '/usr/bin/node', arguments: '/srv/app.js', startedAtNs: 5 });
    expect(shell).toMatchObject({ parentId: node?.id, binary: '/usr/bin/id', exitSignal: 'SIGKILL' });
    expect(shell?.images.map(({ binary }) => binary)).toContain('/bin/sh');
  });
});

describe('a process', () => {
  it('that was running before is a placeholder with the parent that a later event names', () => {
    const [, exec] = recordsOf([
      event('close', 'res=0 ', { tid: 30 }),
      event('setns', 'res=0 ', { tid: 30 }),
      event('execve', execInfo(30, 7, '/bin/ls'), { tid: 30, time: at(1) }),
    ]);
    expect(exec?.process).toMatchObject({ flags: 'execve', binary: '/bin/ls' });
    expect(exec?.parent).toMatchObject({ pid: 30, flags: 'procFS' });
  });

  it('that takes the pid of one that ended is another one', () => {
    const records = recordsOf([
      event('clone', cloneInfo(40, 1), { tid: 40, time: at(1) }),
      event('procexit', 'status=0 ', { tid: 40, dir: '>', time: at(2) }),
      event('clone', cloneInfo(40, 1), { tid: 40, time: at(3) }),
    ]);
    expect(new Set(records.filter(({ kind }) => kind === 'clone').map(({ process }) => process?.execId)).size).toBe(2);
  });

  it('is not made by a thread, whatever sysdig believes', () => {
    const thread = cloneInfo(51, 1).replace('pid=51(sh) ptid', 'pid=50(sh) ptid');
    const records = recordsOf([
      event('clone', cloneInfo(50, 1), { tid: 50, time: at(1) }),
      event('clone3', thread, { tid: 51, time: at(2), fields: { 'proc.pid': 51 } }),
      event('setns', 'res=0 ', { tid: 51, time: at(3), fields: { 'proc.pid': 51 } }),
      event('procexit', 'status=0 ', { tid: 51, dir: '>', time: at(4), fields: { 'proc.pid': 51 } }),
    ]);
    expect([...new Set(records.map(({ process }) => process?.pid))]).toEqual([50]);
  });

  it('is not made by a failed exec, and keeps its start from the first try', () => {
    const failed = (program: string) => execInfo(60, 1, program).replace('res=0', 'res=-2(ENOENT)');
    const records = recordsOf([
      event('execve', failed('/usr/local/bin/x'), { tid: 60, time: at(1) }),
      event('execve', failed('/usr/bin/x'), { tid: 60, time: at(2) }),
      event('execve', execInfo(60, 1, '/bin/x'), { tid: 60, time: at(3) }),
    ]);
    expect(records.map(({ kind }) => kind).filter((kind) => kind !== 'usage')).toEqual(['execve']);
    expect(records[0]?.process).toMatchObject({ flags: 'execve clone', binary: '/bin/x' });
  });

  it.each([
    ['status=256 ', { status: 1 }],
    ['status=2 ', { status: 0, signal: 'SIGINT' }],
    ['status=0 ret=0 sig=0 core=0 ', { status: 0 }],
    ['', { status: 0 }],
  ])('that exits with %j ended so', (info, exit) => {
    const [record] = recordsOf([event('procexit', info, { tid: 70, dir: '>' })]);
    expect(record?.exit).toEqual(exit);
  });

  it('is in the container that its row names, by the whole id where the cgroups tell it', () => {
    const id = '0123456789ab'.padEnd(64, 'c');
    const info = cloneInfo(80, 1).replace('cgroups=cpuset=/', `cgroups=cpuset=/machine.slice/libpod-${id}.scope`);
    const [record] = recordsOf([event('clone', info, { tid: 80, container: '0123456789ab', fields: { 'container.name': 'web' } })]);
    expect(record?.process).toMatchObject({ docker: id, pod: { container: { name: 'web' } } });
  });

  it('of a pod has the names that the kubelet gave its container', () => {
    const name = 'k8s_node_api-5b4f7-bqkbt_shop_33930aa8-893c_0';
    const [record] = recordsOf([
      event('clone', cloneInfo(81, 1), { tid: 81, container: '0123456789ab', fields: { 'container.name': name } }),
    ]);
    expect(record?.process?.pod).toMatchObject({ namespace: 'shop', name: 'api-5b4f7-bqkbt', container: { name: 'node' } });
  });

  it('is told by whatever fields there are', () => {
    const line = JSON.stringify({
      'proc.ppid': 5,
      'evt.args': 'res=0 exe=sh args=-c.id. tid=90(sh) pid=90(sh) ptid=5(init) ',
      'evt.type': 'execve',
      'proc.cmdline': 'sh -c id | wc -l',
      'proc.cwd': '/srv',
      'proc.exepath': '/bin/dash',
      'proc.name': 'sh',
      'user.uid': 33,
      'user.name': 'www-data',
    });
    expect(recordsOf([line])[0]?.process).toMatchObject({
      binary: '/bin/dash',
      arguments: '-c id | wc -l',
      cwd: '/srv',
      uid: 33,
      userName: 'www-data',
    });
  });
});

describe('numbers that no kernel gives', () => {
  const HUGE = '9'.repeat(30);

  it('are kept out of the case', async () => {
    const file = `fd=3(<f>/x) size=${HUGE} `;
    const lines = [
      event('clone', cloneInfo(10, 1).replaceAll('=10(sh)', `=${HUGE}(sh)`), { tid: 10 }),
      event('clone', cloneInfo(11, 1).replace('vm_size=500 vm_rss=4', `vm_size=${HUGE} vm_rss=${HUGE}`).replace('uid=0', `uid=${HUGE}`), {
        tid: 11,
      }),
      event('execve', execInfo(11, 1, '/bin/sh').replace('loginuid=-1', `loginuid=${HUGE}`), { tid: 11 }),
      event('read', file, { tid: 11, dir: '>' }),
      event('read', `res=${HUGE} data= `, { tid: 11 }),
      event('read', file, { tid: 11, dir: '>' }),
      event('read', `res=${'9'.repeat(15)} data= `, { tid: 11 }),
      event('switch', `next=${HUGE} pgft_maj=0 pgft_min=0 vm_size=${HUGE} vm_rss=${HUGE} vm_swap=0 `, { tid: 11, dir: '>' }),
      event('procexit', `status=${HUGE} `, { tid: 11, dir: '>' }),
    ].map((line) => line.replace('"evt.cpu":0', `"evt.cpu":${HUGE}`));
    const { view } = await caseOf(lines);
    expect(view.sources()[0]?.ledger.lines).toBe(lines.length);
    expect(view.processes({ terms: [] }, { limit: 10 }).rows.map(({ pid }) => pid)).toContain(11);
  });
});

describe('an array of events', () => {
  const first = event('clone', cloneInfo(20, 1), { tid: 20 });
  const second = event('procexit', 'status=0 ', { tid: 20, dir: '>' });

  it.each([
    ['an event a line', ['[', `${first},`, second, ']']],
    ['the brackets beside the events', [`[${first},`, `${second}]`]],
    ['all on one line', [`[${first}, ${second}]`]],
    ['cut off after an event', ['[', `${first},`, `${second},`]],
    ['no array', [first, second]],
  ])('printed with %s is read', (_what, lines) => {
    expect(recordsOf(lines).map(({ kind }) => kind)).toEqual(['clone', 'procexit', 'usage']);
  });

  it('that ends inside an event says so', () => {
    expect(outcomesOf(['[', `${first},`, second.slice(0, 60)]).at(-2)).toMatchObject({
      kind: 'malformed',
      reason: expect.stringContaining('cut off'),
    });
  });
});

describe('a process in a container', () => {
  const inside = { container: '0123456789ab' } as const;
  const info = (pid: number, parent: string, vpid: number) =>
    cloneInfo(pid, 20).replace('ptid=20(sh)', `ptid=20(${parent})`).replace(`vpid=${pid}(sh)`, `vpid=${vpid}`);
  const first = event('clone', info(21, 'containerd-shim', 1), { ...inside, tid: 21 });

  it.each<[string, readonly string[], boolean | undefined]>([
    ['is the first', [first], true],
    ['descends from the first', [first, event('clone', cloneInfo(22, 21).replace('vpid=22(sh)', 'vpid=7'), { ...inside, tid: 22 })], true],
    ['was put there by a runtime', [event('clone', info(23, 'runc:[1:CHILD]', 9), { ...inside, tid: 23 })], false],
    ['has a parent of which nothing is known', [event('clone', info(24, 'node', 9), { ...inside, tid: 24 })], undefined],
  ])('that %s: %#', (_what, lines, isInInitTree) => {
    expect(recordsOf(lines).findLast(({ kind }) => kind === 'clone')?.process?.isInInitTree).toBe(isInInitTree);
  });
});

describe('the end of a capture', () => {
  it('tells what was moved over connections that are still open, and tells more when the file grows', () => {
    const tuple = '10.0.0.5:40000->192.0.2.9:80';
    const reader = sysdig.sourceReader({ defaultNode: 'here' });
    const take = (text: string) => {
      const bytes = Buffer.from(text);
      return reader.take({ number: 1, byteOffset: 0, byteLength: bytes.length, bytes, isTooLong: false, isTerminated: true });
    };
    const moved = () => reader.end().flatMap((outcome) => ('record' in outcome ? (outcome.record.socket?.bytesSent ?? []) : []));
    take(event('connect', `res=0 tuple=${tuple} fd=3(<4t>${tuple}) `));
    expect(moved()).toEqual([]);
    take(event('write', `res=5 data=x fd=3(<4t>${tuple}) size=5 `));
    expect(moved()).toEqual([5]);
    expect(moved()).toEqual([]);
    take(event('write', `res=2 data=x fd=3(<4t>${tuple}) size=2 `));
    expect(moved()).toEqual([7]);
  });
});
