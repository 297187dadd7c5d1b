import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventPacker, unpackEvents } from '../../src/store/event-list.js';

const told = (events: readonly number[]) => events.map((event) => ({ event }));

describe('a packed list of events', () => {
  const events = fc.array(fc.integer({ min: 1, max: 2 ** 31 - 1 }), { maxLength: 200 });

  it('holds the same events in the same order', () => {
    const packer = new EventPacker();
    fc.assert(
      fc.property(events, (list) => {
        expect(unpackEvents(packer.pack(told(list)), list.length)).toEqual(list);
      }),
    );
  });

  it('gives its first events without the others', () => {
    fc.assert(
      fc.property(events, fc.nat(10), (list, most) => {
        expect(unpackEvents(new EventPacker().pack(told(list)), most)).toEqual(list.slice(0, most));
      }),
    );
  });

  it('takes a byte or two for an event that is near the one before', () => {
    expect(new EventPacker().pack(told([1_000_000, 1_000_040, 1_000_030, 1_005_000]))).toHaveLength(3 + 1 + 1 + 2);
  });
});
