import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Filter, NO_FILTER } from '../../src/model/filter.js';
import { parseFilter } from '../../src/model/filter-grammar.js';
import type { TimelineEntry, TimelineKind } from '../../src/model/timeline.js';
import type { WritableCase } from '../../src/store/write.js';
import { flowLine } from '../hubble-lines.js';
import { type Actor, BOOTED_AT_US, dnsLine, enterpriseLine, execLine, exitLine } from '../tetragon-lines.js';
import { caseOf, linkedLines } from './case-of.js';
import { finding } from './finding.js';

const shell: Actor = { pid: 10, at: 10, binary: '/bin/sh', arguments: '-c id' };
const curl: Actor = { pid: 11, at: 20, binary: '/usr/bin/curl', arguments: 'http://example.test', parent: shell };
const socket = { at: 30, local: '10.0.0.1:40000', remote: '203.0.113.7:4444', cookie: '7' };

const at = (seconds: number): number => BOOTED_AT_US + seconds * 1e6;

function filterOf(text: string): Filter {
  const parsed = parseFilter(text);
  if (parsed.kind !== 'filter') throw new Error(parsed.message);
  return parsed.filter;
}

describe('the timeline', () => {
  let store: WritableCase;
  const rows = (filter: Filter = NO_FILTER, limit = 100): readonly TimelineEntry[] => store.view.timeline({ filter }, { limit }).rows;
  const told = (entries: readonly TimelineEntry[]): readonly string[] =>
    entries.map(({ process, summary }) => `${process?.pid ?? '-'} ${summary}`);

  beforeAll(async () => {
    store = await linkedLines([
      exitLine(curl, 41),
      execLine(shell),
      execLine(curl),
      dnsLine(curl, 25, { name: 'example.test', ips: ['203.0.113.7'] }),
      enterpriseLine('process_connect', curl, socket),
      enterpriseLine('process_close', curl, { ...socket, at: 40, sent: 5, received: 6 }),
      '{"rate_limit_info":{"number_of_dropped_process_events":"3"},"node_name":"node-1","time":"2026-01-01T00:00:35Z"}',
    ]);
    store.saveJudgement({ findings: [{ ...finding(store, 11), firstSeenUs: at(30) }], incidents: [] });
  });

  it('tells what happened in order of time, whatever the order of lines', () => {
    expect(told(rows())).toEqual([
      '10 starts /bin/sh -c id',
      '11 starts /usr/bin/curl http://example.test',
      '11 is told A example.test: 203.0.113.7',
      '11 connects to 203.0.113.7:4444 (example.test), tcp',
      '11 Something',
      '- the agent says that it lost events here',
      '11 closes its connection to 203.0.113.7:4444 (example.test) after 10s, 5 B sent, 6 B received',
      '11 exits with status 0',
    ]);
  });

  it('points at the line that each thing was read from', () => {
    expect(rows().map(({ evidence }) => evidence?.line)).toEqual([2, 3, 4, 5, 1, 7, 6, 1]);
  });

  it.each<[string, readonly TimelineKind[]]>([
    ['port:4444', ['connect', 'finding', 'close']],
    ['pid:10', ['start']],
    ['binary:curl until:2026-01-01T00:00:30Z', ['start', 'dns', 'connect', 'finding']],
  ])('narrows by the filter %s', (text, kinds) => {
    const filter = filterOf(text);
    const span = filter.terms.flatMap((term) => (term.kind === 'time' ? [{ untilUs: term.us }] : []));
    const listed = store.view.timeline({ filter, ...span[0] }, { limit: 100 }).rows.map(({ kind }) => kind);
    expect(listed).toEqual(expect.arrayContaining([...kinds]));
    expect(listed.filter((kind) => kind !== 'start' && kind !== 'exit')).toEqual(kinds.filter((kind) => kind !== 'start'));
  });

  it('narrows by kind and span, both ends included', () => {
    const query = { filter: NO_FILTER, sinceUs: at(25), untilUs: at(40) };
    expect(store.view.timeline(query, { limit: 100 }).rows).toHaveLength(5);
    expect(store.view.timeline({ ...query, kinds: ['close', 'finding'] }, { limit: 100 }).rows.map(({ kind }) => kind)).toEqual([
      'finding',
      'close',
    ]);
  });

  it('begins at any moment', () => {
    for (const [seconds, first] of [
      [0, 'start'],
      [30, 'connect'],
      [30.5, 'gap'],
      [41, 'exit'],
    ] as const)
      expect(store.view.timeline({ filter: NO_FILTER }, { limit: 1, atUs: at(seconds) }).rows[0]?.kind).toBe(first);
    expect(store.view.timeline({ filter: NO_FILTER }, { limit: 1, atUs: at(42) }).rows).toEqual([]);
  });

  it('gives each entry once, page after page and back again', () => {
    const all = rows().map(({ id }) => id);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 45 }), (limit, seconds) => {
        const query = { filter: NO_FILTER };
        const start = store.view.timeline(query, { limit, atUs: at(seconds) });
        const after = [...start.rows];
        for (let page = start; page.next !== undefined; ) {
          page = store.view.timeline(query, { limit, after: page.next });
          after.push(...page.rows);
        }
        const before: TimelineEntry[] = [];
        for (let page = start; page.previous !== undefined; ) {
          page = store.view.timeline(query, { limit, before: page.previous });
          before.unshift(...page.rows);
        }
        expect([...before, ...after].map(({ id }) => id)).toEqual(all);
      }),
    );
  });
});

