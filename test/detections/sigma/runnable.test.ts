import { describe, expect, it } from 'vitest';
import { type CaseData, loadSigma, type Runnable, runnable } from '../../../src/detections/sigma/index.js';

type Kind = CaseData['kinds'] extends ReadonlySet<infer One> ? One : never;

const PLAIN: readonly Kind[] = ['processes', 'connections'];

function judged(
  text: string,
  kinds: readonly Kind[] = PLAIN,
  systemCalls: readonly string[] = [],
  absentFields: readonly string[] = [],
): Runnable {
  const { rules, problems } = loadSigma([{ path: 'x.yml', text: `title: x\n${text}` }]);
  const [rule] = rules;
  if (rule === undefined) throw new Error(problems[0]?.reason);
  return runnable(rule, { kinds: new Set(kinds), systemCalls: new Set(systemCalls), absentFields: new Set(absentFields) });
}

const over = (source: string, detection: string) =>
  `logsource: { product: linux${source} }\ndetection:\n  ${detection.replaceAll('\n', '\n  ')}\n`;
const PROCESS = ', category: process_creation';
const AUDITD = ', service: auditd';

describe('a rule', () => {
  it.each<readonly [string, Runnable, Runnable]>([
    ['runs on what the case has', judged(over(PROCESS, 'a: { Image: x }\ncondition: a')), { kind: 'runs', lacks: [] }],
    [
      'lacks events of another category',
      judged(over(', category: image_load', 'a: { Image: x }\ncondition: a')),
      { kind: 'lacking', lacks: ['events of product linux, category image_load'] },
    ],
    [
      'lacks events of another product',
      judged('logsource: { product: windows, category: process_creation }\ndetection: { a: { Image: x }, condition: a }'),
      { kind: 'lacking', lacks: ['events of product windows, category process_creation'] },
    ],
    [
      'lacks events that the case does not have',
      judged(over(', category: file_event', 'a: { TargetFilename: x }\ncondition: a')),
      { kind: 'lacking', lacks: ['file events: a policy that hooks files'] },
    ],
    [
      'lacks a field that it can’t do without',
      judged(over(PROCESS, 'a: { Hashes: x }\ncondition: a')),
      { kind: 'lacking', lacks: ['the field Hashes'] },
    ],
    [
      'runs partly when one branch lacks a field',
      judged(over(PROCESS, 'a: { Hashes: x }\nb: { Image: x }\ncondition: a or b')),
      { kind: 'partly', lacks: ['the field Hashes'] },
    ],
    [
      'runs partly when its exclusion lacks a field',
      judged(over(PROCESS, 'a: { Image: x }\nb: { Company: y }\ncondition: a and not b')),
      { kind: 'partly', lacks: ['the field Company'] },
    ],
    [
      'runs when it asks for the absence of a field that is never there',
      judged(over(PROCESS, 'a: { Hashes: null, Image: x }\ncondition: a')),
      { kind: 'runs', lacks: [] },
    ],
    [
      'lacks a record that auditd alone writes',
      judged(over(AUDITD, 'a: { type: SERVICE_STOP, unit: x }\ncondition: a')),
      { kind: 'lacking', lacks: ['events with type SERVICE_STOP'] },
    ],
    [
      'lacks a field that auditd alone has',
      judged(over(AUDITD, 'a: { key: x }\ncondition: a'), ['processes', 'hooks'], ['mknod'], ['key']),
      { kind: 'lacking', lacks: ['the field key'] },
    ],
    [
      'lacks a system call that no policy hooks',
      judged(over(AUDITD, 'a: { type: SYSCALL, SYSCALL: mknod }\ncondition: a')),
      { kind: 'lacking', lacks: ['events with SYSCALL mknod'] },
    ],
    [
      'runs on a system call that a policy hooks',
      judged(over(AUDITD, 'a: { type: SYSCALL, SYSCALL: mknod }\ncondition: a'), ['processes', 'hooks'], ['mknod']),
      { kind: 'runs', lacks: [] },
    ],
    [
      'runs on either of two system calls',
      judged(over(AUDITD, 'a: { type: SYSCALL, SYSCALL: [execve, execveat] }\ncondition: a')),
      { kind: 'runs', lacks: [] },
    ],
    [
      'runs partly when a branch needs other records',
      judged(over(AUDITD, 'a: { type: EXECVE, a0: id }\nb: { type: PATH, name: x }\ncondition: 1 of them')),
      { kind: 'partly', lacks: ['file events: a policy that hooks files'] },
    ],
    [
      'runs wholly when each branch has its records',
      judged(over(AUDITD, 'a: { type: EXECVE, a0: id }\nb: { type: PATH, name: x }\ncondition: 1 of them'), ['processes', 'files']),
      { kind: 'runs', lacks: [] },
    ],
    [
      'that looks for words alone runs partly: there are no log lines',
      judged(over('', 'a: [word]\ncondition: a')),
      { kind: 'partly', lacks: ['log lines: its words are looked for in command lines, names and paths'] },
    ],
    [
      'with a path of Windows never matches on Linux',
      judged(over(PROCESS, 'a: { Image|endswith: "\\\\node" }\ncondition: a')),
      { kind: 'lacking', lacks: ['a path with a backslash, as in Image "\\node"'] },
    ],
    [
      'lacks names where nothing resolved any',
      judged(over(', category: network_connection', 'a: { DestinationHostname: x }\ncondition: a'), PLAIN, [], ['DestinationHostname']),
      { kind: 'lacking', lacks: ['the field DestinationHostname'] },
    ],
    [
      'lacks a field that it refers to',
      judged(over(PROCESS, 'a: { Image|fieldref: OriginalFileName }\ncondition: a')),
      { kind: 'lacking', lacks: ['the field OriginalFileName'] },
    ],
  ])('%s', (_, actual, expected) => {
    expect(actual).toEqual(expected);
  });
});
