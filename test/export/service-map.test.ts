import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heartbeatShape } from '../../src/export/heartbeat-shape.js';
import { servedPortShape } from '../../src/export/served-port-shape.js';
import { serviceDot, serviceMermaid } from '../../src/export/service-map-chart.js';
import { serviceEdgeShape, serviceMapDocument } from '../../src/export/service-map-shape.js';
import type { ServiceEdge, ServiceMap, ServiceNode } from '../../src/model/service-map.js';
import { container } from './samples.js';
import { schemaErrors } from './schemas.js';

const AT_US = Date.UTC(2026, 10, 20, 15, 50) * 1000;

function node(id: string, fields: Partial<ServiceNode> = {}): ServiceNode {
  return { id, kind: 'container', label: id, containers: [1], addresses: [], ...fields };
}

function edge(fields: Partial<ServiceEdge> = {}): ServiceEdge {
  return {
    from: 'a',
    to: 'b',
    protocol: 'tcp',
    port: 80,
    connections: 3,
    attempts: 3,
    seenBy: 'both',
    heartbeats: { caller: 0, server: 0 },
    ...fields,
  };
}

function map(nodes: readonly ServiceNode[], edges: readonly ServiceEdge[]): ServiceMap {
  return { nodes, edges, leftOut: { loopback: 1, unknownCaller: 0 } };
}

const FULL = map(
  [
    node('a', {
      kind: 'workload',
      node: 'n',
      namespace: 'shop',
      pod: 'a-1',
      workload: 'a',
      image: 'a:1',
      commit: 'f00d',
      addresses: ['10.0.0.1'],
    }),
    node('b', { kind: 'address', containers: [], scope: 'external' }),
  ],
  [
    edge({
      firstUs: AT_US,
      lastUs: AT_US,
      bytesSent: 1,
      bytesReceived: 2,
      attempts: 4,
      isDeclared: false,
      isNew: true,
      heartbeats: { caller: 8, server: 0 },
    }),
    edge({ port: 0 }),
  ],
);

describe('drawings of the map', () => {
  it('have a solid line where both ends tell of it, and a dashed one where one does', () => {
    const drawn = map([node('a'), node('b', { kind: 'address' })], [edge(), edge({ port: 443, seenBy: 'caller', isNew: true })]);
    expect(serviceDot(drawn)).toBe(`digraph services {
  rankdir=LR;
  "a" [label="a", shape=box];
  "b" [label="b", shape=ellipse];
  "a" -> "b" [label="tcp 80 (3)", style=solid];
  "a" -> "b" [label="tcp 443 (3, new)", style=dashed];
}
`);
    expect(serviceMermaid(drawn)).toBe(`flowchart LR
  n0["a"]
  n1(["b"])
  n0 -->|"tcp 80 (3)"| n1
  n0 -.->|"tcp 443 (3, new)"| n1
`);
  });

  it('let no captured text out of its label', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '"]; x -> y [label="',
        'a\\',
        '\\N\\G',
        '"]\nclick n0 "javascript:1"',
        '|"| n0',
        '<img>',
        '%%{init}%%',
        '\u001b]52;c;aGk=\u0007',
        '\u202e',
      ),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const drawn = map([node(`id:${text}`, { label: text }), node('b')], [edge({ from: `id:${text}` })]);
        const dot = serviceDot(drawn).split('\n');
        expect(dot).toHaveLength(7);
        // A quoted text is all between two quotes that are not escaped.
        for (const line of dot.slice(2, 5))
          expect(line.replace(/"(?:[^"\\]|\\.)*"/g, '')).toMatch(/^ {2}(?: -> )?\s?\[label=, (?:shape=box|style=solid)\];$/);
        const mermaid = serviceMermaid(drawn).split('\n');
        expect(mermaid).toHaveLength(5);
        expect(mermaid[1]).toMatch(/^ {2}n0\["[^"<>|`\\]*"\]$/);
      }),
    );
  });

  it('say so when there is nothing to draw', () => {
    expect(serviceMermaid(map([], []))).toBe('flowchart LR\n  none["no conversations"]\n');
  });
});

describe('documents', () => {
  it.each([
    ['services', 'everything is known', serviceMapDocument(FULL)],
    ['services', 'nothing', serviceMapDocument(map([], []))],
    ['service-edge', 'with labels', serviceEdgeShape(edge(), new Map([['a', 'A']]))],
    [
      'listener',
      'everything is known',
      servedPortShape(
        {
          containerId: 1,
          node: 'n',
          protocol: 'tcp',
          port: 80,
          ips: ['127.0.0.1'],
          isListening: true,
          process: { id: 1, execId: 'x', pid: 1 },
          firstUs: AT_US,
          lastUs: AT_US,
          goneUs: AT_US,
          isNew: true,
          isDeclared: false,
          useCount: 1,
          users: [{ id: 'a', kind: 'workload', label: 'a', connections: 1 }],
        },
        container(),
      ),
    ],
    [
      'listener',
      'the least is known',
      servedPortShape({ node: 'n', protocol: 'tcp', port: 80, ips: [], isListening: false, useCount: 0, users: [] }, undefined),
    ],
    [
      'heartbeat',
      'everything is known',
      heartbeatShape(
        {
          id: 1,
          instance: 'a',
          containerId: 1,
          operation: 'heartbeat',
          atUs: AT_US,
          sockets: { listening: 1, connected: 2 },
          changes: [
            { change: 'appeared', direction: 'listen', protocol: 'tcp', local: { ip: '0.0.0.0', port: 80 }, connectionId: 1 },
            {
              change: 'gone',
              direction: 'outbound',
              protocol: 'tcp',
              local: { ip: '10.0.0.1', port: 1 },
              remote: { ip: '10.0.0.2', port: 2 },
              connectionId: 2,
            },
          ],
          bytesReceived: 1,
          bytesSent: 2,
          newNeighbours: ['10.0.0.3'],
          missing: 2,
          evidence: { source: 'a', line: 1 },
        },
        container(),
      ),
    ],
  ])('%s: %s', (name, _, value) => {
    expect(schemaErrors(name, value)).toEqual([]);
  });
});
