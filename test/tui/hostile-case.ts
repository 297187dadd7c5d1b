import type { FakeCase } from './fake-case.js';
import { HOSTILE } from './fixtures/rich.js';

/** Fields whose texts are the program's own words, not a capture's. */
const OWN_WORDS: ReadonlySet<string> = new Set([
  'kind',
  'level',
  'status',
  'direction',
  'scope',
  'seenBy',
  'change',
  'stage',
  'role',
  'late',
  'knownFrom',
  'startedFrom',
  'severity',
  'grouping',
  'format',
  'sources',
  'name',
  'id',
  'key',
]);

/** A case in which every text that could come from a capture ends in what would act on a terminal. */
export function hostileCase(view: FakeCase): FakeCase {
  return new Proxy(view, {
    get: (target, property, receiver) => {
      const value: unknown = Reflect.get(target, property, receiver);
      if (typeof value !== 'function') return value;
      return (...given: readonly unknown[]) => spoiled(Reflect.apply(value, target, given.map(restored)));
    },
  });
}

/** What was spoiled is asked by as it was. */
function restored(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll(HOSTILE, '') : value;
}

function spoiled(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return OWN_WORDS.has(key) ? value : `${value}${HOSTILE}`;
  if (Array.isArray(value)) return value.map((item) => spoiled(item, key));
  if (value instanceof Promise) return value.then((later) => spoiled(later));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, spoiled(inner, name)]));
}
