import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/model/connection.js';
import { drawn, report, ruleOver } from './cases.js';

const PROCESS = 'category: process_creation';
const CONNECTION = 'category: network_connection';

describe('facts that are alike', () => {
  it('are each counted, and judged as one', () => {
    const view = drawn('container web\n0  node server.js\n1    id\n2    id\n3    id -u');
    const { findings } = report(view, ruleOver(PROCESS, '{ CommandLine: id }', 'id: one\n'));
    expect(findings.map(({ count, evidence }) => [count, evidence.length])).toEqual([[2, 2]]);
  });

  it.each([
    ['its own arguments', '{ CommandLine|endswith: "-x" }', '1    nc -x\n2    nc -y', 1],
    ['its parent', '{ ParentImage|endswith: /sh }', '1    sh\n1.1    id\n2    id', 1],
    ['where it runs', '{ Image|endswith: /id, entered: "true" }', '1    id\n2  id {entered}', 1],
    ['its own pid', '{ Image|endswith: /id, ProcessId: 101 }', '1    id\n2    id', 1],
    ['when it started', '{ Image|endswith: /id, UtcTime|contains: "09:00:02" }', '1    id\n2    id', 1],
  ])('are told apart by %s where a rule asks for it', (_, selection, below, count) => {
    const view = drawn(`container web\n0  node server.js\n${below}`);
    const { findings } = report(view, ruleOver(PROCESS, selection, 'id: one\n'));
    expect(findings.reduce((sum, finding) => sum + finding.count, 0)).toBe(count);
  });

  it('are told apart by names of the remote end', () => {
    const view = drawn('container web\n0  node server.js\n1    > tcp 203.0.113.9:443\n2    > tcp 203.0.113.9:443');
    const name = (id: number) => (id === 0 ? 'a.example' : 'b.example');
    const named = (connection: Connection | undefined) =>
      connection === undefined ? undefined : { ...connection, remoteNames: [{ name: name(connection.id), from: 'dns' as const }] };
    const both = {
      ...view,
      outboundConnections: () => Array.from(view.outboundConnections(), (one) => named(one) ?? one),
      connection: (id: number) => named(view.connection(id)),
      connectionOutlines: (details: Parameters<typeof view.connectionOutlines>[0]) =>
        Array.from(view.connectionOutlines(details), (one) => ({ ...one, nameText: name(one.id) })),
    };
    const { findings } = report(both, ruleOver(CONNECTION, '{ DestinationHostname: b.example }', 'id: one\n'));
    expect(findings.map(({ connections }) => connections.map(({ id }) => id))).toEqual([[1]]);
  });
});
