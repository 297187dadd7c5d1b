import { describe, expect, it } from 'vitest';
import { markdownPage } from '../../src/export/markdown.js';
import { codeCell, prose, shortened } from '../../src/export/markdown-text.js';
import { printable } from '../../src/model/printable.js';
import { checkReport, HOSTILE, placed } from './check-sample.js';
import { fullProcess, incident } from './samples.js';

describe('markdownPage', () => {
  it('tells an incident before its findings, step by step', () => {
    const told = incident({ title: `in web ${HOSTILE}` });
    const text = markdownPage(checkReport({ incidents: [told] }));
    expect(text).toContain(`## Incident, ${told.level}: in web`);
    expect(text.indexOf('## Incident')).toBeLessThan(text.indexOf('## critical'));
    for (const step of told.steps) expect(text).toContain(`| ${step.stage} | ${codeCell(step.place)} | ${codeCell(step.summary)}`);
    expect(text).not.toContain('<script>');
  });

  it('counts, says how much was looked at, and tells each finding with its evidence', () => {
    const text = markdownPage(checkReport());
    for (const line of [
      '| critical | 1 | 0 | 0 |',
      'Rules: 3 loaded, 2 ran, 1 had no data, 0 skipped.',
      '## critical: sh in crawler is driven by c2.example.com:4444',
      '| process | 22931 `/bin/sh -c id` |',
      '| where | `node-1/tenant-jobs/crawler-7c5d/crawler` |',
      '| connections | outbound `203.0.113.9:4444` `c2.example.com` |',
      '| 2023-07-26T07:20:00.000000001Z | `events.jsonl:4` | `connect to 203.0.113.9:4444` |',
    ])
      expect(text.split('\n')).toContain(line);
  });

  it('says what it looked at when it found nothing', () => {
    const text = markdownPage(checkReport({ findings: [] }));
    expect(text).toContain('No findings.\n');
    expect(text).toContain('7 events, 1 unparsed');
  });

  it('says how many lines of evidence it leaves out', () => {
    const evidence = Array.from({ length: 13 }, (_, at) => ({ source: 'e', line: at + 1, summary: 's' }));
    expect(markdownPage(checkReport({ findings: [placed({ evidence })] }))).toContain('and 3 more lines of evidence');
  });

  it('keeps its own lines and cells whatever an attacker wrote', () => {
    const process = { ...fullProcess(), binary: HOSTILE, arguments: HOSTILE };
    const calm = markdownPage(checkReport());
    const text = markdownPage(checkReport({ findings: [placed({ title: HOSTILE, why: HOSTILE, process, ancestors: [process] })] }));
    expect(text.split('\n')).toHaveLength(calm.split('\n').length);
    expect(text.split('\n').every((line) => printable(line) === line)).toBe(true);
    for (const row of text.split('\n').filter((line) => line.startsWith('| process'))) expect(row.split(/(?<!\\)\|/)).toHaveLength(4);
  });
});

describe('prose', () => {
  it.each([
    ['*bold* _it_', '\\*bold\\* \\_it\\_'],
    ['<img src=x>', '&lt;img src=x&gt;'],
    ['&lt;b&gt;', '&amp;lt;b&amp;gt;'],
    ['[a](http://b)', '\\[a\\](http:\\//b)'],
    ['WWW.evil.example', 'WWW\\.evil.example'],
    ['@team fixes #1', '`@`team fixes `#`1'],
    ['a\nb', 'a\\\\nb'],
  ])('writes %j as %s', (text, written) => {
    expect(prose(text)).toBe(written);
  });
});

describe('codeCell', () => {
  it.each([
    ['id', '`id`'],
    ['a`b', '``a`b``'],
    ['`id`', '`` `id` ``'],
    [' x ', '`  x  `'],
    ['a|b', '`a\\|b`'],
    ['  ', ''],
  ])('writes %j as %s', (text, written) => {
    expect(codeCell(text)).toBe(written);
  });
});

describe('shortened', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['😀😀😀😀', 3, '😀😀…'],
    ['😀😀😀', 3, '😀😀😀'],
  ])('%j to %d characters is %j', (text, length, short) => {
    expect(shortened(text, length)).toBe(short);
  });
});
