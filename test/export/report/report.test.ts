import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CaseReport, reportBlocks } from '../../../src/export/report/case-report.js';
import { escapedHtml, htmlPage } from '../../../src/export/report/html-blocks.js';
import { markdownBlocks } from '../../../src/export/report/markdown-blocks.js';
import { type Traffic, trafficOf } from '../../../src/export/report/traffic.js';
import { trafficSvg } from '../../../src/export/report/traffic-svg.js';
import { printable } from '../../../src/model/printable.js';
import { finding, fullConnection, incident } from '../samples.js';

const HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)> \u001b]52;c;aGk=\u0007 \u202e ` ![x](http://evil.example)';

function reportOf(text: string): CaseReport {
  const found = { ...finding(), title: text, why: text };
  return {
    title: text,
    version: '1.2.3',
    overview: {
      sources: [],
      nodes: [text],
      processCount: 2,
      inferredCount: 0,
      connectionCount: 1,
      dnsMessageCount: 0,
      problemCount: 0,
      lateByKind: { late: 0, entered: 0, probe: 0 },
      missing: [text],
    },
    incidents: [{ ...incident(), title: text }],
    findings: [found],
    treeLines: [text, '└─ ```'],
    traffic: trafficOf([{ ...fullConnection(), direction: 'outbound', remotePod: text, workload: text }], [found]),
    notes: [{ id: 1, subject: { kind: 'moment', atUs: 0 }, label: text, text, writtenAtUs: 0 }],
  };
}

const page = (text: string): string => htmlPage(text, reportBlocks(reportOf(text)));

/** Names of the elements, in order. */
function tags(html: string): readonly string[] {
  return [...html.matchAll(/<(\/?[a-z0-9]+|!doctype)/gi)].map(([, name = '']) => name.toLowerCase());
}

describe('the report as HTML', () => {
  it('has the same elements whatever a capture holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', minLength: 1 }), fc.constant(HOSTILE)), (text) => {
        expect(tags(page(text))).toEqual(tags(page('plain')));
      }),
      { numRuns: 60 },
    );
  });

  it('runs nothing and fetches nothing', () => {
    const html = page(HOSTILE);
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(tags(html).filter((tag) => ['script', 'img', 'link', 'iframe', 'a', 'object', 'form', 'use', 'image'].includes(tag))).toEqual(
      [],
    );
    expect(html.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/\b(src|href|url|on\w+)\s*=\s*["']/i);
  });

  it('closes what it opens', () => {
    const open: string[] = [];
    for (const tag of tags(page('plain')).filter((name) => !['!doctype', 'meta', 'rect'].includes(name))) {
      if (!tag.startsWith('/')) open.push(tag);
      else expect(open.pop()).toBe(tag.slice(1));
    }
    expect(open).toEqual([]);
  });

  it('shows everything that it tells: story, tree, map, findings, notes', () => {
    const html = page('a case');
    for (const title of ['Story', 'Processes', 'Who called whom', 'Findings', 'Notes']) expect(html).toContain(`<h2>${title}</h2>`);
    expect(html).toContain('<svg ');
  });

  it('escapes what ends an element or an attribute', () => {
    expect(escapedHtml(`<a b="c" d='e'>&`)).toBe('&#60;a b=&#34;c&#34; d=&#39;e&#39;&#62;&#38;');
  });
});

describe('the report as Markdown', () => {
  it('takes nothing of a capture for markup, and lets nothing act on a terminal', () => {
    const text = markdownBlocks(reportBlocks(reportOf(HOSTILE)));
    const prose = text
      .split(/^`{3,}.*$/m)
      .filter((_, at) => at % 2 === 0)
      .join('');
    expect(prose).not.toMatch(/<script|<img/);
    expect(text.split('\n').filter((line) => printable(line) !== line)).toEqual([]);
  });

  it('fences lines with more backticks than they hold', () => {
    expect(markdownBlocks([{ kind: 'lines', lines: ['a ```` b'] }])).toBe('`````text\na ```` b\n`````\n');
  });

  it('is the same for the same case', () => {
    expect(markdownBlocks(reportBlocks(reportOf('x')))).toBe(markdownBlocks(reportBlocks(reportOf('x'))));
  });
});

describe('the map of who called whom', () => {
  const call = (from: string, to: string, id: number) => ({
    ...fullConnection(),
    id,
    direction: 'outbound' as const,
    workload: from,
    remoteWorkload: to,
    attempts: 2,
  });

  it('adds calls up and puts those of findings first', () => {
    const calls = [call('a', 'b', 1), call('a', 'b', 2), call('c', 'd', 3)];
    const { edges } = trafficOf(calls, [{ ...finding(), connections: [call('c', 'd', 3)] }]);
    expect(edges.map(({ count, isSuspicious }) => ({ count, isSuspicious }))).toEqual([
      { count: 2, isSuspicious: true },
      { count: 4, isSuspicious: false },
    ]);
  });

  it('counts what it leaves out', () => {
    const calls = Array.from({ length: 50 }, (_, at) => call(`a${at}`, `b${at}`, at));
    expect(trafficOf(calls, [])).toMatchObject({ leftOut: 10, edges: expect.objectContaining({ length: 40 }) });
  });

  it('does not count who answers as a caller', () => {
    expect(trafficOf([{ ...fullConnection(), direction: 'inbound' }], []).edges).toEqual([]);
  });

  it('draws a box for each end and a line for each pair', () => {
    const edge = { isExternal: false, count: 1, bytesSent: 0, bytesReceived: 0, isSuspicious: false };
    const traffic: Traffic = {
      edges: [
        { ...edge, from: 'web', to: 'db' },
        { ...edge, from: 'db', to: 'backup', isSuspicious: true },
      ],
      leftOut: 0,
    };
    const svg = trafficSvg(traffic);
    expect(svg.match(/<rect/g)).toHaveLength(3);
    expect(svg.match(/<path/g)).toHaveLength(2);
    expect(svg).toContain('db to backup: 1, named by a finding');
  });
});
