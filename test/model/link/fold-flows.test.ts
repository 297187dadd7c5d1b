import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FlowPacket, foldFlows } from '../../../src/model/link/fold-flows.js';

const SECOND = 1_000_000;

interface Sketch {
  readonly at: number;
  /** Sent by the end at port 40000, unless it is said to be by the one at port 80. */
  readonly by?: 'server';
  readonly flags?: string;
  readonly isReply?: boolean;
  readonly verdict?: string;
  readonly reason?: string;
}

function packets(sketches: readonly Sketch[]): readonly FlowPacket[] {
  return sketches.map(({ at, by, flags = '', isReply, verdict = 'forwarded', reason }, event) => ({
    event,
    us: Math.round(at * SECOND),
    ns: 0,
    isFromFirst: by !== 'server',
    tcpFlags: flags === '' ? [] : flags.split(' '),
    verdict,
    ...(isReply === undefined ? {} : { isReply }),
    ...(reason === undefined ? {} : { dropReason: reason }),
  }));
}

const fold = (sketches: readonly Sketch[], protocol = 'tcp') =>
  foldFlows(packets(sketches), { protocol, firstPort: 40_000, secondPort: 80 });

const whole: readonly Sketch[] = [
  { at: 1, flags: 'SYN' },
  { at: 1.01, flags: 'SYN ACK', by: 'server' },
  { at: 1.02, flags: 'ACK' },
  { at: 2, flags: 'PSH ACK' },
  { at: 2.1, flags: 'PSH ACK', by: 'server' },
  { at: 3, flags: 'FIN ACK' },
  { at: 3.1, flags: 'FIN ACK', by: 'server' },
];

describe('foldFlows', () => {
  it('makes one conversation of all packets from the handshake to the close', () => {
    expect(fold(whole)).toMatchObject([
      {
        isFirstClient: true,
        directionIsInferred: false,
        isOpenSeen: true,
        isClosed: true,
        firstUs: SECOND,
        lastUs: 3.1 * SECOND,
        verdict: 'forwarded',
        attempts: 1,
      },
    ]);
  });

  it.each<[string, readonly Sketch[], number]>([
    [
      'a handshake that several places saw',
      [
        { at: 1, flags: 'SYN' },
        { at: 1.001, flags: 'SYN' },
        { at: 1.002, flags: 'SYN ACK', by: 'server' },
        { at: 1.2, flags: 'SYN' },
      ],
      1,
    ],
    ['ports that are used again after a close', [...whole, { at: 90, flags: 'SYN' }], 2],
    [
      'a new handshake without a close before it',
      [
        { at: 1, flags: 'SYN' },
        { at: 2, flags: 'ACK' },
        { at: 5, flags: 'SYN' },
      ],
      2,
    ],
    ['a last packet after the close', [...whole, { at: 3.2, flags: 'ACK' }], 1],
    ['packets long after a close', [...whole, { at: 500, flags: 'ACK' }], 2],
    [
      'a connection that is silent for long',
      [
        { at: 1, flags: 'ACK' },
        { at: 5000, flags: 'ACK' },
      ],
      1,
    ],
  ])('tells apart %s', (_what, sketches, count) => {
    expect(fold(sketches)).toHaveLength(count);
  });

  it('takes datagrams after a minute of silence for another conversation', () => {
    expect(fold([{ at: 1 }, { at: 60 }, { at: 200 }], 'udp')).toHaveLength(2);
  });

  it.each<[string, readonly Sketch[], object]>([
    ['an answer that says so', [{ at: 1, isReply: true }], { isFirstClient: false, directionIsInferred: false }],
    ['a handshake', [{ at: 1, flags: 'SYN ACK' }], { isFirstClient: false, directionIsInferred: false }],
    ['ports alone', [{ at: 1, by: 'server' }, { at: 2 }], { isFirstClient: true, directionIsInferred: true }],
    [
      'one packet that tells among those that do not',
      [{ at: 1 }, { at: 2, by: 'server', isReply: false }],
      { isFirstClient: false, directionIsInferred: false },
    ],
  ])('tells who began by %s', (_by, sketches, told) => {
    expect(fold(sketches)).toMatchObject([told]);
  });

  it('counts the tries of one that never got through, not the places that saw them', () => {
    const tries = [1, 2, 4].flatMap((at) => [
      { at, flags: 'SYN', verdict: 'dropped', reason: 'POLICY_DENIED' },
      { at: at + 0.001, flags: 'SYN', verdict: 'dropped' },
    ]);
    expect(fold(tries)).toMatchObject([{ verdict: 'dropped', dropReason: 'POLICY_DENIED', attempts: 3, isClosed: false }]);
  });

  it('calls one dropped that left its node and was stopped at the other', () => {
    expect(
      fold([
        { at: 1, flags: 'SYN' },
        { at: 1.001, flags: 'SYN', verdict: 'dropped' },
      ]),
    ).toMatchObject([{ verdict: 'dropped' }]);
  });

  it('calls one forwarded that was answered, whatever was dropped of it', () => {
    expect(fold([...whole, { at: 3.2, flags: 'RST', verdict: 'dropped', reason: 'CT' }])).toMatchObject([
      { verdict: 'forwarded', dropReason: 'CT', attempts: 1 },
    ]);
  });

  const sketch = fc.record<Sketch>(
    {
      at: fc.integer({ min: 0, max: 400 }),
      by: fc.constant('server' as const),
      flags: fc.constantFrom('SYN', 'SYN ACK', 'ACK', 'FIN ACK', 'RST', ''),
      isReply: fc.boolean(),
      verdict: fc.constantFrom('forwarded', 'dropped', 'redirected'),
    },
    { requiredKeys: ['at'] },
  );

  it('says the same whatever the order of the flows, and keeps each of them', () => {
    fc.assert(
      fc.property(
        fc
          .array(sketch, { maxLength: 12 })
          .chain((flows) => fc.tuple(fc.constant(flows), fc.shuffledSubarray(flows, { minLength: flows.length }))),
        fc.constantFrom('tcp', 'udp'),
        ([flows, shuffled], protocol) => {
          const without = (sketches: readonly Sketch[]) =>
            fold(sketches, protocol).map(({ packets: own, ...rest }) => ({ ...rest, count: own.length }));
          expect(without(shuffled)).toEqual(without(flows));
          expect(fold(flows, protocol).reduce((sum, conversation) => sum + conversation.packets.length, 0)).toBe(flows.length);
        },
      ),
    );
  });
});

it('folds a connection that stays open for two hundred thousand packets, and one that is tried as often', () => {
  const long = Array.from({ length: 200_000 }, (_, at): Sketch => ({ at: 2 + at / 100, flags: 'PSH ACK' }));
  expect(fold([...whole.slice(0, 3), ...long, ...long.map(({ at }): Sketch => ({ at: at + 5000, flags: 'SYN' }))])).toHaveLength(2);
});
