import { beforeAll, describe, expect, it } from 'vitest';
import { type Filter, NO_FILTER } from '../../src/model/filter.js';
import { parseFilter } from '../../src/model/filter-grammar.js';
import type { WritableCase } from '../../src/store/write.js';
import { linkedCase } from './case-of.js';

const EVENTS = 'fixtures/labs/tenant-jobs/events.jsonl.gz';

function filter(text: string): Filter {
  const parsed = parseFilter(text);
  if (parsed.kind !== 'filter') throw new Error(parsed.message);
  return parsed.filter;
}

describe('the lists of a case', async () => {
  const file: WritableCase = await linkedCase([EVENTS]);
  const { view } = file;
  const all = view.connectionIds({ filter: NO_FILTER, order: 'time' });
  beforeAll(() => {
    expect(all.length).toBe(view.overview().connectionCount);
  });

  it('lead to another process first by the connection that is the first of those that do', () => {
    const processes = [...view.matchingProcesses(NO_FILTER)];
    const firstHop = (id: number) => view.connectionsOf(id).find(({ peer }) => peer !== undefined && peer.process.id !== id)?.id;
    expect(processes.map((id) => view.firstHopOf(id))).toEqual(processes.map(firstHop));
    expect(processes.filter((id) => firstHop(id) !== undefined).length).toBeGreaterThan(2);
    expect(processes.filter((id) => firstHop(id) === undefined).length).toBeGreaterThan(2);
  });

  it.each(['process', 'pod', 'name', 'address'] as const)('have each connection in one group by %s, and find it there again', (by) => {
    const groups = view.connectionGroups(NO_FILTER, by);
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
    const ids = groups.flatMap(({ key, count }) => {
      const within = [...view.connectionIds({ filter: NO_FILTER, order: 'time', within: { by, key } })];
      expect(within).toHaveLength(count);
      return within;
    });
    expect(ids.sort((a, b) => a - b)).toEqual([...all].sort((a, b) => a - b));
    expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
  });

  it('add up what a group sent, and say how much of it went outside', () => {
    const [shell] = view.connectionGroups(filter('binary:*/bash external'), 'process');
    expect(shell).toMatchObject({ place: expect.stringContaining('crawler'), externalCount: shell?.count, processId: expect.any(Number) });
  });

  it('put connections in the order asked for', () => {
    const bytes = [...view.connectionIds({ filter: NO_FILTER, order: 'bytes' })].slice(0, 5).map((id) => {
      const { bytesSent = 0, bytesReceived = 0 } = view.connection(id) ?? {};
      return bytesSent + bytesReceived;
    });
    expect(bytes).toEqual([...bytes].sort((a, b) => b - a));
    expect(bytes[0]).toBeGreaterThan(1_000_000);
  });

  it('know a name from its messages and from what connected to it', () => {
    const found = view.names(NO_FILTER).find(({ name }) => name === 'fugi.veda-lumora.example');
    expect(found?.responses).toBeGreaterThan(0);
    expect(found?.connectionCount).toBeGreaterThan(0);
    expect(found?.ips).toEqual(['203.0.113.60']);
    expect(view.names(filter('dns:*.example')).every(({ name }) => name.endsWith('.example'))).toBe(true);
  });
});
