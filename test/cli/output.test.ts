import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { schemaErrors } from '../export/schemas.js';
import { execLine } from '../tetragon-lines.js';
import { BROKEN_LINE, SHELL_ID, STORY } from './events.js';
import { type Desk, desk } from './workbench.js';

let at: Desk;
let events: string;
beforeAll(() => {
  at = desk();
  events = at.file('events.jsonl', [...STORY, '', BROKEN_LINE]);
});
afterAll(() => at.clear());

function printed(...words: string[]): string {
  const { code, stdout, stderr } = at.workbench(words);
  expect(code, stderr).toBe(0);
  return stdout;
}

function errorsOf(schema: string, format: string, text: string): readonly string[] {
  if (format === 'json') return schemaErrors(schema, JSON.parse(text));
  return schemaErrors(schema, parse(text));
}

describe('documents that commands print', () => {
  it.each(
    ['json', 'yaml'].flatMap((format) =>
      [
        ['import', 'import-report'],
        ['tree', 'tree'],
        ['tree --group pod late --ancestors', 'tree'],
        ['processes', 'processes'],
        ['connections', 'connections'],
        ['dns', 'dns-messages'],
        ['problems', 'problems'],
        ['detect --fail-on none', 'detection-report'],
        ['story', 'incidents'],
      ].map(([words = '', schema = '']) => [words, schema, format] as const),
    ),
  )('%s fits %s as %s', (words, schema, format) => {
    const [command = '', ...options] = words.split(' ');
    expect(errorsOf(schema, format, printed(command, events, ...options, '--format', format))).toEqual([]);
  });

  it.each([
    ['processes', 'process'],
    ['connections', 'connection'],
    ['dns', 'dns-message'],
    ['problems', 'problem'],
    ['detect --fail-on none', 'finding'],
    ['story', 'incident'],
  ])('%s prints a header and then one %s a line as ndjson', (words, schema) => {
    const [command = '', ...options] = words.split(' ');
    const [header, ...items] = printed(command, events, ...options, '--format', 'ndjson')
      .trimEnd()
      .split('\n');
    expect(schemaErrors('ndjson-header', JSON.parse(header ?? ''))).toEqual([]);
    expect(items.length).toBeGreaterThan(0);
    expect(items.flatMap((item) => schemaErrors(schema, JSON.parse(item)))).toEqual([]);
  });

  it('cases list fits cases', () => {
    printed('import', events);
    const text = printed('cases', '--format', 'json');
    expect(schemaErrors('cases', JSON.parse(text))).toEqual([]);
    expect(JSON.parse(text).cases).toHaveLength(1);
  });

  it('are the same bytes every time, and say the same from a case', () => {
    const fromEvents = printed('processes', events, '--format', 'json');
    expect(printed('processes', events, '--format', 'json')).toBe(fromEvents);
    printed('import', events, '--case', at.path('kept.db'));
    expect(printed('processes', '--case', at.path('kept.db'), '--format', 'json')).toBe(fromEvents);
    expect(printed('processes', at.path('kept.db'), '--format', 'json')).toBe(fromEvents);
  });

  it('hold a ledger that adds up', () => {
    const report = JSON.parse(printed('import', events, '--format', 'json'));
    expect(report.sources).toMatchObject([{ lines: STORY.length + 2, records: STORY.length, malformed: 1, ignored: { blank: 1 } }]);
    expect(report.totals).toMatchObject({ lines: STORY.length + 2, records: STORY.length, ignored: 1, malformed: 1 });
  });
});

