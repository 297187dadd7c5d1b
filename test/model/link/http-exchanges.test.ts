import { describe, expect, it } from 'vitest';
import type { HttpFact } from '../../../src/model/flow.js';
import { hostOf, httpExchanges } from '../../../src/model/link/http-exchanges.js';

const ask = (url: string): HttpFact => ({ isResponse: false, method: 'GET', url });
const answer = (url: string, status: number): HttpFact => ({ isResponse: true, method: 'GET', url, status });

describe('httpExchanges', () => {
  it('folds requests that were asked and answered alike', () => {
    const facts = [ask('/a'), answer('/a', 200), ask('/a'), ask('/b'), answer('/a', 200), answer('/b', 404)];
    expect(httpExchanges(facts)).toEqual([
      { method: 'GET', url: '/a', status: 200, count: 2 },
      { method: 'GET', url: '/b', status: 404, count: 1 },
    ]);
  });

  it('tells requests without an answer, and answers without a request', () => {
    expect(httpExchanges([ask('/a'), answer('/b', 500)])).toEqual([
      { method: 'GET', url: '/a', count: 1 },
      { method: 'GET', url: '/b', status: 500, count: 1 },
    ]);
  });

  it('only counts further ones of very many', () => {
    const exchanges = httpExchanges(Array.from({ length: 80 }, (_, at) => ask(`/${at}`)));
    expect(exchanges).toHaveLength(51);
    expect(exchanges.at(-1)).toEqual({ count: 30 });
  });
});

describe('hostOf', () => {
  it.each([
    ['http://api:8080/health', 'api'],
    ['https://API.example.test', 'api.example.test'],
    ['http://10.0.0.1:9990/metrics', undefined],
    ['http://[2001:db8::1]/', undefined],
    ['http://user@host/', undefined],
    ['/health', undefined],
  ])('of %s is %s', (url, host) => {
    expect(hostOf(url)).toBe(host);
  });
});