describe('the timeline of sources that name no process', () => {
  it('has compact lines in their order, with what they lack', async () => {
    const store = await caseOf([
      '🚀 process default/xwing /usr/bin/curl https://example.test/',
      '💥 exit    default/xwing /usr/bin/curl https://example.test/ 0',
    ]);
    const { rows } = store.view.timeline({ filter: NO_FILTER }, { limit: 10 });
    expect(rows).toMatchObject([
      {
        kind: 'line',
        namespace: 'default',
        pod: 'xwing',
        summary: 'process: /usr/bin/curl https://example.test/ (its line prints no pid)',
      },
      { kind: 'line', summary: expect.stringContaining('exit: ') },
    ]);
    expect(rows.map(({ atUs }) => atUs)).toEqual([undefined, undefined]);
    expect(store.view.overview().processCount).toBe(0);
  });

  it.each([{ sinceUs: 0 }, { untilUs: at(9e9) }, { sinceUs: 0, untilUs: at(9e9) }])(
    'has nothing without a time in the span %o',
    async (span) => {
      const store = await caseOf(['🚀 process default/xwing /usr/bin/curl']);
      expect(store.view.timeline({ filter: NO_FILTER, ...span }, { limit: 10 }).rows).toEqual([]);
    },
  );

  it.each([
    ['pod:xwing', 1],
    ['pod:other', 0],
    ['!pod:other', 1],
    ['curl', 1],
    ['pid:7', 0],
  ])('is narrowed by %s', async (text, count) => {
    const store = await caseOf(['🚀 process default/xwing /usr/bin/curl']);
    expect(store.view.timeline({ filter: filterOf(text) }, { limit: 10 }).rows).toHaveLength(count);
  });

  it('has requests and packets without ports, and what the network agent lost', async () => {
    const call = { at: 10, from: '10.0.0.5:41000', to: '10.0.1.9:8080', source: 'shop/web-0', destination: 'shop/api-0', isReply: false };
    const store = await caseOf([
      flowLine({ ...call, more: { l7: { type: 'REQUEST', http: { method: 'GET', url: 'http://api/' } } } }),
      flowLine({ ...call, at: 11, more: { l4: { ICMPv4: { type: 8 } }, Summary: 'ICMPv4 EchoRequest' } }),
      '{"lost_events":{"source":"HUBBLE_RING_BUFFER","num_events_lost":"3"},"time":"2026-01-01T00:00:12Z"}',
    ]);
    expect(store.view.timeline({ filter: NO_FILTER }, { limit: 10 }).rows.map(({ kind, summary }) => `${kind} ${summary}`)).toEqual([
      'connect connects to 10.0.1.9:8080 (api), tcp',
      'flow asks 10.0.1.9:8080: GET http://api/',
      'flow ICMPv4 EchoRequest from 10.0.0.5 to 10.0.1.9: forwarded',
      'gap the agent says that it lost events here',
    ]);
  });
});
