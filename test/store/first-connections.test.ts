import { expect, it } from 'vitest';
import { FirstConnections } from '../../src/store/read/first-connections.js';

it('looks for the connection of a process once in each revision', () => {
  let revision = 1;
  const asked: number[] = [];
  const first = new FirstConnections(
    () => revision,
    (process) => {
      asked.push(process);
      return undefined;
    },
  );
  for (const process of [7, 7, 8, 7]) first.of(process);
  expect(asked).toEqual([7, 8]);
  revision = 2;
  first.of(7);
  expect(asked).toEqual([7, 8, 7]);
});
