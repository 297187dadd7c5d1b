import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/model/connection.js';
import { closeSummary, openSummary } from '../../src/model/timeline-summary.js';

const connection: Connection = {
  id: 1,
  process: { id: 1, execId: 'e', pid: 1 },
  node: 'node-1',
  protocol: 'tcp',
  direction: 'outbound',
  directionIsInferred: false,
  local: { ip: '10.0.0.1', port: 40_000 },
  remote: { ip: '2001:db8::1', port: 443 },
  remoteNames: [],
  remotePodIsInferred: false,
  openedAtUs: 1_000_000,
  closedAtUs: 4_000_000,
  attempts: 1,
  sources: ['tetragon'],
  evidence: [],
};

describe('what is said of a connection', () => {
  it.each<[string, Partial<Connection>, string, string]>([
    ['a call', {}, 'connects to [2001:db8::1]:443, tcp', 'closes its connection to [2001:db8::1]:443 after 3s'],
    [
      'an accept',
      { direction: 'inbound', bytesSent: 5 },
      'accepts from [2001:db8::1]:443 on 10.0.0.1:40000, tcp',
      'closes its connection from [2001:db8::1]:443 after 3s, 5 B sent',
    ],
    ['a listener', { direction: 'listen' }, 'listens on 10.0.0.1:40000, tcp', 'no longer listens on 10.0.0.1:40000 after 3s'],
    [
      'what a heartbeat shows',
      { sample: {} },
      'is seen connected to [2001:db8::1]:443, tcp',
      'is no longer seen with its connection to [2001:db8::1]:443 after 3s',
    ],
    [
      'what the network dropped',
      { verdict: 'dropped', dropReason: 'POLICY_DENIED', attempts: 3 },
      'tries to connect to [2001:db8::1]:443, tcp, 3 times, dropped POLICY_DENIED',
      'closes its connection to [2001:db8::1]:443 after 3s',
    ],
  ])('%s', (_what, fields, opened, closed) => {
    expect(openSummary({ ...connection, ...fields })).toBe(opened);
    expect(closeSummary({ ...connection, ...fields })).toBe(closed);
  });
});
