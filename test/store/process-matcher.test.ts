import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { CONNECTION_ORDERS } from '../../src/model/connection-list.js';
import { type Filter, type FilterTerm, FLAGS, NO_FILTER, TEXT_FIELDS, type TextField, type TextPattern } from '../../src/model/filter.js';
import { Database } from '../../src/store/binding.js';
import { folded, textTest } from '../../src/store/matching/text-test.js';
import { type CaseFile, openCase } from '../../src/store/open.js';
import { addAddressFunctions, blockCondition, blockTest } from '../../src/store/read/address-sql.js';
import { addTextFunctions, patternCondition } from '../../src/store/read/text-sql.js';
import type { WritableCase } from '../../src/store/write.js';
import { enterpriseLine, execLine } from '../tetragon-lines.js';
import { caseOf, importInto, linkedCase, temporaryFolder } from './case-of.js';
import { finding } from './finding.js';

const LABS = fileURLToPath(new URL('../../fixtures/labs/', import.meta.url));
const RECORDINGS = readdirSync(LABS).flatMap((lab) =>
  readdirSync(join(LABS, lab))
    .filter((name) => name.includes('.jsonl'))
    .map((name) => join(LABS, lab, name)),
);

let store: WritableCase;
/** The same case, whose views know nothing of a matcher. */
let plain: CaseFile;
let words: readonly string[];
let addresses: readonly string[];
let times: readonly number[];

beforeAll(async () => {
  store = await linkedCase(RECORDINGS);
  const processes = store.view.processes(NO_FILTER, { limit: 400 }).rows;
  const connections = store.view.connections(NO_FILTER, { limit: 400 }).rows;
  const first = processes[3];
  if (first !== undefined) store.saveJudgement({ findings: [finding(store, first.pid)], incidents: [] });
  plain = openCase(store.path);
  words = [
    ...processes.flatMap(({ binary, arguments: args, node, execId }) => [binary, args, node, execId]),
    ...store.view.containers().flatMap(({ namespace, pod, name, containerId, image }) => [namespace, pod, name, containerId, image]),
    ...connections.flatMap(({ remoteNames, protocol, direction }) => [...remoteNames.map(({ name }) => name), protocol, direction]),
  ]
    .filter((word) => word !== undefined)
    .filter((word) => word !== '');
  addresses = connections.flatMap(({ local, remote }) => [local?.ip, remote?.ip].filter((ip) => ip !== undefined));
  times = processes.flatMap(({ startedAtUs, exitedAtUs }) => [startedAtUs, exitedAtUs].filter((us) => us !== undefined));
}, 60_000);

/** A part of something that the case holds, as a person types it. */
const pattern = (): fc.Arbitrary<TextPattern> =>
  fc
    .record({
      word: fc.constantFrom(...words),
      from: fc.nat(20),
      length: fc.integer({ min: 1, max: 12 }),
      match: fc.constantFrom('substring' as const, 'glob' as const, 'exact' as const),
      hole: fc.constantFrom('*', '?', '**'),
    })
    .map(({ word, from, length, match, hole }) => {
      const part = word.slice(from % word.length, (from % word.length) + length);
      if (match === 'glob') return { match, text: `*${part.slice(0, 2)}${hole}${part.slice(3)}*` };
      return { match, text: match === 'exact' ? word : part };
    });

const block = (): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...addresses, '::1', '2001:db8::', '0.0.0.0', '::ffff:10.0.0.0'), fc.nat(128)).map(([ip, bits]) => {
    const most = ip.includes(':') ? 128 : 32;
    return bits > most ? ip : `${ip}/${bits}`;
  });

const range = (most: number) => fc.tuple(fc.nat(most), fc.nat(most)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));

const some = <Value>(one: fc.Arbitrary<Value>) => fc.array(one, { minLength: 1, maxLength: 2 });

