import { describe, expect, it } from 'vitest';
import { acceptOf, type KnownSocket, sameSocket } from '../../../src/model/link/match-lives.js';
import type { SocketLife } from '../../../src/model/link/pair-snapshots.js';

const SECOND = 1_000_000;
const LOCAL = { ip: '10.0.0.1', port: 40_000 };
const REMOTE = { ip: '203.0.113.66', port: 4444 };

/** Seen from second 100 to second 120, and not at second 90. */
function life(fields: Partial<SocketLife> = {}): SocketLife {
  return {
    protocol: 'tcp',
    direction: 'outbound',
    directionIsInferred: false,
    local: LOCAL,
    remote: REMOTE,
    state: 'ESTABLISHED',
    absentUs: 90 * SECOND,
    firstUs: 100 * SECOND,
    lastUs: 120 * SECOND,
    heartbeats: 3,
    events: [],
    ...fields,
  };
}

function known(id: number, openedAt: number | undefined, fields: Partial<KnownSocket> = {}): KnownSocket {
  return {
    id,
    direction: 'outbound',
    local: LOCAL,
    remote: REMOTE,
    ...(openedAt === undefined ? {} : { openedUs: openedAt * SECOND }),
    ...fields,
  };
}

describe('a socket of a heartbeat', () => {
  it.each<[string, readonly KnownSocket[], number | undefined]>([
    ['is the connection with its ends', [known(1, 95)], 1],
    ['is one that was open before anything was recorded', [known(1, undefined)], 1],
    ['is of several the one opened last', [known(1, 10), known(2, 95)], 2],
    ['is one that closed a minute before, and is printed still', [known(1, 30, { closedUs: 40 * SECOND })], 1],
    ['is not one that was long gone', [known(1, -200, { closedUs: -100 * SECOND })], undefined],
    ['is not one that was opened later', [known(1, 130)], undefined],
    ['is not one from another port', [known(1, 95, { local: { ...LOCAL, port: 40_001 } })], undefined],
    ['is one whose own port was not told', [known(1, 95, { local: { ip: '', port: 0 } })], 1],
    ['is rather the one with its port', [known(1, 99, { local: { ip: '', port: 0 } }), known(2, 95)], 2],
    ['is no listener', [known(1, 95, { direction: 'listen' })], undefined],
  ])('%s', (_what, sockets, expected) => {
    expect(sameSocket(life(), sockets)).toBe(expected);
  });

  it('came from the last accept between the moment without it and the first with it', () => {
    const accepts = [85, 92, 97, 110].map((us, at) => ({ id: at + 1, us: us * SECOND }));
    expect(acceptOf(life({ direction: 'inbound' }), accepts)).toBe(3);
    expect(acceptOf(life({ direction: 'inbound' }), accepts.slice(3))).toBeUndefined();
  });

  it('that was closed already when it was first seen may have been accepted before the moment without it', () => {
    const closed = life({ direction: 'inbound', state: 'TIME_WAIT', goneUs: 100 * SECOND });
    expect(acceptOf(closed, [{ id: 1, us: 50 * SECOND }])).toBe(1);
  });
});
