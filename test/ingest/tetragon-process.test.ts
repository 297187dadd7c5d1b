import { describe, expect, it } from 'vitest';
import { PROCESS, recordOfEvent } from './tetragon-reading.js';

const processOf = (fields: object) => recordOfEvent('process_exec', { process: { ...PROCESS, ...fields } }).process;

const CONTAINER = {
  id: 'containerd://62c56f1f798e45de3effa7511e05009ba3c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5',
  name: 'crawler',
  image: { id: 'docker.io/x@sha256:1', name: 'docker.io/x:1' },
  start_time: '2026-01-01T00:00:01Z',
  pid: 1,
  maybe_exec_probe: true,
};

describe('the process of an event', () => {
  it('keeps what the agent told of it', () => {
    const told = {
      uid: 0,
      auid: 4294967295,
      tid: 43,
      cwd: '/',
      arguments: '-c id',
      flags: 'execve clone',
      docker: '62c56f',
      in_init_tree: false,
    };
    expect(processOf({ ...told, user: { name: 'root' }, parent_exec_id: 'x' })).toMatchObject({
      uid: 0,
      auid: 4294967295,
      tid: 43,
      cwd: '/',
      arguments: '-c id',
      flags: 'execve clone',
      docker: '62c56f',
      isInInitTree: false,
      userName: 'root',
      parentExecId: 'x',
      start: { us: 1_767_225_600_000_001, ns: 0 },
    });
  });

  it('keeps its pod and container', () => {
    const pod = { namespace: 'ns', name: 'p', workload: 'w', workload_kind: 'Deployment', pod_labels: { app: 'x' }, container: CONTAINER };
    expect(processOf({ pod })).toMatchObject({
      containerPid: 1,
      mayBeProbe: true,
      pod: {
        namespace: 'ns',
        name: 'p',
        workload: 'w',
        workloadKind: 'Deployment',
        labels: { app: 'x' },
        container: {
          id: CONTAINER.id.slice(13),
          runtime: 'containerd',
          name: 'crawler',
          image: 'docker.io/x:1',
          start: { us: 1_767_225_601_000_000 },
        },
      },
    });
  });

  it.each([
    ['cri-o://abc', 'abc', 'cri-o'],
    ['docker://abc', 'abc', 'docker'],
    ['abc', 'abc', undefined],
  ])('splits the container id %s', (id, bare, runtime) => {
    const container = processOf({ pod: { name: 'p', container: { id } } })?.pod?.container;
    expect([container?.id, container?.runtime]).toEqual([bare, runtime]);
  });

  it('reads labels from a list as well', () => {
    expect(processOf({ pod: { name: 'p', labels: ['k8s:app=x', 'k8s:io.cilium=a=b', 'reserved', 5] } })?.pod?.labels).toEqual({
      app: 'x',
      'io.cilium': 'a=b',
    });
  });

  it.each([[{}], [null], [{ namespace: 'ns' }], ['x']])('has no pod when it is printed as %j', (pod) => {
    expect(processOf({ pod })?.pod).toBeUndefined();
  });

  it('names capabilities as the kernel does, though the agent cuts one', () => {
    expect(processOf({ cap: { effective: ['DAC_OVERRIDE', 'CAP_SYS_ADMIN'] } })?.capabilities).toEqual([
      'CAP_DAC_OVERRIDE',
      'CAP_SYS_ADMIN',
    ]);
  });

  it.each([
    [{ file: { inode: { number: '1', links: 0 } } }, true],
    [{ setuid: 0 }, undefined],
    [undefined, undefined],
  ])('is fileless by %j: %s', (binary_properties, expected) => {
    expect(processOf({ binary_properties })?.isFileless).toBe(expected);
  });

  it('keeps text as it came: control characters, surrogates and brackets are for the screen to make safe', () => {
    const text = '\u001b[31m\u202e\ud800"\\\u0000';
    expect(processOf({ arguments: text })?.arguments).toBe(text);
  });

  it.each<[object, number]>([
    [{ pid: 0, exec_id: btoa('node-1:1:0') }, 0],
    [{ pid: undefined }, 42],
    [{ pid: null }, 42],
    [{ pid: '42' }, 42],
    [{ pid: 4_194_304, exec_id: '*****' }, 4_194_304],
  ])('printed with %j has pid %i', (fields, pid) => {
    expect(processOf(fields)?.pid).toBe(pid);
  });

  it('without a pid, and with an id that does not tell one, is none', () => {
    expect(processOf({ pid: undefined, exec_id: '*****' })).toBeUndefined();
  });

  it.each(['0001-01-01T00:00:00Z', '', 'x', null, 5])('printed with the start %j has no start', (start_time) => {
    expect(processOf({ start_time })?.start).toBeUndefined();
  });
});
