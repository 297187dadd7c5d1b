import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subjectOf } from '../../src/cli/story-subject.js';
import { CALM, execId, SHELL_ID, STORY } from './events.js';
import { type Desk, desk } from './workbench.js';

let at: Desk;
let events: string;
beforeAll(() => {
  at = desk();
  events = at.file('events.jsonl', STORY);
});
afterAll(() => at.clear());

const idOf = (words: readonly string[]): readonly string[] =>
  JSON.parse(at.workbench(['story', events, ...words, '--format', 'json']).stdout).incidents.map((incident: { id: string }) => incident.id);

describe('the story of an intrusion', () => {
  it('is told for a person by time, with findings, stages and the place of the evidence', () => {
    const { code, stdout, stderr } = at.workbench(['story', events]);
    expect(code, stderr).toBe(0);
    const [title, when, finding, , heading, ...steps] = stdout.trimEnd().split('\n');
    expect(title).toMatch(/^! \w+ {2}Intrusion in crawler.* {2}\[[0-9a-f]{16}\]$/);
    expect(when).toContain('2023-07-26 07:08:20.000 to ');
    expect(finding).toMatch(/^ {2}finding {3}[0-9a-f]{16} \w+ [a-z-]+: /);
    expect(heading).toMatch(/^TIME \(UTC\) +WHERE +STAGE +PID +EVIDENCE +WHAT$/);
    expect(steps.map((step) => step.split(/ {2,}/)[2])).toEqual(['entry', 'shell', 'contact', 'execution']);
    expect(steps[1]).toContain('events.jsonl:2');
    expect(stdout.includes('\u001b')).toBe(false);
    expect(stderr).toContain('1 incident');
  });

  it('is found by a pid, an exec id, a finding and its own id', () => {
    const [own = ''] = idOf([]);
    const [incident] = JSON.parse(at.workbench(['story', events, '--format', 'json']).stdout).incidents;
    for (const word of ['200', '201', SHELL_ID, incident.findings[0], own]) expect(idOf([word]), word).toEqual([own]);
  });

  it('is narrowed by a filter, which says when it leaves nothing', () => {
    expect(idOf(['pod:crawler'])).toHaveLength(1);
    const { code, stdout, stderr } = at.workbench(['story', events, 'pod:other']);
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('no incident of 1 matches (filter: pod:other)');
  });

  it('shows as many steps as are asked for and says how many more there are', () => {
    expect(at.workbench(['story', events, '--limit', '1']).stdout).toContain('and 3 more steps\n');
  });

  it('is drawn as a flowchart', () => {
    expect(at.workbench(['story', events, '--format', 'mermaid']).stdout).toMatch(/^flowchart TD\n {2}subgraph i0\["/);
  });
});

describe('no story', () => {
  it('is explained where the rules found nothing', () => {
    const { code, stdout, stderr } = at.workbench(['story', at.file('calm.jsonl', CALM)]);
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('no incidents: the rules found nothing among 2 processes');
  });

  it('is a mistake for a process or finding that there is not', () => {
    for (const [word, why] of [
      ['4711', 'no process with pid 4711'],
      [execId(1, 1), 'there is no process'],
      ['0123456789abcdef', 'no finding or incident 0123456789abcdef'],
    ] as const) {
      const { code, stderr } = at.workbench(['story', events, word]);
      expect(code, word).toBe(2);
      expect(stderr).toContain(why);
    }
  });

  it('is a mistake when asked about two things at once', () => {
    expect(at.workbench(['story', events, '200', '201']).code).toBe(2);
  });

  it('is inconclusive without events', () => {
    expect(at.workbench(['story', at.file('empty.jsonl', '')]).code).toBe(3);
  });
});

describe('a word of the command line', () => {
  it.each([
    ['22931', 'pid'],
    [SHELL_ID, 'execId'],
    ['a2b7c5c940226f80', 'fingerprint'],
    ['a2b7c5c940226f80-2', 'fingerprint'],
    ['events.jsonl', undefined],
    ['pod:crawler', undefined],
  ])('%s asks about a %s', (word, kind) => {
    expect(subjectOf(word, () => false)?.kind).toBe(kind);
  });

  it('that names a file is one', () => {
    expect(subjectOf('22931', () => true)).toBeUndefined();
  });
});
