import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recording } from '../recordings.js';
import { ColumnRecords, parsedRecord } from './column-records.js';
import { sorted } from './read-source.js';
import { PROCESS } from './tetragon-reading.js';

/** Text of a JSON value, as one exporter or another may print it. */
type Printed = fc.Arbitrary<string>;

const oneOf = (...values: readonly unknown[]): Printed => fc.constantFrom(...values.map((value) => JSON.stringify(value)));
const odd = fc.constantFrom('null', '""', '{}', '[]', 'true', '-1', '1.5', '1e3', '"x\\u0041"', '"é"', '007', '{"a":{"b":[1,"]"]}}');
const ip = oneOf('10.0.0.1', '203.0.113.9', '0.0.0.0', '010.1.1.1', '::ffff:10.0.0.2', 'FE80::1', '<nil>');
const port = fc.oneof(oneOf(80, 0, 65535, '443'), odd);
const cookie = fc.constantFrom('"18446635877108472320"', '18446635877108472320', '"0"', '"007"', '"18446744073709551616"', '42', '"-1"');
const names = oneOf(['a.example.'], ['a.example', 'b.example.'], [], [''], ['.'], 'a.example', [1, 'c.example']);
const pod = oneOf({ namespace: 'n', name: 'p' }, { name: 'q', labels: ['k8s:app=x'], pod_labels: { app: 'y' } }, {}, { namespace: 'n' });
const time = oneOf('2026-01-01T00:00:00Z', '2026-01-01T00:00:00.5Z', '2026-02-29T00:00:00Z', '2026-01-01T00:00:00.123456789+02:00', '', 5);
const whole = fc.oneof(oneOf(0, 7, '12', 4294967295, '9007199254740993'), odd);

const SOCKET: Readonly<Record<string, Printed>> = {
  source_ip: ip,
  source_port: port,
  destination_ip: ip,
  destination_port: port,
  ip,
  port,
  protocol: oneOf('TCP', 'udp', ''),
  sock_cookie: cookie,
  destination_names: names,
  destination_pod: pod,
};
const SOCK: Readonly<Record<string, Printed>> = {
  family: oneOf('AF_INET', 'AF_INET6', 'AF_UNIX'),
  type: oneOf('SOCK_STREAM', 'SOCK_DGRAM'),
  protocol: oneOf('IPPROTO_TCP', 'IPPROTO_UDP', ''),
  saddr: ip,
  daddr: ip,
  sport: port,
  dport: port,
  cookie,
  state: oneOf('TCP_CLOSE'),
};

/** An object with some of these fields in any order, at times one twice, with blanks here and there. */
function object(fields: Readonly<Record<string, Printed>>, more: Printed = fc.constant('')): Printed {
  const field = fc
    .constantFrom(...Object.keys(fields))
    .chain((key) => fields[key]?.map((value) => ({ key, value })) ?? fc.constant(undefined));
  return fc
    .tuple(fc.array(field, { maxLength: 9 }), fc.constantFrom('', '', ' '), more, fc.constantFrom(false, false, false, true))
    .map(([told, space, extra, mayRepeat]) => {
      const seen = new Set<string>();
      const kept = told.filter((one) => one !== undefined && (mayRepeat || !seen.has(one.key)) && seen.add(one.key));
      const texts = kept.flatMap((one) => (one === undefined ? [] : [`"${one.key}":${space}${one.value}`]));
      return `{${[...texts, ...(extra === '' ? [] : [extra])].join(`,${space}`)}}`;
    });
}

