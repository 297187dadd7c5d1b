import { describe, expect, it } from 'vitest';
import { PROCESS, readingOf, recordOf, recordOfEvent } from './tetragon-reading.js';

describe('an event of every known kind', () => {
  it.each([
    'process_exec',
    'process_exit',
    'process_kprobe',
    'process_tracepoint',
    'process_loader',
    'process_uprobe',
    'process_lsm',
    'process_usdt',
    'process_connect',
    'process_accept',
    'process_close',
    'process_listen',
    'process_sock_stats',
    'process_dns',
    'process_http',
    'tls',
    'process_file',
    'something_of_next_year',
  ])('%s is kept under its own name and feeds the tree', (kind) => {
    const record = recordOfEvent(kind, { process: PROCESS });
    expect(record).toMatchObject({ kind, process: { pid: 42, execId: PROCESS.exec_id }, warnings: [] });
  });

  it.each(['process_throttle', 'rate_limit_info', 'test'])('%s is kept though it has no process', (kind) => {
    expect(recordOfEvent(kind, {})).toMatchObject({ kind, warnings: [], node: 'node-1' });
  });
});

describe('what an event tells', () => {
  it('counts the events that the agent says it dropped', () => {
    expect(recordOfEvent('rate_limit_info', { number_of_dropped_process_events: '42' }).droppedEvents).toBe(42);
  });

  it.each<[object, object]>([
    [{}, { status: 0 }],
    [{ status: 1 }, { status: 1 }],
    [
      { status: 137, signal: 'SIGKILL' },
      { status: 137, signal: 'SIGKILL' },
    ],
    [{ signal: '', status: null, time: null }, { status: 0 }],
    [{ time: '2026-01-01T00:00:01.000000002Z' }, { status: 0, time: { us: 1_767_225_601_000_000, ns: 2 } }],
  ])('an exit of %j ended with %j', (body, exit) => {
    expect(recordOfEvent('process_exit', { process: PROCESS, ...body }).exit).toEqual(exit);
  });

  it('an exec is no exit', () => {
    expect(recordOfEvent('process_exec', { process: PROCESS }).exit).toBeUndefined();
  });

  it.each<[object, string | undefined]>([
    [{ function_name: '__x64_sys_openat' }, 'sys_openat'],
    [{ function_name: '__arm64_sys_openat' }, 'sys_openat'],
    [{ function_name: '__sys_setuid' }, 'sys_setuid'],
    [{ function_name: 'tcp_connect' }, 'tcp_connect'],
    [{ subsys: 'raw_syscalls', event: 'sys_enter' }, 'raw_syscalls/sys_enter'],
    [{ path: '/bin/bash', symbol: 'readline' }, 'readline'],
    [{}, undefined],
  ])('%j names the function %s', (body, functionName) => {
    expect(recordOfEvent('process_kprobe', { process: PROCESS, ...body }).functionName).toBe(functionName);
  });

  it.each<[object, number]>([
    [{}, 1],
    [{ aggregation_info: { count: '5' } }, 5],
    [{ aggregation_info: { count: 5 } }, 5],
    [{ aggregation_info: null }, 1],
    [{ aggregation_info: {} }, 1],
    [{ aggregation_info: { count: '0' } }, 1],
  ])('the envelope %j stands for %i events', (envelope, count) => {
    expect(recordOfEvent('process_connect', { process: PROCESS }, envelope).count).toBe(count);
  });

  it('the parent and all ancestors feed the tree as copies', () => {
    const [parent, grandparent] = [
      { exec_id: 'bm9kZS0xOjk6OQ==', pid: 9 },
      { exec_id: 'bm9kZS0xOjg6OA==', pid: 8 },
    ];
    const record = recordOfEvent('process_exec', { process: PROCESS, parent, ancestors: [grandparent, {}, null] });
    expect(record.process?.role).toBe('exec');
    expect(record.parent).toMatchObject({ role: 'parent', pid: 9 });
    expect(record.ancestors).toMatchObject([{ role: 'parent', pid: 8 }]);
  });

  it.each([{}, null, [], 'x', { pid: 7 }])('a parent printed as %j is none', (parent) => {
    expect(recordOfEvent('process_exec', { process: PROCESS, parent }).parent).toBeUndefined();
  });
});

