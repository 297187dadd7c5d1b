import { describe, expect, it } from 'vitest';
import { EventColumnsBuilder } from '../../src/ingest/columns/event-columns-builder.js';
import { MetThings } from '../../src/ingest/columns/met-things.js';

function withEvents(lines: readonly number[]): EventColumnsBuilder {
  const columns = new EventColumnsBuilder(new MetThings());
  for (const line of lines) {
    const row = columns.events.add();
    columns.events.columns.line[row] = line;
    columns.events.columns.us[row] = line * 1000;
    columns.events.columns.ns[row] = line % 7;
    if (line % 2 === 1) continue;
    const place = columns.sockets.add();
    columns.sockets.columns.event[place] = row;
    columns.sockets.columns.operation[place] = 3;
    columns.sockets.columns.bytesSent[place] = line;
  }
  return columns;
}

describe('columns of a batch', () => {
  it('stand in one buffer and say what was written to them', () => {
    const taken = withEvents([1, 2, 3, 4, 5]).take();
    expect([...taken.events.line]).toEqual([1, 2, 3, 4, 5]);
    expect([...taken.events.us]).toEqual([1000, 2000, 3000, 4000, 5000]);
    expect([...taken.events.ns]).toEqual([1, 2, 3, 4, 5]);
    expect([...taken.sockets.event]).toEqual([1, 3]);
    expect([...taken.sockets.operation]).toEqual([3, 3]);
    expect([...taken.sockets.bytesSent]).toEqual([2, 4]);
    expect(new Set([taken.events.line, taken.sockets.bytesSent, taken.dns.names].map(({ buffer }) => buffer))).toEqual(
      new Set([taken.buffer]),
    );
  });

  it.each([
    ['is used when it is large enough', 4096, true],
    ['is left alone when it is too small', 8, false],
  ])('say the same in a buffer that was given back, which %s', (_what, bytes, isUsed) => {
    const spare = new ArrayBuffer(bytes);
    new Uint8Array(spare).fill(255);
    const lines = [7, 8, 9];
    const [taken, fresh] = [withEvents(lines).take(spare), withEvents(lines).take()];
    expect(taken.buffer === spare).toBe(isUsed);
    for (const group of ['events', 'ancestors', 'exits', 'sockets', 'dns'] as const) expect(taken[group]).toEqual(fresh[group]);
  });

  it('are of the next generation once their reader forgot what it met', () => {
    const met = new MetThings();
    const columns = new EventColumnsBuilder(met);
    met.text('first');
    const before = columns.take();
    met.forget();
    met.text('second');
    const after = columns.take();
    expect([before.texts, after.texts]).toEqual([['first'], ['second']]);
    expect([after.reader, after.generation]).toEqual([before.reader, before.generation + 1]);
  });
});