const term = (): fc.Arbitrary<FilterTerm> =>
  fc.oneof(
    fc.record({
      kind: fc.constant('text' as const),
      field: fc.constantFrom<TextField>(...TEXT_FIELDS),
      isNegated: fc.boolean(),
      patterns: some(pattern()),
    }),
    fc.record({
      kind: fc.constant('number' as const),
      field: fc.constantFrom('pid' as const, 'uid' as const, 'port' as const),
      isNegated: fc.boolean(),
      ranges: some(range(60_000)),
    }),
    fc.record({
      kind: fc.constant('address' as const),
      field: fc.constantFrom('addr' as const, 'src' as const, 'dst' as const),
      isNegated: fc.boolean(),
      blocks: some(block()),
    }),
    fc.record({ kind: fc.constant('flag' as const), flag: fc.constantFrom(...FLAGS), isNegated: fc.boolean() }),
    fc.record({
      kind: fc.constant('time' as const),
      field: fc.constantFrom('since' as const, 'until' as const),
      us: fc.constantFrom(...times),
    }),
    fc.record({ kind: fc.constant('word' as const), isNegated: fc.boolean(), pattern: pattern() }),
  );

describe('a matcher', () => {
  it('keeps of any filter the processes that SQL keeps, in the same order', () => {
    const matcher = store.matcher();
    let kept = 0;
    fc.assert(
      fc.property(fc.array(term(), { maxLength: 3 }), (terms) => {
        const filter: Filter = { terms };
        const expected = plain.view.matchingProcesses(filter);
        expect(matcher.matching(filter)).toEqual(expected);
        if (expected.length > 0) kept++;
      }),
      { numRuns: 1500 },
    );
    // Filters that keep nothing would prove nothing.
    expect(kept).toBeGreaterThan(300);
  }, 60_000);

  it.each([
    ['lists are read from the case', false],
    ['lists are held in memory', true],
  ])(
    'has every question of its case answered as without it, while %s',
    (_, areListed) => {
      const resolved = openCase(store.path);
      const matcher = resolved.matcher();
      if (areListed) for (const _ of matcher.listPreparations());
      expect(matcher.lists() !== undefined).toBe(areListed);
      const page = { limit: 100 };
      const ids = (rows: { readonly rows: readonly { readonly id: number }[] }): readonly number[] => rows.rows.map(({ id }) => id);
      fc.assert(
        fc.property(fc.array(term(), { maxLength: 2 }), fc.constantFrom(...CONNECTION_ORDERS), (terms, order) => {
          const filter: Filter = { terms };
          const [mine, theirs] = [resolved.view, plain.view];
          expect(ids(mine.processes(filter, page))).toEqual(ids(theirs.processes(filter, page)));
          expect(mine.matchingContainers(filter).toSorted()).toEqual(theirs.matchingContainers(filter).toSorted());
          expect(mine.connectionIds({ filter, order })).toEqual(theirs.connectionIds({ filter, order }));
          expect(ids(mine.connections(filter, page))).toEqual(ids(theirs.connections(filter, page)));
          for (const by of ['process', 'pod', 'name', 'address'] as const) {
            const groups = mine.connectionGroups(filter, by);
            expect(groups).toEqual(theirs.connectionGroups(filter, by));
            for (const { key } of groups.slice(0, 2))
              expect(mine.connectionIds({ filter, order, within: { by, key } })).toEqual(
                theirs.connectionIds({ filter, order, within: { by, key } }),
              );
          }
          expect(mine.names(filter)).toEqual(theirs.names(filter));
          expect(mine.services(filter, 'pod')).toEqual(theirs.services(filter, 'pod'));
          expect(ids(mine.timeline({ filter }, { limit: 500 }))).toEqual(ids(theirs.timeline({ filter }, { limit: 500 })));
        }),
        { numRuns: 40 },
      );
      resolved.close();
    },
    60_000,
  );

  it('says the same once everything is prepared, however far that went', () => {
    const matcher = store.matcher();
    const filter: Filter = { terms: [{ kind: 'text', field: 'dns', isNegated: false, patterns: [{ match: 'substring', text: 'e' }] }] };
    const expected = plain.view.matchingProcesses(filter);
    for (const _ of matcher.preparations()) expect(matcher.matching(filter)).toEqual(expected);
  });

  it('reads the case anew when it was linked anew', async () => {
    const shell = { pid: 10, at: 1, binary: '/bin/sh' };
    const one = await caseOf([execLine(shell)]);
    const reader = openCase(one.path);
    const matcher = reader.matcher();
    const connected: Filter = { terms: [{ kind: 'flag', flag: 'connected', isNegated: true }] };
    expect(matcher.matching(connected)).toHaveLength(1);
    one.link({ lateAfterSeconds: 1 });
    expect(matcher.matching(NO_FILTER)).toEqual(one.view.matchingProcesses(NO_FILTER));
    reader.close();
  });

  it.each([1, 5, 12, 13, 14, 16, 20])('ends to prepare once the case was linked anew, after %i steps, and begins anew', async (steps) => {
    const shells = Array.from({ length: 9 }, (_, at) => ({ pid: 10 + at, at: 1 + at, binary: '/bin/sh' }));
    const connected = shells.map((shell, at) =>
      enterpriseLine('process_connect', shell, {
        local: `10.0.0.1:${4001 + at}`,
        remote: '203.0.113.7:443',
        cookie: `${at}`,
        at: 20 + at,
      }),
    );
    const one = await caseOf([execLine({ pid: 1, at: 1, binary: '/bin/sh' })]);
    const reader = openCase(one.path);
    const matcher = reader.matcher();
    const preparing = matcher.listPreparations();
    for (let step = 0; step < steps; step++) reader.atOneMoment(() => preparing.next());
    const file = join(temporaryFolder(), 'more.jsonl');
    writeFileSync(file, `${[...shells.map((shell) => execLine(shell)), ...connected].join('\n')}\n`);
    await importInto(one, [file]);
    one.link({ lateAfterSeconds: 300 });
    while (reader.atOneMoment(() => preparing.next()).done !== true);
    expect(matcher.lists()).toBeUndefined();
    for (const _ of matcher.listPreparations());
    expect(matcher.lists()?.connections().groups(NO_FILTER, 'process')).toEqual(one.view.connectionGroups(NO_FILTER, 'process'));
    expect(matcher.lists()?.connections().groups(NO_FILTER, 'process')).toHaveLength(9);
    reader.close();
  });

  it('asks of each name where a connection has several', async () => {
    const shell = { pid: 10, at: 1, binary: '/bin/sh' };
    const names = ['one.example.', 'two.example.'];
    const one = await caseOf([
      execLine(shell),
      enterpriseLine('process_connect', shell, { local: '10.0.0.1:4001', remote: '203.0.113.7:443', cookie: '3', at: 2, names }),
    ]);
    for (const text of ['one', 'two.example', 'three']) {
      const filter: Filter = { terms: [{ kind: 'text', field: 'dns', isNegated: false, patterns: [{ match: 'substring', text }] }] };
      const expected = one.view.matchingProcesses(filter);
      const reader = openCase(one.path);
      expect(reader.matcher().matching(filter)).toEqual(expected);
      reader.close();
    }
  });
});