describe('repackaged events', () => {
  const plain = recordOfEvent('process_kprobe', { process: PROCESS, function_name: 'tcp_connect' });

  it('wrapped by a log shipper read as they were', () => {
    const envelope = { time: '2026-01-01T00:00:00Z', node_name: 'node-1', type: 'process_kprobe' };
    const body = { process: PROCESS, function_name: 'tcp_connect' };
    expect(recordOf(JSON.stringify({ ...envelope, payload: body }))).toEqual(plain);
    expect(recordOf(JSON.stringify({ ...envelope, payload: { process_kprobe: body } }))).toEqual(plain);
  });

  it('with every absent field printed as null, empty or zero read as they were', () => {
    const empty = {
      cwd: '',
      arguments: '',
      flags: '',
      auid: null,
      pod: null,
      docker: '',
      cap: null,
      ns: null,
      tid: null,
      uid: null,
      in_init_tree: null,
    };
    const body = {
      process: { ...PROCESS, ...empty },
      parent: null,
      ancestors: [],
      function_name: 'tcp_connect',
      args: [],
      return: null,
      policy_name: '',
      tags: [],
    };
    const record = recordOfEvent('process_kprobe', body, { aggregation_info: null, cluster_name: '', node_labels: {} });
    expect(record).toEqual(plain);
  });

  it('without a node name belong to the node that the exec id names, else to the file', () => {
    const named = recordOfEvent('process_exec', { process: PROCESS }, { node_name: undefined });
    const unnamed = recordOfEvent('process_exec', { process: { ...PROCESS, exec_id: btoa(':1000:42') } }, { node_name: '' });
    expect([named.node, unnamed.node, unnamed.process?.node]).toEqual(['node-1', 'file-name', 'file-name']);
  });

  it('of an exec id of another node belong to that node', () => {
    expect(recordOfEvent('process_exec', { process: PROCESS }, { node_name: 'gateway' }).node).toBe('node-1');
  });

  it('with spaces, reordered keys and escapes read as they were', () => {
    const line = `{ "time" : "2026-01-01T00:00:00Z",  "node_name":"node-1", "process_kprobe" : { "function_name": "tcp_\\u0063onnect", "process":{"start_time":"2026-01-01T00:00:00.000001Z" , "binary":"\\/bin\\/app","pid":42, "exec_id":"bm9kZS0xOjEwMDA6NDI="}}}`;
    expect(recordOf(line)).toEqual(plain);
  });

  it('with the body of a kind that is not process_… after other objects read as that kind', () => {
    expect(recordOfEvent('tls', { process: PROCESS }, { node_labels: { a: 'b' } }).kind).toBe('tls');
  });
});

describe('a line that is no event', () => {
  it.each([
    ['', 'blank'],
    ['   \t', 'blank'],
    ['level=info msg="Exit probe on"', 'agent-log'],
    ['time="2026-01-01T00:00:00Z" level=info msg=x', 'agent-log'],
    ['I0101 00:00:00.000000 1 main.go:1] x', 'agent-log'],
  ])('%j is ignored as %s', (line, reason) => {
    expect(readingOf(line)).toEqual({ kind: 'ignored', reason });
  });

  it.each([
    ['{"process_exec":{"process":{"exec_id":"bm9k', /cut off/],
    ['{"process_exec":{"process":{"pid":1', /cut off/],
    ['{"process_exec":{"process":{"pid":', /cut off/],
    ['{"process_exec":{"process":{"pid":1,', /cut off/],
    ['{"process_exec":{"process":{"ok":tr', /cut off/],
    ['{', /cut off/],
    ['{"process_exec":}', /not valid JSON$/],
    ['process":{"pid":1}}', /not valid JSON$/],
    ['[]', /not an object/],
    ['"text"', /not an object/],
    ['12', /not an object/],
    ['null', /not an object/],
    ['{}', /no process_… object/],
    ['{"node_name":"n","time":"x"}', /no process_… object/],
    ['{"process_exec":null}', /no process_… object/],
    ['{"process_exec":[1]}', /no process_… object/],
    ['\0\0\0\0', /not valid JSON$/],
  ])('%j is refused with a reason', (line, reason) => {
    const reading = readingOf(line);
    expect(reading.kind === 'malformed' ? reading.reason : reading.kind).toMatch(reason);
  });

  it('is refused and not followed when it opens a bracket without end', () => {
    expect(readingOf('['.repeat(200_000)).kind).toBe('malformed');
  });

  it('is a record of its own kind when it is an object nested without end', () => {
    expect(readingOf(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)).toMatchObject({ kind: 'record', record: { kind: 'a' } });
  });
});

describe('what can not be believed', () => {
  it.each<[string, object, RegExp]>([
    ['a time that is none', { time: 'yesterday' }, /time is not/],
    ['a process without any identity', { process_exec: { process: { binary: '/bin/sh' } } }, /neither exec id nor pid/],
    ['an exec id of another pid', { process_exec: { process: { ...PROCESS, pid: 43 } } }, /exec id names pid 42, the event says 43/],
  ])('%s is kept with a warning', (_what, changes, warning) => {
    const record = recordOf(JSON.stringify({ process_exec: { process: PROCESS }, time: '2026-01-01T00:00:00Z', ...changes }));
    expect(record.warnings.join()).toMatch(warning);
  });

  it('a process without an exec id is known by node, start and pid', () => {
    const { exec_id: _, ...bare } = PROCESS;
    const [one, two] = [recordOfEvent('process_exec', { process: bare }), recordOfEvent('process_exit', { process: bare })];
    expect(one.process?.execId).toBe(two.process?.execId);
    expect(one.process).toMatchObject({ pid: 42, node: 'node-1' });
  });
});
