import { describe, expect, it } from 'vitest';
import { streamsOf } from '../../../src/model/link/streams.js';

const SECOND = 1_000_000;
const numbered = (...spans: readonly (readonly [from: number, to: number])[]) => {
  const streams = streamsOf(spans.map(([from, to], source) => ({ source, firstUs: from * SECOND, lastUs: to * SECOND })));
  return spans.map((_, source) => streams.get(source));
};

describe('streamsOf', () => {
  it.each<[string, readonly (readonly [number, number])[], readonly number[]]>([
    ['one log', [[0, 10]], [0]],
    [
      'logs that follow each other',
      [
        [0, 10],
        [10, 20],
        [20, 30],
      ],
      [0, 0, 0],
    ],
    [
      'logs that follow each other, given out of order',
      [
        [20, 30],
        [0, 10],
        [10, 20],
      ],
      [0, 0, 0],
    ],
    [
      'a log whose first events are a little older than the last of the one before',
      [
        [0, 10],
        [9, 20],
      ],
      [0, 0],
    ],
    [
      'two exports of the same time',
      [
        [0, 10],
        [0, 10],
      ],
      [0, 1],
    ],
    [
      'an export beside two logs that follow each other',
      [
        [0, 10],
        [10, 20],
        [1, 19],
      ],
      [0, 0, 1],
    ],
    [
      'three of the same time',
      [
        [0, 30],
        [5, 25],
        [10, 20],
      ],
      [0, 1, 2],
    ],
  ])('numbers %s', (_what, spans, expected) => {
    expect(numbered(...spans)).toEqual(expected);
  });
});
