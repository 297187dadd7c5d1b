import type { Answer, CaseRead } from './effects.js';
import type { Message } from './messages.js';
import type { SlowRead } from './slow-reads.js';

/** Answers slow reads of a revision beside the program, so that keys don't wait for them. `undefined`: the case has moved on from it. */
export type ReadElsewhere = (read: SlowRead, revision: number) => Promise<Answer | undefined>;

/**
 * Asks slow reads elsewhere. A view asks at every step until it is answered: what is asked already is not asked again, and of two different
 * questions of a kind only the answer to the later one is told.
 */
export function readsElsewhere(
  ask: ReadElsewhere,
  { say, crash }: { say(message: Message): void; crash(error: unknown): void },
): (read: SlowRead, revision: number) => readonly Message[] {
  const asked = new Map<CaseRead['kind'], string>();
  return (read, revision) => {
    const question = JSON.stringify([revision, read]);
    if (asked.get(read.kind) === question) return [];
    asked.set(read.kind, question);
    ask(read, revision).then((answer) => {
      if (asked.get(read.kind) !== question) return;
      asked.delete(read.kind);
      const pending = new Set(asked.keys());
      say(answer === undefined ? { kind: 'caseMoved' } : { kind: 'caseAnswered', answer, pending, asked: read });
    }, crash);
    return [{ kind: 'readsPending', pending: new Set(asked.keys()) }];
  };
}
