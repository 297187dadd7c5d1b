import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../src/model/filter-grammar.js';
import type { ServiceEdge, ServiceNode } from '../../../src/model/service-map.js';
import { edgeFilter } from '../../../src/tui/services/edge-filter.js';

const EDGE: ServiceEdge = {
  from: 'a',
  to: 'b',
  protocol: 'tcp',
  port: 9200,
  connections: 1,
  attempts: 1,
  seenBy: 'both',
  heartbeats: { caller: 0, server: 0 },
};

function node(given: Partial<ServiceNode>): ServiceNode {
  return { id: 'container:b84d1dbeb536', kind: 'container', label: 'crawler', containers: [1], addresses: [], ...given };
}

describe('the connections of an edge', () => {
  it.each([
    { from: node({}), to: node({ addresses: ['10.0.0.3'] }), text: 'container:b84d1dbeb536 direction:=outbound dst:10.0.0.3 port:9200' },
    { from: node({ kind: 'pod', pod: 'a b' }), to: undefined, text: 'pod:="a b" direction:=outbound port:9200' },
    {
      from: node({ kind: 'workload', workload: 'api' }),
      to: node({ kind: 'name', label: 'c2.example' }),
      text: 'workload:=api direction:=outbound dns:=c2.example port:9200',
    },
    { from: node({ kind: 'host' }), to: undefined, text: undefined },
  ])('are named by $text', ({ from, to, text }) => {
    const filter = edgeFilter(EDGE, from, to);
    expect(filter).toBe(text);
    if (filter !== undefined) expect(parseFilter(filter).kind).toBe('filter');
  });
});