const argument = fc.oneof(
  object({ sock_arg: object(SOCK) }),
  object({ size_arg: whole, int_arg: whole, long_arg: whole }),
  object({ sockaddr_arg: object({ family: oneOf('AF_INET'), addr: ip, port }) }),
  object({ file_arg: object({ path: oneOf('/etc/passwd') }), string_arg: oneOf('x') }),
);
const list = (item: Printed): Printed => fc.array(item, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`);

const BODIES: Readonly<Record<string, Readonly<Record<string, Printed>>>> = {
  process_exec: { action: oneOf('x') },
  process_exit: { status: whole, signal: oneOf('SIGKILL', ''), time },
  process_connect: { ...SOCKET, stats: object({ bytes_sent: whole, bytes_received: whole, rtt: oneOf({}) }), policy_name: oneOf('p') },
  process_accept: SOCKET,
  process_close: { ...SOCKET, stats: object({ bytes_sent: whole, bytes_received: whole }) },
  process_listen: SOCKET,
  process_sock_stats: { socket: object(SOCKET), stats: object({ bytes_sent: whole }), source_ip: ip },
  process_dns: {
    dns: object({
      names,
      question_types: oneOf(['A', 'aaaa'], [1, 28, 99], 'A', []),
      qtypes: oneOf([5]),
      rcode: oneOf('NoError', 'NXDOMAIN', 0, 3, 77, ''),
      ips: list(ip),
      response: oneOf(true, false, 'true'),
    }),
    destination_ip: ip,
    destination_port: port,
    socket: object({ destination_ip: ip, destination_port: port }),
  },
  process_kprobe: {
    function_name: oneOf(
      'tcp_connect',
      'tcp_close',
      'inet_csk_accept',
      'udp_sendmsg',
      'security_socket_connect',
      '__x64_sys_dup2',
      'fd_install',
      'other',
      '',
    ),
    args: list(argument),
    return: object({ sock_arg: object(SOCK), int_arg: whole }),
    policy_name: oneOf('network', ''),
    action: oneOf('KPROBE_ACTION_POST'),
  },
  process_lsm: { function_name: oneOf('file_open') },
};

const ACTORS = fc.constantFrom(
  `"process":${JSON.stringify({ ...PROCESS, refcnt: 3 })}`,
  `"process":${JSON.stringify(PROCESS)},"parent":${JSON.stringify({ ...PROCESS, exec_id: 'bm9kZS0xOjU6MQ==', pid: 1, tid: 9, in_init_tree: true })}`,
  `"process":${JSON.stringify(PROCESS)},"ancestors":[${JSON.stringify({ ...PROCESS, exec_id: 'bm9kZS0xOjU6MQ==', pid: 1 })}]`,
  `"process":${JSON.stringify({ ...PROCESS, exec_id: 'bm9kZS0xOjU6MQ==', pid: 1, flags: 'procFS auid', pod: { name: 'p', container: { id: 'containerd://abc', start_time: '2026-01-01T00:00:00Z', pid: 4, maybe_exec_probe: true } } })}`,
);

const line = fc
  .constantFrom(...Object.keys(BODIES))
  .chain((kind) =>
    fc.tuple(
      fc.constant(kind),
      ACTORS,
      object(BODIES[kind] ?? {}),
      object({
        time,
        node_name: oneOf('node-1', ''),
        cluster_name: oneOf('c', ''),
        node_labels: oneOf({ a: 'b' }),
        aggregation_info: oneOf({ count: '3' }),
      }),
    ),
  )
  .map(([kind, actors, body, envelope]) => {
    const inner = body === '{}' ? `{${actors}}` : `{${actors},${body.slice(1)}`;
    return Buffer.from(envelope === '{}' ? `{"${kind}":${inner}}` : `{"${kind}":${inner},${envelope.slice(1)}`);
  });

/** The line's record unless it has something to warn of, which columns leave to the full parser. */
function expectation(bytes: Buffer): ReturnType<typeof parsedRecord> | 'has warnings' {
  try {
    return parsedRecord(bytes);
  } catch {
    return 'has warnings';
  }
}

describe('columns read from the bytes of a line', () => {
  it('say what the full parser says, whatever stands in the event', () => {
    let understood = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (lines) => {
        const reader = new ColumnRecords();
        for (const bytes of lines) {
          const told = reader.read(bytes);
          if (told === undefined) continue;
          understood += 1;
          expect(told).toEqual(expectation(bytes));
        }
      }),
      { numRuns: 1_500 },
    );
    // Not by leaving everything to the parser.
    expect(understood).toBeGreaterThan(300);
  }, 90_000);

  it.each([
    ['null', 'n'],
    ['-1', '-'],
    ['true', 't'],
    ['[x]', '[x]'],
    ['{a}', '{a}'],
  ])('do not take the value %s for the text %s that was met before', (value, text) => {
    const reader = new ColumnRecords();
    const process = JSON.stringify(PROCESS);
    reader.read(Buffer.from(`{"process_exec":{"process":${process}},"cluster_name":"${text}"}`));
    const line = Buffer.from(`{"process_dns":{"process":${process},"dns":{"names":${value}}}}`);
    const told = reader.read(line);
    if (told !== undefined) expect(told).toEqual(parsedRecord(line));
  });

  it.each([
    ['the lab of the jobs application', 'fixtures/labs/tenant-jobs/events.jsonl.gz'],
    ['the lab of shells', 'fixtures/labs/shell-zoo/events.jsonl.gz'],
  ])('say what the full parser says of every line of %s', (_what, file) => expectExactLines(readFileSync(file)));

  for (const name of ['tetragon', 'tetragon-enterprise', 'tetragon-k8s']) {
    const file = recording(`range/jobs-app/${name}.jsonl.gz`);
    it.skipIf(file === undefined)(`say what the full parser says of every line of the recording ${name} (where recordings are)`, () =>
      expectExactLines(readFileSync(file ?? '')),
    );
  }
});

/** Three lines of four are understood at least: what stays for the parser are copied descriptors and files. */
function expectExactLines(packed: Buffer): void {
  const reader = new ColumnRecords();
  const lines = gunzipSync(packed)
    .toString('utf8')
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => Buffer.from(text));
  let understood = 0;
  for (const bytes of lines) {
    const told = reader.read(bytes);
    if (told === undefined) continue;
    understood += 1;
    const parsed = parsedRecord(bytes);
    // A deep comparison of each would take most of the suite's time.
    if (JSON.stringify(sorted(told)) !== JSON.stringify(sorted(parsed))) expect(told).toEqual(parsed);
  }
  expect(understood / lines.length).toBeGreaterThan(0.75);
}
