import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packed, unpacked } from '../../src/cli/packed-answer.js';
import type { ConnectionGroup } from '../../src/model/connection-list.js';
import type { ServiceEdge } from '../../src/model/service-map.js';

const number = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const text = fc.string({ maxLength: 4 });

const GROUP: fc.Arbitrary<ConnectionGroup> = fc.record(
  {
    name: text,
    key: fc.oneof(number, text, fc.constant(null)),
    label: text,
    place: text,
    processId: number,
    containerId: number,
    count: number,
    openCount: number,
    externalCount: number,
    bytesSent: number,
    bytesReceived: number,
    firstUs: number,
    lastUs: number,
    longestUs: number,
  },
  { requiredKeys: ['name', 'key', 'label', 'count', 'openCount', 'externalCount'], noNullPrototype: true },
);

const EDGE: fc.Arbitrary<ServiceEdge> = fc.record(
  {
    from: text,
    to: text,
    protocol: text,
    port: fc.nat(65_535),
    connections: number,
    attempts: number,
    firstUs: number,
    lastUs: number,
    bytesSent: number,
    bytesReceived: number,
    seenBy: fc.constantFrom('caller' as const, 'server' as const, 'both' as const),
    isDeclared: fc.boolean(),
    isNew: fc.boolean(),
    heartbeats: fc.record({ caller: number, server: number }, { noNullPrototype: true }),
  },
  { requiredKeys: ['from', 'to', 'protocol', 'port', 'connections', 'attempts', 'seenBy', 'heartbeats'], noNullPrototype: true },
);

it('hands over groups as they were, with nothing more in them', () => {
  fc.assert(
    fc.property(fc.array(GROUP), (groups) => {
      const answer = { kind: 'connectionGroups', by: 'process', groups } as const;
      expect(unpacked(structuredClone(packed(answer)))).toStrictEqual(answer);
    }),
  );
});

it('hands over the map of services as it was, with its ports where they were asked for', () => {
  fc.assert(
    fc.property(fc.array(EDGE), fc.boolean(), (edges, withPorts) => {
      const map = { nodes: [], edges, leftOut: { loopback: 1, unknownCaller: 2 } };
      const answer = { kind: 'services', map, ...(withPorts ? { ports: [] } : {}) } as const;
      expect(unpacked(structuredClone(packed(answer)))).toStrictEqual(answer);
    }),
  );
});

it.each([undefined, { kind: 'names', names: [] } as const])('leaves %o as it is', (answer) => {
  expect(unpacked(structuredClone(packed(answer)))).toStrictEqual(answer);
});
