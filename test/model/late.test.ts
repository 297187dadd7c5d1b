import { expect, it } from 'vitest';
import { lateKind } from '../../src/model/late.js';

it.each([
  [{}, 'late'],
  [{ isInInitTree: true }, 'late'],
  [{ isInInitTree: false }, 'entered'],
  [{ mayBeProbe: false }, 'late'],
  [{ mayBeProbe: true }, 'probe'],
  [{ mayBeProbe: true, isInInitTree: true }, 'probe'],
  [{ mayBeProbe: true, isInInitTree: false }, 'probe'],
] as const)('a process told of as %j that began past the threshold is of the kind "%s"', (told, kind) => {
  expect(lateKind(told)).toBe(kind);
});