describe('what the documents say of the story', () => {
  it('tells the late shell, its connection and the name behind it', () => {
    const [shell] = JSON.parse(printed('processes', events, '--late', '--binary', 'bash', '--format', 'json')).processes;
    expect(shell).toMatchObject({
      execId: SHELL_ID,
      pid: 200,
      late: 'late',
      lateSeconds: 440,
      pod: 'crawler-7c5d',
      namespace: 'tenant-jobs',
    });
    const [connection] = JSON.parse(printed('connections', events, '--port', '4444', '--format', 'json')).connections;
    expect(connection).toMatchObject({
      execId: SHELL_ID,
      direction: 'outbound',
      remote: { ip: '203.0.113.9', port: 4444, names: [{ name: 'c2.example.com' }], scope: 'external' },
      cookie: '18446635882140893184',
    });
  });

  it('nests what the shell started under it', () => {
    const { roots } = JSON.parse(printed('tree', events, '--binary', 'bash', '--descendants', '--format', 'json'));
    expect(roots).toMatchObject([{ execId: SHELL_ID, children: [{ pid: 201, isContext: true }] }]);
  });

  it('judges lateness by the threshold that is asked for, also in a case that was kept', () => {
    const kept = at.path('threshold.db');
    printed('import', events, '--case', kept);
    const count = (...words: string[]): number => JSON.parse(printed('processes', ...words, '--late', '--format', 'json')).processes.length;
    expect(count('--case', kept)).toBe(2);
    expect(count('--case', kept, '--late-after', '445')).toBe(1);
    expect(count(events, '--late-after', '1h')).toBe(0);
  });
});

describe('text', () => {
  it('draws the tree with what matters', () => {
    const { stdout, stderr } = at.workbench(['tree', events]);
    expect(stdout).toContain('pod tenant-jobs/crawler-7c5d  (3 processes, 2 late)');
    expect(stdout).toMatch(/● 100 \/usr\/local\/bin\/node server\.js/);
    expect(stdout).toMatch(/200 \/bin\/bash -i {2}⏱ \+7m20s.*203\.0\.113\.9:4444 \(c2\.example\.com\)/);
    expect(stderr).toMatch(/^\d+ processes$/m);
  });

  it('is plain ASCII when asked, and safe in any case', () => {
    const { stdout } = at.workbench(['tree', events, '--ascii']);
    expect(stdout).toMatch(/^[\x20-\x7e\n]+$/);
    expect(stdout).toContain('-zv \\x1b[2Jhost 9200');
  });

  it.each(['tree', 'processes', 'connections', 'dns', 'problems', 'open'])(
    '%s ends its lines and leaves no colour in a pipe',
    (command) => {
      const { stdout } = at.workbench([command, events]);
      expect(stdout.endsWith('\n')).toBe(true);
      expect(stdout.includes('\u001b')).toBe(false);
    },
  );

  it('says how many there are when it shows fewer', () => {
    const { stdout, stderr } = at.workbench(['processes', events, '--limit', '1', '--pod', 'crawler']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stderr).toMatch(/showing 1 of \d+ processes \(filter: pod:crawler\), 2 more match/);
  });

  it('says which condition left nothing', () => {
    const { code, stdout, stderr } = at.workbench(['connections', events, '--pod', 'crawler', '--port', '9']);
    expect(stdout).toBe('');
    expect(stderr).toContain('no connection of 1 matches (filter: pod:crawler port:9): nothing matches port:9');
    expect(code).toBe(0);
  });

  it('of open says what is in the case and which commands tell more', () => {
    const { code, stdout, stderr } = at.workbench(['open', events]);
    expect(code).toBe(0);
    for (const heading of ['Sources', '1 container', '2 late processes', 'finding']) expect(stdout).toContain(heading);
    expect(stderr).toContain('workbench tree --case');
  });

  it('is quiet when asked', () => {
    expect(at.workbench(['tree', events, '-q']).stderr).toBe('');
  });
});

