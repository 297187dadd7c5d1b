import { describe, expect, it } from 'vitest';
import { newestFirst } from '../../src/cli/newest-question.js';

/** Somebody who answers when told to, with the question in capitals. */
function slowly() {
  const answering: { readonly question: string; readonly resolve: (answer: string) => void; readonly reject: (error: unknown) => void }[] =
    [];
  const told: string[] = [];
  const ask = newestFirst<string, string>({
    kindOf: (question) => question.slice(0, 1),
    answer: (question) => new Promise((resolve, reject) => answering.push({ question, resolve, reject })),
    passedOver: 'passed over',
  });
  return {
    answering,
    told,
    ask: (question: string) => {
      ask(question).then(
        (answer) => told.push(`${question}: ${answer}`),
        (error) => told.push(`${question}: ${error}`),
      );
    },
    answered: async (place: number) => {
      const one = answering[place];
      one?.resolve(one.question.toUpperCase());
      await new Promise((done) => setImmediate(done));
    },
  };
}

describe('questions that are asked faster than they are answered', () => {
  it('wait for each other, and of a kind only the newest is asked', async () => {
    const { ask, answering, told, answered } = slowly();
    for (const question of ['a1', 'a2', 'b1', 'a3', 'b2', 'a4']) ask(question);
    expect(answering.map(({ question }) => question)).toEqual(['a1']);
    await answered(0);
    await answered(1);
    await answered(2);
    expect(answering.map(({ question }) => question)).toEqual(['a1', 'b2', 'a4']);
    expect(told.filter((line) => !line.endsWith('passed over'))).toEqual(['a1: A1', 'b2: B2', 'a4: A4']);
    expect(told.filter((line) => line.endsWith('passed over'))).toEqual(['a2: passed over', 'b1: passed over', 'a3: passed over']);
  });

  it('go on after one that failed', async () => {
    const { ask, answering, told, answered } = slowly();
    ask('a1');
    ask('a2');
    answering[0]?.reject('broken');
    await answered(0);
    await answered(1);
    expect(told).toEqual(['a1: broken', 'a2: A2']);
  });

  it('are asked at once when nothing is being answered', async () => {
    const { ask, answering, answered } = slowly();
    ask('a1');
    await answered(0);
    ask('a2');
    expect(answering).toHaveLength(2);
  });
});
