import { describe, expect, it } from 'vitest';
import { PROCESS, recordOfEvent } from './tetragon-reading.js';

const FLAT = {
  source_ip: '10.0.0.1',
  source_port: 38106,
  destination_ip: '10.0.0.2',
  destination_port: 3000,
  sock_cookie: '18446462614959565760',
  protocol: 'TCP',
};
const ENDS = {
  local: { ip: '10.0.0.1', port: 38106 },
  remote: { ip: '10.0.0.2', port: 3000 },
  cookie: '18446462614959565760',
  protocol: 'tcp',
};

const read = (kind: string, body: object) => recordOfEvent(kind, { process: PROCESS, ...body });

describe('an Enterprise network event', () => {
  it.each<[string, object, object]>([
    ['process_connect', FLAT, { operation: 'connect', isOriented: true, ...ENDS }],
    ['process_accept', FLAT, { operation: 'accept', isOriented: false, ...ENDS }],
    ['process_close', FLAT, { operation: 'close', isOriented: true, ...ENDS }],
    ['process_sock_stats', { socket: FLAT }, { operation: 'stats', isOriented: true, ...ENDS }],
    ['process_connect', { socket: FLAT }, { operation: 'connect', isOriented: true, ...ENDS }],
    ['process_sock_stats', FLAT, { operation: 'stats', isOriented: true, ...ENDS }],
    [
      'process_listen',
      { ip: '0.0.0.0', port: 9080, protocol: 'TCP' },
      { operation: 'listen', isOriented: true, local: { ip: '0.0.0.0', port: 9080 }, protocol: 'tcp' },
    ],
    [
      'process_connect',
      { ...FLAT, sock_cookie: undefined, protocol: undefined },
      { operation: 'connect', isOriented: true, ...ENDS, cookie: undefined },
    ],
    [
      'process_connect',
      { ...FLAT, source_port: '38106', destination_port: '3000', protocol: 'UDP' },
      { operation: 'connect', isOriented: true, ...ENDS, protocol: 'udp' },
    ],
    [
      'process_close',
      { source_ip: '10.0.0.1', destination_ip: '10.0.0.2' },
      { operation: 'close', isOriented: true, protocol: 'tcp', local: { ip: '10.0.0.1', port: 0 }, remote: { ip: '10.0.0.2', port: 0 } },
    ],
  ])('%s of %j is a socket event', (kind, body, socket) => {
    expect(read(kind, body).socket).toEqual(Object.fromEntries(Object.entries(socket).filter(([, value]) => value !== undefined)));
  });

  it('tells bytes, names and the pod at the other end', () => {
    const { socket } = read('process_close', {
      ...FLAT,
      stats: { bytes_sent: '78', bytes_received: '15221', srtt: 699229, rtt: {} },
      destination_names: ['kafka.tenant-jobs.svc.cluster.local.', ''],
      destination_pod: {
        namespace: 'tenant-jobs',
        name: 'kafka-0',
        workload: 'kafka',
        workload_kind: 'StatefulSet',
        labels: ['k8s:app=kafka'],
      },
    });
    expect(socket).toMatchObject({
      bytesSent: 78,
      bytesReceived: 15221,
      remoteNames: ['kafka.tenant-jobs.svc.cluster.local'],
      remotePod: { namespace: 'tenant-jobs', name: 'kafka-0', workload: 'kafka', labels: { app: 'kafka' } },
    });
  });

  it.each([{}, { socket: null }, { source_ip: '', destination_ip: '' }, { source_ip: 5 }])(
    'of %j without an address is no socket',
    (body) => {
      expect(read('process_connect', body).socket).toBeUndefined();
    },
  );
});

describe('a DNS event', () => {
  const server = { destination_ip: '10.96.0.10', destination_port: 53 };

  it.each<[string, object, object]>([
    [
      'a request',
      { dns: { names: ['a.example.'], question_types: [1, 28] } },
      { isResponse: false, names: ['a.example'], types: ['A', 'AAAA'], ips: [] },
    ],
    [
      'a request with type names',
      { dns: { names: ['a.example.'], question_types: ['A', 'aaaa'] } },
      { isResponse: false, names: ['a.example'], types: ['A', 'AAAA'], ips: [] },
    ],
    ['an unknown type', { dns: { names: ['a.'], question_types: [64] } }, { isResponse: false, names: ['a'], types: ['64'], ips: [] }],
    [
      'a response that says so',
      { dns: { names: ['a.example.'], question_types: [1], response: true, rcode: 3 } },
      { isResponse: true, names: ['a.example'], types: ['A'], rcode: 'NXDOMAIN', ips: [] },
    ],
    [
      'a response by its addresses alone',
      { dns: { names: ['a.example.'], ips: ['10.0.0.1', '::FFFF:10.0.0.2', 'bogus'] } },
      { isResponse: true, names: ['a.example'], types: [], rcode: 'NOERROR', ips: ['10.0.0.1', '10.0.0.2'] },
    ],
    [
      'a response with a code by name',
      { dns: { names: ['a.'], response: true, rcode: 'NXDomain' } },
      { isResponse: true, names: ['a'], types: [], rcode: 'NXDOMAIN', ips: [] },
    ],
    [
      'a response with an unknown code',
      { dns: { names: ['a.'], response: true, rcode: 99 } },
      { isResponse: true, names: ['a'], types: [], rcode: '99', ips: [] },
    ],
    ['the root', { dns: { names: ['.'] } }, { isResponse: false, names: ['.'], types: [], ips: [] }],
    [
      'a server in a nested socket',
      { socket: server, dns: { names: ['a.'] } },
      { isResponse: false, names: ['a'], types: [], ips: [], server: { ip: '10.96.0.10', port: 53 } },
    ],
    [
      'a server in flat fields',
      { ...server, dns: { names: ['a.'] } },
      { isResponse: false, names: ['a'], types: [], ips: [], server: { ip: '10.96.0.10', port: 53 } },
    ],
  ])('reads %s', (_what, body, dns) => {
    expect(read('process_dns', body).dns).toEqual(dns);
  });

  it('without its message is kept as an event', () => {
    expect(read('process_dns', {}).dns).toBeUndefined();
  });
});
