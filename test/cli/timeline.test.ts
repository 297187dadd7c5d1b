import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { schemaErrors } from '../export/schemas.js';
import { STORY } from './events.js';
import { type Desk, desk } from './workbench.js';

let at: Desk;
let events: string;
beforeAll(() => {
  at = desk();
  events = at.file('events.jsonl', STORY);
});
afterAll(() => at.clear());

function printed(...words: string[]): { readonly stdout: string; readonly stderr: string } {
  const { code, stdout, stderr } = at.workbench(['timeline', events, ...words]);
  expect(code, stderr).toBe(0);
  return { stdout, stderr };
}

interface Entry {
  readonly at: string;
  readonly kind: string;
  readonly finding?: string;
}

function entries(...words: string[]): readonly Entry[] {
  const [header = '', ...lines] = printed(...words, '--format', 'ndjson')
    .stdout.trimEnd()
    .split('\n');
  expect(schemaErrors('ndjson-header', JSON.parse(header))).toEqual([]);
  for (const line of lines) expect(schemaErrors('timeline-entry', JSON.parse(line))).toEqual([]);
  return lines.map((line): Entry => JSON.parse(line));
}

describe('timeline', () => {
  it.each([
    ['json', (text: string): unknown => JSON.parse(text)],
    ['yaml', (text: string): unknown => parse(text)],
  ] as const)('fits its schema as %s', (format, read) => {
    expect(schemaErrors('timeline', read(printed('--format', format).stdout))).toEqual([]);
  });

  it('is in order of time, and holds what happened of every kind', () => {
    const told = entries();
    expect(told.map((entry) => entry.at)).toEqual(told.map((entry) => entry.at).toSorted());
    expect(new Set(told.map(({ kind }) => kind))).toEqual(expect.objectContaining(new Set(['start', 'connect', 'finding'])));
  });

  it('shows what lies around a moment, or around a finding, and says how much it leaves out', () => {
    const all = entries();
    const finding = all.find(({ kind }) => kind === 'finding');
    const around = entries('--around', finding?.finding ?? '', '--within', '1s');
    expect(around.length).toBeLessThan(all.length);
    expect(around.map((entry) => entry.finding)).toContain(finding?.finding);
    expect(entries('--around', finding?.at ?? '', '--within', '1s')).toEqual(around);
    expect(printed('--around', finding?.at ?? '', '--within', '1s').stderr).toContain(`of ${all.length} entries (filter: since:`);
  });

  it('shows some kinds alone', () => {
    expect(new Set(entries('--kind', 'start,connect').map(({ kind }) => kind))).toEqual(new Set(['start', 'connect']));
  });

  it.each([
    [['--around', 'yesterday'], 'neither a time nor a finding of this case'],
    [['--kind', 'party'], 'Write some of start, exec'],
    [['--within', 'long'], 'Write a length of time like 10s or 5m'],
  ])('explains why %j means nothing', (words, reason) => {
    const { code, stderr } = at.workbench(['timeline', events, ...words]);
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
  });
});