describe('what is asked of texts and addresses', () => {
  const database = new Database(':memory:');
  addTextFunctions(database);
  addAddressFunctions(database);
  const inSql = ({ sql, parameters }: ReturnType<typeof patternCondition>, value: string): boolean =>
    database
      .prepare<unknown[], number>(`select coalesce(${sql}, 0) from (select ? as value)`)
      .pluck()
      .get(...parameters, value) === 1;
  const letters = fc.string({ unit: fc.constantFrom('a', 'B', 'k', 'K', '\u212a', 'Ä', 'ä', 'ß', '[', ']', '\\', '😀', '\0', '.') });

  it('is what SQLite says of any pattern', () => {
    const pattern = fc.record({
      match: fc.constantFrom('substring' as const, 'glob' as const, 'exact' as const),
      text: fc.array(fc.oneof(letters, fc.constantFrom('*', '?', '**')), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
    });
    fc.assert(
      fc.property(pattern, letters, (one, value) => {
        fc.pre(one.text !== '');
        const { folding, test } = textTest(one);
        expect(test(folded(value, folding))).toBe(inSql(patternCondition('value', one), value));
      }),
      { numRuns: 3000 },
    );
  });

  it('is what SQLite says of any block', () => {
    const ip = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom('10.0.0.1', '10.1.0.1', '::1', 'fd00::1', 'no address', '10.0'));
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom('10.0.0.0', 'fd00::')), fc.option(fc.nat(32)), ip, (base, bits, value) => {
        const block = bits === null ? base : `${base}/${bits}`;
        expect(blockTest(block)(value)).toBe(inSql(blockCondition('value', block), value));
      }),
      { numRuns: 3000 },
    );
  });
});
