import { afterAll, describe, expect, it } from 'vitest';
import { schemaErrors } from '../export/schemas.js';
import { type Actor, execLine } from '../tetragon-lines.js';
import { desk } from './workbench.js';

const at = desk();
afterAll(() => at.clear());

const APP: Actor = { pid: 40, at: 1, binary: '/usr/bin/node' };

const EVENTS = at.file('tetragon.jsonl', [
  execLine(APP),
  execLine({ pid: 41, at: 61, binary: '/bin/sh', parent: APP }),
  '{"rate_limit_info":{"number_of_dropped_process_events":"7"},"node_name":"node-1","time":"2026-01-01T00:01:02Z"}',
  '{"process_exec":',
]);

function exec(serial: number): readonly string[] {
  const stamp = `msg=audit(${1_767_225_600 + serial}.000:${serial})`;
  return [
    `type=SYSCALL ${stamp}: arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=${100 + serial} uid=0 ses=1 exe="/bin/sh"`,
    `type=EXECVE ${stamp}: argc=1 a0="sh"`,
  ];
}

const AUDIT = at.file('audit.log', [...exec(1), ...exec(2)]);
const FALCO = at.file('alerts.jsonl', [
  '{"rule":"Terminal shell","priority":"Notice","output":"x","time":"2026-01-01T00:00:01Z","output_fields":{}}',
]);

describe('sources', () => {
  it('says what became of each source, its gaps and what is missing', () => {
    const { code, stdout } = at.workbench(['sources', EVENTS, AUDIT]);
    expect(code).toBe(0);
    expect(stdout.replaceAll(at.folder, '')).toMatchInlineSnapshot(`
      "/tetragon.jsonl  tetragon
        lines     4: 3 records, 1 refused
        records   process_exec 2, rate_limit_info 1
        time      2026-01-01 00:00:01.000 to 2026-01-01 00:01:02.000 UTC (1m01s)
        problems  1 line refused (workbench problems lists them)
        gap       the agent dropped 7 events (1 marker, 2026-01-01 00:01:02.000 to 2026-01-01 00:01:02.000)
        silence   longest 1m00s from 2026-01-01 00:00:01.000 to 2026-01-01 00:01:01.000

      /audit.log  auditd
        lines     4: 4 records
        records   EXECVE 2, SYSCALL 2
        time      2026-01-01 00:00:01.000 to 2026-01-01 00:00:02.000 UTC (1s)
        silence   longest 1s from 2026-01-01 00:00:01.000 to 2026-01-01 00:00:02.000

      Not in the data
        no exit events (no process_exit events; audit rules record no exit_group): whether a process still ran is not known
        no connection events: record them with a tracing policy (tcp_connect, tcp_close, inet_csk_accept) or Enterprise network events; add an audit rule for connect and accept4
        no pod metadata: containers are known by id, their start by their first process
        no in_init_tree: processes entered from outside (kubectl exec) look like any late process
        the agent dropped 7 events by its rate limit: something may be missing anywhere
      "
    `);
  });

  it('prints a document that fits its schema', () => {
    const document = JSON.parse(at.workbench(['sources', EVENTS, AUDIT, '--format', 'json']).stdout);
    expect(schemaErrors('sources', document)).toEqual([]);
    expect(document.sources[0]).toMatchObject({
      format: 'tetragon',
      malformed: 1,
      gaps: [{ kind: 'dropped', events: 7, markers: 1, from: '2026-01-01T00:01:02Z' }],
      longestSilence: { seconds: 60 },
    });
  });

  it.each<[string, readonly string[], RegExp, RegExp]>([
    ['an audit log', [AUDIT], /no exit events \(audit rules record no exit_group\)/, /no exec events|in_init_tree/],
    ['alerts alone', [FALCO], /no source tells of processes/, /no exec events|no exit events/],
    ['Tetragon beside an audit log', [EVENTS, AUDIT], /no exit events \(no process_exit events; audit rules/, /name no containers/],
  ])('asks facts, not kinds of events, what is missing of %s', (_what, files, says, saysNot) => {
    const document = JSON.parse(at.workbench(['sources', ...files, '--format', 'json']).stdout);
    expect(document.missing.join('\n')).toMatch(says);
    expect(document.missing.join('\n')).not.toMatch(saysNot);
  });
});
