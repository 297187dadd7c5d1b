import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { published } from '../chalk-reports.js';
import { schemaErrors } from '../export/schemas.js';
import { type Desk, desk } from './workbench.js';

const WEB = '3e331a296b5e';
const DB = '8f48bfa0d84d';
const CALL = '10.0.0.1:40000 > 10.0.0.2:5432 ESTABLISHED #7';
const SHELL = '10.0.0.1:41000 > 203.0.113.66:4444 ESTABLISHED #9';

let at: Desk;
let reports: string;
beforeAll(() => {
  at = desk();
  const web = { hostname: WEB, chalks: [{ CHALK_ID: 'FVV2A1-Y8RW-V99B-MB2EFF', COMMIT_ID: 'f00d' }] };
  reports = at.file('chalk.log', [
    published({ ...web, at: 0, tcp: [CALL] }),
    'GET /orders 200',
    published({
      at: 1,
      hostname: DB,
      tcp: ['0.0.0.0:5432 LISTEN #3', '127.0.0.1:9090 LISTEN #4', '10.0.0.2:5432 > 10.0.0.1:40000 ESTABLISHED #8'],
    }),
    published({ ...web, at: 10, tcp: [CALL, SHELL] }),
  ]);
});
afterAll(() => at.clear());

function printed(...words: string[]): string {
  const { code, stdout, stderr } = at.workbench(words);
  expect(code, stderr).toBe(0);
  return stdout;
}

describe('reports of chalk', () => {
  it('are counted with what is none among them', () => {
    expect(JSON.parse(printed('import', reports, '--format', 'json'))).toMatchObject({
      sources: [{ format: 'chalk', lines: 4, records: 3, ignored: { 'not a report': 1 }, malformed: 0 }],
    });
  });

  it('carry the commit to the connections that a finding would name', () => {
    expect(printed('processes', reports, '--format', 'ndjson')).toContain('"commit":"f00d"');
  });
});

describe('documents', () => {
  it.each(['services', 'listeners', 'heartbeats'].flatMap((command) => ['json', 'yaml'].map((format) => [command, format] as const)))(
    '%s fit their schema as %s',
    (command, format) => {
      const text = printed(command, reports, '--format', format);
      expect(schemaErrors(command, format === 'json' ? JSON.parse(text) : parse(text))).toEqual([]);
    },
  );

  it.each([
    ['services', 'service-edge', 2],
    ['listeners', 'listener', 2],
    ['heartbeats', 'heartbeat', 3],
  ])('%s print a header and then one %s a line', (command, schema, count) => {
    const [header, ...lines] = printed(command, reports, '--format', 'ndjson').trimEnd().split('\n');
    expect(JSON.parse(header ?? '')).toEqual({ schemaVersion: 1, kind: command });
    expect(lines).toHaveLength(count);
    for (const line of lines) expect(schemaErrors(schema, JSON.parse(line))).toEqual([]);
  });
});

describe('text', () => {
  it('of services says who talks to whom, and what is new', () => {
    const lines = printed('services', reports).split('\n');
    expect(lines[1]).toMatch(/^3e331a296b5e\s+203\.0\.113\.66\s+tcp 4444\s+1 .*caller\s+new$/);
    expect(lines[2]).toMatch(/^3e331a296b5e\s+8f48bfa0d84d\s+tcp 5432\s+1 .*both/);
  });

  it('of services is narrowed by a filter on connections', () => {
    expect(printed('services', reports, 'external').trimEnd().split('\n')).toHaveLength(2);
  });

  it('of listeners can be of those alone that nobody used', () => {
    const unused = printed('listeners', reports, '--unused').trimEnd().split('\n');
    expect(unused).toHaveLength(2);
    expect(unused[1]).toMatch(/tcp 9090\s+127\.0\.0\.1 .*never used/);
  });

  it('of heartbeats can be of those alone that differ', () => {
    const changed = printed('heartbeats', reports, '--changes').trimEnd().split('\n');
    expect(changed).toHaveLength(2);
    expect(changed[1]).toContain('+tcp to 203.0.113.66:4444');
  });

  it.each(['services', 'listeners', 'heartbeats'])('of %s says why there is none', (command) => {
    const events = at.file('other.jsonl', [
      '{"process_exec":{"process":{"exec_id":"bm9kZS0xOjE6MQ==","pid":1,"binary":"/sbin/init"}},"node_name":"node-1"}',
    ]);
    const { stdout, stderr } = at.workbench([command, events]);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/no (?:conversations|ports in this case|heartbeats in this case)/);
  });
});
