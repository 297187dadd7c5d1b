import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseView } from '../../src/model/case-view.js';
import { parseFilter } from '../../src/model/filter-grammar.js';
import type { UsageQuery, UsageReport } from '../../src/model/usage.js';
import { at, cloneInfo, event } from '../ingest/sysdig/events.js';
import { linkedLines } from './case-of.js';

const WEB = '0123456789ab';

function moved(type: 'read' | 'write', tid: number, seconds: number, fd: string, bytes: number): readonly string[] {
  const where = { tid, time: at(seconds), container: WEB, fields: { 'container.name': 'web' } } as const;
  return [event(type, `fd=${fd} size=9 `, { ...where, dir: '>' }), event(type, `res=${bytes} data=x `, where)];
}

function started(pid: number, seconds: number, rssKb: number): string {
  return event('clone', cloneInfo(pid, 1).replace('vm_rss=4', `vm_rss=${rssKb}`), {
    tid: pid,
    time: at(seconds),
    container: WEB,
    fields: { 'container.name': 'web' },
  });
}

const LINES = [
  started(10, 0, 100),
  started(11, 0, 300),
  ...moved('read', 10, 1, '3(<f>/data/a)', 10),
  ...moved('write', 10, 2, '3(<f>/data/a)', 5),
  ...moved('read', 11, 61, '3(<f>/etc/hosts)', 7),
  ...moved('write', 11, 62, '4(<4t>10.0.0.5:1->10.0.0.6:2)', 1000),
  ...moved('read', 11, 125, '5(<p>pipe:[1])', 3),
  event('write', 'fd=3(<f>/var/log/x) size=9 ', { tid: 99, dir: '>', time: at(130) }),
  event('write', 'res=8 data=x ', { tid: 99, time: at(130) }),
];

let view: CaseView;

beforeAll(async () => {
  view = (await linkedLines(LINES)).view;
});

function usage(query: Partial<UsageQuery> = {}): UsageReport {
  return view.usage({ filter: { terms: [] }, by: 'container', intervalSeconds: 60, includesSystem: false, ...query });
}

function filterOf(text: string) {
  const parsed = parseFilter(text);
  if (parsed.kind !== 'filter') throw new Error(parsed.message);
  return parsed.filter;
}

describe('usage by container', () => {
  it('adds bytes up, and takes the most memory of any one process', () => {
    const [web, host] = usage().rows;
    expect(web).toMatchObject({
      containerName: 'web',
      total: {
        fileBytesRead: 17,
        fileBytesWritten: 5,
        networkBytesSent: 1000,
        networkBytesReceived: 0,
        ipcBytes: 3,
        residentBytes: 300 * 1024,
      },
    });
    expect(web?.total).not.toHaveProperty('cpuNs');
    expect(host).toMatchObject({ total: { fileBytesWritten: 8 } });
    expect(host).not.toHaveProperty('containerName');
  });

  it.each([1, 10, 60, 3600, 86_400])('tells the same in stretches of %d seconds', (intervalSeconds) => {
    const { rows, firstUs = 0 } = usage({ intervalSeconds });
    for (const { total, buckets } of rows) {
      const sum = (pick: (bucket: (typeof buckets)[number]) => number) => buckets.reduce((all, bucket) => all + pick(bucket), 0);
      expect(sum(({ fileBytesRead }) => fileBytesRead)).toBe(total.fileBytesRead);
      expect(sum(({ networkBytesSent }) => networkBytesSent)).toBe(total.networkBytesSent);
      expect(Math.max(...buckets.map(({ residentBytes = 0 }) => residentBytes))).toBe(total.residentBytes ?? 0);
    }
    expect(firstUs % (intervalSeconds * 1_000_000)).toBe(0);
  });

  it('of its own accord makes few stretches', () => {
    expect(usage({ intervalSeconds: 'auto' }).intervalSeconds).toBe(5);
  });
});

describe('usage by process', () => {
  it('has each of them once', () => {
    expect(usage({ by: 'process' }).rows.map(({ process }) => process?.pid)).toEqual([11, 10, 99]);
  });

  it('is of those that a filter lets through', () => {
    expect(usage({ by: 'process', filter: filterOf('pid:10') }).rows).toHaveLength(1);
  });

  it('in a stretch of time is of what was used then', () => {
    const since = usage({ by: 'process', filter: filterOf('since:2023-11-14T22:14:21Z until:2023-11-14T22:14:22Z') });
    expect(since.rows.map(({ process, total }) => [process?.pid, total.fileBytesRead, total.networkBytesSent])).toEqual([[11, 7, 1000]]);
  });
});

describe('usage by file', () => {
  it('leaves out what belongs to the system', () => {
    expect(usage({ by: 'file' }).rows.map(({ path }) => path)).toEqual(['/data/a', '/var/log/x']);
  });

  it('has it where it is asked for', () => {
    expect(usage({ by: 'file', includesSystem: true }).rows.map(({ path }) => path)).toEqual(['/data/a', '/var/log/x', '/etc/hosts']);
  });
});
