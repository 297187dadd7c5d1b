import { describe, expect, it } from 'vitest';
import { callsOf } from '../../src/detections/calls.js';
import { detect } from '../../src/detections/engine.js';
import { caseOf } from '../store/case-of.js';
import { type Actor, dnsLine, enterpriseLine, execLine, kprobeLine } from '../tetragon-lines.js';

const WEB = { id: 'a'.repeat(64), name: 'web', pod: 'web-1', namespace: 'shop', startedAt: 10, workload: 'web' };
const SERVER: Actor = { pid: 100, at: 10, binary: '/usr/bin/node', arguments: 'server.js', container: WEB };
const TOOL: Actor = { pid: 101, at: 400, binary: '/opt/tool', arguments: '', parent: SERVER, container: WEB };
const SHELL: Actor = { pid: 102, at: 400.3, binary: '/bin/sh', arguments: '', parent: TOOL, container: WEB };

const connect = (actor: Actor, at: number, remote: string, cookie: string) =>
  enterpriseLine('process_connect', actor, { at, local: `10.0.0.9:${40_000 + Number(cookie)}`, remote, cookie });

const LINES = [
  execLine(SERVER),
  connect(SERVER, 20, '10.0.0.20:5432', '1'),
  execLine(TOOL),
  connect(TOOL, 400.1, '203.0.113.9:4444', '2'),
  execLine(SHELL),
  kprobeLine(SHELL, 'do_dup2', 400.2, [{ file_arg: { path: 'socket:[7]' } }, { int_arg: 0 }]),
  kprobeLine(SHELL, 'do_dup2', 400.2, [{ file_arg: { path: 'socket:[7]' } }, { int_arg: 1 }]),
  connect(SERVER, 401, '10.0.0.20:53', '3'),
  connect(SERVER, 402, '127.0.0.1:80', '4'),
  dnsLine(SERVER, 403, { name: 'b.example', ips: ['203.0.113.9'] }),
  dnsLine(TOOL, 399, { name: 'a.example', ips: [] }),
];

describe('the streams that rules count over', () => {
  it('give calls process after process, and by time within each', async () => {
    const { detection } = await caseOf(LINES);
    const calls = Array.from(detection.outboundCalls(), ({ processId, port }) => [detection.process(processId)?.pid, port]);
    expect(calls).toEqual([
      [100, 5432],
      [100, 53],
      [100, 80],
      [101, 4444],
    ]);
  });

  it('leave name look-ups and the own host to others, and say the same however often they are asked', async () => {
    const { detection } = await caseOf(LINES);
    const calls = callsOf(detection);
    const first = [...calls()];
    expect(first.map(({ ip, port, isExternal }) => [ip, port, isExternal])).toEqual([
      ['10.0.0.20', 5432, false],
      ['203.0.113.9', 4444, true],
    ]);
    expect([...calls()]).toEqual(first);
  });

  it('give names with what was answered, and each message by its number', async () => {
    const { detection } = await caseOf(LINES);
    const questions = [...detection.nameQuestions()];
    expect(questions.map(({ names, isResponse }) => [names, isResponse])).toEqual([
      [['b.example'], true],
      [['a.example'], false],
    ]);
    expect(questions.map(({ messageId }) => detection.dnsMessage(messageId)?.names)).toEqual(questions.map(({ names }) => names));
    expect(detection.dnsMessage(-1)).toBeUndefined();
  });

  it('give what standard streams were put on, and make one story of the shell with what else saw it', async () => {
    const { detection } = await caseOf(LINES);
    expect(Array.from(detection.descriptorCopies(), ({ to, isSocket }) => [to, isSocket])).toEqual([
      [0, true],
      [1, true],
    ]);
    const { findings } = detect(detection);
    const shells = findings.filter(({ process }) => process.binary === '/bin/sh');
    expect(shells).toHaveLength(1);
    expect(shells[0]?.why).toContain('Shell reads from and writes to a network connection');
  });

  it('find programs by the folder that they lie in', async () => {
    const { detection } = await caseOf(LINES);
    expect(Array.from(detection.outlinesIn(['/opt/', '/srv/']), ({ binary }) => binary)).toEqual(['/opt/tool']);
  });
});

describe('a stored process and a stored connection', () => {
  it('keep what is looked up when they are written as JSON', async () => {
    const { detection } = await caseOf(LINES);
    const [connection] = detection.outboundConnections();
    const written = JSON.parse(JSON.stringify(connection));
    expect(written.evidence).toEqual(connection?.evidence);
    expect(written.sources).toEqual(['tetragon']);
    expect(written.remoteNames).toEqual([]);
  });

  it('know their images and places whenever they are asked', async () => {
    const { detection } = await caseOf(LINES);
    const [server] = detection.processesNamed(['node']);
    expect(server?.images.map(({ evidence }) => evidence?.line)).toEqual([1]);
    expect(server?.evidence[0]?.line).toBe(1);
  });
});

describe('a run with a clock', () => {
  it('tells what each rule took and looked through, most expensive first', async () => {
    const { detection } = await caseOf(LINES);
    let now = 0;
    const clock = () => {
      now += 1;
      return now * now;
    };
    const { costs, findings } = detect(detection, { clock });
    expect(costs.map(({ milliseconds }) => milliseconds)).toEqual(costs.map(({ milliseconds }) => milliseconds).sort((a, b) => b - a));
    expect(costs.find(({ id }) => id === 'reverse-shell-standard-streams')).toMatchObject({ asked: 2, matched: 1 });
    expect(detect(detection)).toMatchObject({ findings, costs: [] });
  });
});
