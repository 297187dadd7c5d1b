import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SocketEnd, SocketOperation } from '../../../src/model/record.js';
import { HERE, type PairedConnection, paired, type SocketEvent } from './socket-sketches.js';

const CLIENT = '10.0.0.1:40000';
const SERVER = '10.0.0.2:80';
const SECOND = 1_000_000;

interface Sketch extends Partial<Omit<SocketEvent, 'operation' | 'local' | 'remote' | 'us'>> {
  /** Seconds. */
  readonly at: number;
  readonly local?: string;
  readonly remote?: string;
}

function end(text: string): SocketEnd {
  const at = text.lastIndexOf(':');
  return { ip: text.slice(0, at), port: Number(text.slice(at + 1)) };
}

function event(operation: SocketOperation, { at, local, remote, ...sketch }: Sketch): SocketEvent {
  return {
    event: Math.round(at * 10),
    process: 1,
    operation,
    isOriented: true,
    protocol: 'tcp',
    hasCookie: true,
    count: 1,
    us: at * SECOND,
    ns: 0,
    ...(local === undefined ? {} : { local: end(local) }),
    ...(remote === undefined ? {} : { remote: end(remote) }),
    ...sketch,
  };
}

const both = { local: CLIENT, remote: SERVER };
const connect = (sketch: Sketch) => event('connect', { ...both, ...sketch });
const close = (sketch: Sketch) => event('close', { ...both, ...sketch });
function withoutTime({ us: _, ...rest }: SocketEvent): SocketEvent {
  return rest;
}
const nobodyListens = () => false;

function written(one: SocketEnd | undefined): string {
  return one === undefined ? '?' : `${one.ip}:${one.port}`;
}

/** `out 10.0.0.1:40000 > 10.0.0.2:80 1-2s 10/20B`: direction, ends, times, bytes sent and received; `~` marks a guessed direction. */
function drawn(draft: PairedConnection): string {
  const { direction, local, remote, openedUs, closedUs, bytesSent, bytesReceived, attempts } = draft;
  const arrow = { outbound: '>', inbound: '<', listen: '*' }[direction];
  const seconds = (us: number | undefined) => (us === undefined ? '?' : String(us / SECOND));
  return [
    `${draft.directionIsInferred ? '~' : ''}${written(local)} ${arrow}${direction === 'listen' ? '' : ` ${written(remote)}`}`,
    `${seconds(openedUs)}-${seconds(closedUs)}s`,
    ...(bytesSent === undefined && bytesReceived === undefined ? [] : [`${bytesSent ?? '?'}/${bytesReceived ?? '?'}B`]),
    ...(attempts === 1 ? [] : [`×${attempts}`]),
    ...(draft.protocol === 'tcp' ? [] : [draft.protocol]),
  ].join(' ');
}

