import { describe, expect, it } from 'vitest';
import {
  bytesBetween,
  type ComparedReport,
  missingBetween,
  newNeighbours,
  usualIntervalUs,
} from '../../../src/model/link/compare-heartbeats.js';

const SECOND = 1_000_000;

function beat(at: number, fields: Partial<ComparedReport> = {}): ComparedReport {
  return { us: at * SECOND, operation: 'heartbeat', interfaces: [], neighbours: [], ...fields };
}

describe('heartbeats that are missing', () => {
  const interval = 10 * SECOND;

  it.each<[string, ComparedReport, ComparedReport, number]>([
    ['none at the usual interval', beat(0), beat(10), 0],
    ['none when one is somewhat late', beat(0), beat(17), 0],
    ['one after twice the interval', beat(0), beat(20), 1],
    ['as many as the interval fits', beat(0), beat(61), 5],
    ['as many as they count themselves, whatever the time', beat(0, { count: 3 }), beat(11, { count: 6 }), 2],
    ['none where the count began anew', beat(0, { count: 9 }), beat(10, { count: 1 }), 0],
    ['none after the first report, which is no heartbeat', beat(0, { operation: 'exec' }), beat(60), 0],
  ])('are %s', (_what, before, after, expected) => {
    expect(missingBetween(before, after, interval)).toBe(expected);
  });

  it('can only be told once there is an interval', () => {
    expect(usualIntervalUs([beat(0), beat(10)])).toBeUndefined();
    expect(usualIntervalUs([0, 10, 20, 60, 70].map((at) => beat(at)))).toBe(interval);
    expect(missingBetween(beat(0), beat(60), undefined)).toBe(0);
  });
});

describe('bytes that moved', () => {
  const counter = (name: string, receivedBytes: number, sentBytes: number) => ({ name, receivedBytes, sentBytes });

  it.each([
    [
      'of every interface but loopback',
      [counter('lo', 5, 5), counter('eth0', 10, 20)],
      [counter('lo', 9, 9), counter('eth0', 15, 21)],
      { received: 5, sent: 1 },
    ],
    ['not where a counter began anew', [counter('eth0', 10, 20)], [counter('eth0', 3, 25)], undefined],
    ['not of an interface that was not there before', [], [counter('eth0', 3, 25)], undefined],
  ])('are %s', (_what, before, after, expected) => {
    expect(bytesBetween(before, after)).toEqual(expected);
  });
});

it('neighbours are new that the table did not have before', () => {
  expect(newNeighbours([{ ip: '10.0.0.2' }], [{ ip: '10.0.0.9' }, { ip: '10.0.0.2' }, { ip: '10.0.0.3' }])).toEqual([
    '10.0.0.3',
    '10.0.0.9',
  ]);
});
