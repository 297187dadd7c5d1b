import { describe, expect, it } from 'vitest';
import type { ServiceGrouping } from '../../src/model/service-map.js';
import type { Answer } from '../../src/tui/effects.js';
import type { Message } from '../../src/tui/messages.js';
import { readsElsewhere } from '../../src/tui/reads-elsewhere.js';
import type { SlowRead } from '../../src/tui/slow-reads.js';

const services = (by: ServiceGrouping): SlowRead => ({ kind: 'readServices', filter: { terms: [] }, by, withPorts: true });
const names: SlowRead = { kind: 'readNames', filter: { terms: [] } };

/** Somebody who answers when told to. */
function elsewhere() {
  const said: Message[] = [];
  const crashes: unknown[] = [];
  const asked: { read: SlowRead; revision: number; resolve(answer: Answer | undefined): void; reject(error: unknown): void }[] = [];
  const ask = readsElsewhere((read, revision) => new Promise((resolve, reject) => asked.push({ read, revision, resolve, reject })), {
    say: (message) => said.push(message),
    crash: (error) => crashes.push(error),
  });
  return { ask, asked, said, crashes };
}

const ANSWER: Answer = { kind: 'names', names: [] };
const settled = () => new Promise((done) => setImmediate(done));

describe('a slow read that is asked elsewhere', () => {
  it('is asked once, however often it is wanted, and says so', async () => {
    const { ask, asked, said } = elsewhere();
    expect(ask(names, 1)).toEqual([{ kind: 'readsPending', pending: new Set(['readNames']) }]);
    expect(ask(names, 1)).toEqual([]);
    expect(asked).toHaveLength(1);
    asked[0]?.resolve(ANSWER);
    await settled();
    expect(said).toEqual([{ kind: 'caseAnswered', answer: ANSWER, pending: new Set(), asked: names }]);
  });

  it('leaves out the answer to what is not asked any more', async () => {
    const { ask, asked, said } = elsewhere();
    ask(services('pod'), 1);
    ask(services('workload'), 1);
    asked[0]?.resolve(ANSWER);
    await settled();
    expect(said).toEqual([]);
    asked[1]?.resolve(ANSWER);
    await settled();
    expect(said).toHaveLength(1);
  });

  it('is one of several that are pending', async () => {
    const { ask, asked, said } = elsewhere();
    ask(names, 1);
    expect(ask(services('pod'), 1)).toEqual([{ kind: 'readsPending', pending: new Set(['readNames', 'readServices']) }]);
    asked[0]?.resolve(ANSWER);
    await settled();
    expect(said).toEqual([{ kind: 'caseAnswered', answer: ANSWER, pending: new Set(['readServices']), asked: names }]);
  });

  it('has the case read anew when that moved on meanwhile, and is asked again', async () => {
    const { ask, asked, said } = elsewhere();
    ask(names, 1);
    asked[0]?.resolve(undefined);
    await settled();
    expect(said).toEqual([{ kind: 'caseMoved' }]);
    ask(names, 2);
    expect(asked.map(({ revision }) => revision)).toEqual([1, 2]);
  });

  it('crashes the program with what it fails of', async () => {
    const { ask, asked, crashes } = elsewhere();
    ask(names, 1);
    asked[0]?.reject(new Error('no'));
    await settled();
    expect(crashes).toEqual([new Error('no')]);
  });
});