describe('files that commands write', () => {
  it('findings.yaml is a report, and is not overwritten without --force', () => {
    expect(at.workbench(['export', 'findings', events]).code).toBe(0);
    expect(schemaErrors('detection-report', parse(readFileSync(at.path('findings.yaml'), 'utf8')))).toEqual([]);
    const again = at.workbench(['export', 'findings', events]);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') });
    expect(at.workbench(['export', 'findings', events, '--force']).code).toBe(0);
  });

  it('answers.yaml names the process, and keeps what a person wrote', () => {
    const words = ['export', 'answers', events, '--question', 'caller', '--lab', 'tenant-jobs@1'];
    expect(at.workbench([...words, '--pid', '200']).code).toBe(0);
    const text = readFileSync(at.path('answers.yaml'), 'utf8');
    expect(parse(text)).toEqual({
      lab: 'tenant-jobs@1',
      answers: { caller: { container: '62c56f1f798e45de3effa7511e05009', pid: 200, binary: '/bin/bash' } },
    });
    expect(text).toContain('pid: 200\n');
    at.file('answers.yaml', `# mine\n${text}`);
    expect(at.workbench([...words, '--process', SHELL_ID]).code).toBe(0);
    expect(readFileSync(at.path('answers.yaml'), 'utf8')).toBe(`# mine\n${text}`);
  });

  it('answers name one process or none', () => {
    const words = ['export', 'answers', events, '--question', 'caller', '-o', at.path('none.yaml')];
    expect(at.workbench([...words, '--pod', 'crawler'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Name one with --process:'),
    });
    expect(at.workbench([...words, '--pid', '9999'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no process matches pid:9999'),
    });
    expect(at.workbench(words)).toMatchObject({ code: 2, stderr: expect.stringContaining('no process is named') });
    expect(existsSync(at.path('none.yaml'))).toBe(false);
  });

  it('-o writes whole files only', () => {
    expect(at.workbench(['processes', events, '--format', 'json', '-o', at.path('p.json')]).stdout).toBe('');
    expect(schemaErrors('processes', JSON.parse(readFileSync(at.path('p.json'), 'utf8')))).toEqual([]);
    expect(at.workbench(['processes', events, '-o', at.path('p.json')])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('exists'),
    });
    expect(at.workbench(['processes', events, '-o', at.path('no/such/folder.json')])).toMatchObject({ code: 2 });
    expect(at.workbench(['processes', events, '-o', at.folder])).toMatchObject({ code: 2, stderr: expect.stringContaining('is a folder') });
  });

  it('detect writes several forms at once', () => {
    const words = ['detect', events, '--fail-on', 'none', '--format', `yaml=${at.path('r.yaml')}`, '--format', 'json'];
    const { stdout } = at.workbench(words);
    expect(parse(readFileSync(at.path('r.yaml'), 'utf8'))).toEqual(JSON.parse(stdout));
    expect(at.workbench(['detect', events, '--format', 'json', '--format', 'yaml'])).toMatchObject({ code: 2, stdout: '' });
    expect(at.workbench(['detect', events, '--format', 'json=x', '--format', 'sarif=x'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("json and sarif can't both go to x"),
    });
  });

  it.each(['sarif', 'junit', 'navigator', 'markdown'])('detect writes %s to the same bytes', (format) => {
    const words = ['detect', events, '--fail-on', 'none', '--format', format];
    const text = printed(...words);
    expect(text).toBe(printed(...words));
    expect(text).toContain('asked for by node server.js');
  });

  it('detect places SARIF results by the path from the folder that it runs in', () => {
    const { runs } = JSON.parse(printed('detect', events, '--fail-on', 'none', '--format', 'sarif'));
    expect(runs[0].results[0].locations[0].physicalLocation.artifactLocation).toEqual({ uri: 'events.jsonl' });
  });

  it('detect leaves nothing behind where it can not read its input', () => {
    expect(at.workbench(['detect', 'gone.jsonl', '--format', `sarif=${at.path('gone.sarif')}`]).code).toBe(2);
    expect(readdirSync(at.folder).filter((name) => name.startsWith('gone'))).toEqual([]);
  });
});

describe('cases', () => {
  it('are listed with their sources and removed by name', () => {
    const { cases } = JSON.parse(printed('cases', 'list', '--format', 'json'));
    expect(cases[0].sources).toEqual([expect.stringContaining('events.jsonl')]);
    expect(printed('cases')).toContain(cases[0].name);
    expect(at.workbench(['cases', 'remove', 'no-such-case'])).toMatchObject({ code: 2 });
    expect(at.workbench(['cases', 'remove', cases[0].name]).code).toBe(0);
    expect(JSON.parse(printed('cases', '--format', 'json')).cases).toEqual([]);
  });
});

describe('a long list into a pipe', () => {
  it('is written whole, and nothing beside it', () => {
    const lines = Array.from({ length: 3_000 }, (_, n) =>
      execLine({ pid: 100 + n, at: 10 + n, binary: '/bin/a', arguments: 'x'.repeat(400) }),
    );
    at.file('long.jsonl', lines);
    const { stdout, stderr } = at.workbench(['processes', 'long.jsonl', '--format', 'ndjson', '--quiet']);
    expect(stdout.split('\n').filter((line) => line !== '')).toHaveLength(lines.length + 1);
    expect(stderr).toBe('');
  });
});