describe('pairing sockets', () => {
  it.each<[string, readonly SocketEvent[], readonly string[]]>([
    ['a connect alone is open', [connect({ at: 1 })], [`${CLIENT} > ${SERVER} 1-?s`]],
    ['a connect and its close are one connection', [connect({ at: 1 }), close({ at: 2 })], [`${CLIENT} > ${SERVER} 1-2s`]],
    [
      'a close of a torn down socket, which prints no ports, closes it',
      [connect({ at: 1 }), close({ at: 2, local: '0.0.0.0:0', remote: '0.0.0.0:0' })],
      [`${CLIENT} > ${SERVER} 1-2s`],
    ],
    [
      'a close that lost only its own port closes it',
      [connect({ at: 1 }), close({ at: 2, local: '10.0.0.1:0' })],
      [`${CLIENT} > ${SERVER} 1-2s`],
    ],
    [
      'a cookie that is used again after its close is another connection',
      [connect({ at: 1 }), close({ at: 2 }), connect({ at: 3, remote: '10.0.0.3:443' })],
      [`${CLIENT} > ${SERVER} 1-2s`, `${CLIENT} > 10.0.0.3:443 3-?s`],
    ],
    [
      'a cookie that is used again though its close was lost is another connection',
      [
        connect({ at: 1 }),
        connect({ at: 3, local: '10.0.0.1:40001', remote: '10.0.0.3:443' }),
        close({ at: 4, local: '10.0.0.1:40001', remote: '10.0.0.3:443' }),
      ],
      [`${CLIENT} > ${SERVER} 1-?s`, '10.0.0.1:40001 > 10.0.0.3:443 3-4s'],
    ],
    ['a close whose opening was not seen is a connection', [close({ at: 2 })], [`~${CLIENT} > ${SERVER} ?-2s`]],
    ['a close that tells no ends at all is none', [close({ at: 2, local: '0.0.0.0:0', remote: '0.0.0.0:0' })], []],
    ['a close on the lower port is of the server', [close({ at: 2, local: SERVER, remote: CLIENT })], [`~${SERVER} < ${CLIENT} ?-2s`]],
    [
      'statistics are totals, and the last ones count',
      [
        connect({ at: 1 }),
        event('stats', { ...both, at: 2, bytesSent: 10, bytesReceived: 5 }),
        event('stats', { ...both, at: 3, bytesSent: 30, bytesReceived: 7 }),
        close({ at: 4, bytesSent: 40, bytesReceived: 9 }),
      ],
      [`${CLIENT} > ${SERVER} 1-4s 40/9B`],
    ],
    [
      'sends add up',
      [
        connect({ at: 1 }),
        event('send', { ...both, at: 2, bytesSent: 10 }),
        event('send', { ...both, at: 3, bytesSent: 30 }),
        close({ at: 4 }),
      ],
      [`${CLIENT} > ${SERVER} 1-4s 40/?B`],
    ],
    [
      'datagrams to one peer are one connection of as many bytes',
      [
        event('send', { at: 1, local: '10.0.0.1:5000', remote: '10.0.0.9:53', protocol: 'udp', bytesSent: 30 }),
        event('send', { at: 2, local: '10.0.0.1:5000', remote: '10.0.0.9:53', protocol: 'udp', bytesSent: 12 }),
      ],
      ['~10.0.0.1:5000 > 10.0.0.9:53 1-?s 42/?B udp'],
    ],
    [
      'datagrams of one socket to two peers are two connections',
      [
        event('send', { at: 1, local: '10.0.0.1:5000', remote: '10.0.0.9:53', protocol: 'udp', bytesSent: 30 }),
        event('send', { at: 2, local: '10.0.0.1:5000', remote: '10.0.0.8:53', protocol: 'udp', bytesSent: 12 }),
      ],
      ['~10.0.0.1:5000 > 10.0.0.9:53 1-?s 30/?B udp', '~10.0.0.1:5000 > 10.0.0.8:53 2-?s 12/?B udp'],
    ],
    ['events that the agent folded are counted as attempts', [connect({ at: 1, count: 7 })], [`${CLIENT} > ${SERVER} 1-?s ×7`]],
    [
      'the call of connect and the socket it made are one connection',
      [event('attempt', { at: 1, remote: SERVER }), connect({ at: 1.0001 }), close({ at: 2 })],
      [`${CLIENT} > ${SERVER} 1-2s`],
    ],
    [
      'the socket and the call of connect are one connection in that order too',
      [connect({ at: 1 }), event('attempt', { at: 1.0001, remote: SERVER })],
      [`${CLIENT} > ${SERVER} 1-?s`],
    ],
    [
      'two calls of connect far apart are two attempts',
      [event('attempt', { at: 1, remote: SERVER, hasCookie: false }), event('attempt', { at: 10, remote: SERVER, hasCookie: false })],
      [`? > ${SERVER} 1-?s`, `? > ${SERVER} 10-?s`],
    ],
    [
      'a listener is closed by a close without a peer',
      [event('listen', { at: 1, local: '0.0.0.0:80' }), close({ at: 9, local: '0.0.0.0:80', remote: '0.0.0.0:0' })],
      ['0.0.0.0:80 * 1-9s'],
    ],
    [
      'a listener is not closed by the close of what it accepted',
      [
        event('listen', { at: 1, local: '0.0.0.0:80', hasCookie: false }),
        event('accept', { at: 2, local: SERVER, remote: CLIENT, hasCookie: false }),
        close({ at: 3, local: SERVER, remote: CLIENT, hasCookie: false }),
      ],
      [`${SERVER} < ${CLIENT} 2-3s`, '0.0.0.0:80 * 1-?s'],
    ],
    [
      'the same listener told twice is one',
      [event('listen', { at: 1, local: '0.0.0.0:80' }), event('listen', { at: 2, local: '0.0.0.0:80' })],
      ['0.0.0.0:80 * 1-?s'],
    ],
    [
      'an accept that names no client is a connection of its own each time',
      [
        event('accept', { at: 1, local: '0.0.0.0:80', hasCookie: false }),
        event('accept', { at: 2, local: '0.0.0.0:80', hasCookie: false }),
      ],
      ['0.0.0.0:80 < ? 1-?s', '0.0.0.0:80 < ? 2-?s'],
    ],
    [
      'an Enterprise connect and the kprobe of the same socket are one connection',
      [connect({ at: 1 }), connect({ at: 1.001 }), event('stats', { ...both, at: 1.5, bytesSent: 4, bytesReceived: 2 }), close({ at: 2 })],
      [`${CLIENT} > ${SERVER} 1-2s 4/2B`],
    ],
    [
      'without cookies another process does not close it',
      [connect({ at: 1, hasCookie: false }), close({ at: 2, hasCookie: false, process: 2 })],
      [`~${CLIENT} > ${SERVER} ?-2s`, `${CLIENT} > ${SERVER} 1-?s`],
    ],
    [
      'with a cookie another process may close it: a fork has the same sockets',
      [connect({ at: 1 }), close({ at: 2, process: 2 })],
      [`${CLIENT} > ${SERVER} 1-2s`],
    ],
    ['an event without a time belongs to its socket', [withoutTime(connect({ at: 0 })), close({ at: 2 })], [`${CLIENT} > ${SERVER} ?-2s`]],
  ])('%s', (_sentence, events, expected) => {
    expect(paired(events, nobodyListens).map(drawn)).toEqual(expected);
  });

  it.each<[string, { local: string; remote: string }, readonly number[], string]>([
    ['remote first, with a listener that tells', { local: CLIENT, remote: SERVER }, [80], `${SERVER} < ${CLIENT}`],
    ['local first, with a listener that tells', { local: SERVER, remote: CLIENT }, [80], `${SERVER} < ${CLIENT}`],
    ['remote first, by the ephemeral port alone', { local: CLIENT, remote: SERVER }, [], `${SERVER} < ${CLIENT}`],
    [
      'local first, by the ephemeral port alone',
      { local: '10.0.0.2:9999', remote: '10.0.0.1:51000' },
      [],
      '10.0.0.2:9999 < 10.0.0.1:51000',
    ],
    [
      'remote first, on a high port that is listened on',
      { local: '10.0.0.1:33000', remote: '10.0.0.2:54321' },
      [54321],
      '10.0.0.2:54321 < 10.0.0.1:33000',
    ],
    ['the listener alone, first', { local: '0.0.0.0:80', remote: '0.0.0.0:0' }, [80], '0.0.0.0:80 < ?'],
    ['the listener alone, second', { local: '0.0.0.0:0', remote: '0.0.0.0:80' }, [], '0.0.0.0:80 < ?'],
  ])('an accept is turned the right way round when it is printed %s', (_how, ends, ports, expected) => {
    const accept = event('accept', { ...ends, at: 1, isOriented: false });
    const [draft] = paired([accept], (place, port) => place === HERE && ports.includes(port));
    expect(draft === undefined ? undefined : drawn(draft)).toBe(`${expected} 1-?s`);
  });

  it.each<[string, (at: number) => SocketEvent, number]>([
    ['connects that are never closed', (at) => connect({ at, local: `10.0.0.1:${at}`, hasCookie: false }), 20_000],
    ['calls of connect', (at) => event('attempt', { at: at * 10, remote: SERVER, hasCookie: false }), 20_000],
  ])('pairs tens of thousands of %s without a stall', (_what, make, count) => {
    expect(
      paired(
        Array.from({ length: count }, (_, at) => make(at)),
        nobodyListens,
      ),
    ).toHaveLength(count);
  });

  it('pairs tens of thousands of connections that are open at once, each with its close', () => {
    const count = 20_000;
    const ends = (at: number) => ({ local: `10.0.${at >> 14}.1:${at & 0x3fff}`, hasCookie: false });
    const events = [
      ...Array.from({ length: count }, (_, at) => connect({ at, ...ends(at) })),
      ...Array.from({ length: count }, (_, at) => close({ at: count + at, ...ends(at) })),
    ];
    const drafts = paired(events, nobodyListens);
    expect(drafts).toHaveLength(count);
    for (const { openedUs = 0, closedUs = 0 } of drafts) expect(closedUs - openedUs).toBe(count * SECOND);
  });

  it('loses no event but closes that tell nothing, and never gives one event to two connections', () => {
    const anyEvent = fc.record({
      operation: fc.constantFrom<SocketOperation>('connect', 'attempt', 'accept', 'listen', 'send', 'stats', 'close'),
      local: fc.constantFrom(CLIENT, SERVER, '0.0.0.0:0', '0.0.0.0:80'),
      remote: fc.constantFrom(CLIENT, SERVER, '0.0.0.0:0'),
      hasCookie: fc.boolean(),
      isOriented: fc.boolean(),
      process: fc.integer({ min: 1, max: 2 }),
      bytesSent: fc.nat(9),
    });
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 12 }), (sketches) => {
        const events = sketches.map(({ operation, ...sketch }, at) => event(operation, { at, ...sketch }));
        const told = paired(events, nobodyListens).flatMap((draft) => draft.events);
        const lost = events.filter(({ event: id }) => !told.includes(id));
        expect(new Set(told).size).toBe(told.length);
        for (const { operation } of lost) expect(operation).toBe('close');
      }),
    );
  });
});
