import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type KeyStream, keyStream } from '../../../src/tui/terminal/key-stream.js';

/** A key stream of a keyboard on which we type. */
function keyboard(): { readonly keys: KeyStream; readonly type: (text: string) => Promise<void> } {
  const typed = new PassThrough();
  const keys = keyStream(typed as unknown as NodeJS.ReadStream);
  const type = async (text: string): Promise<void> => {
    const read = once(typed, 'readable');
    typed.write(text);
    await read;
    await nextTurn();
  };
  return { keys, type };
}

/** Listens as Ink does; gives what it was told of so far. */
function listener({ stream }: KeyStream): readonly string[] {
  const told: string[] = [];
  stream.addListener('readable', () => {
    for (let text: unknown = stream.read(); text !== null; text = stream.read()) told.push(String(text));
  });
  return told;
}

it('tells of keys as they are typed', async () => {
  const { keys, type } = keyboard();
  const told = listener(keys);
  await type('j');
  await type('k');
  expect(told).toEqual(['j', 'k']);
  keys.close();
});

it('tells whoever comes first of keys that were typed before, but not while it settles in', async () => {
  const { keys, type } = keyboard();
  await type('!');
  const told = listener(keys);
  expect(told).toEqual([]);
  await nextTurn();
  expect(told).toEqual(['!']);
  await type('j');
  expect(told).toEqual(['!', 'j']);
  keys.close();
});

it('tells nobody who has left', async () => {
  const { keys, type } = keyboard();
  await type('!');
  let calls = 0;
  const count = (): void => {
    calls++;
  };
  keys.stream.addListener('readable', count);
  keys.stream.removeListener('readable', count);
  await nextTurn();
  expect(calls).toBe(0);
  keys.close();
});
