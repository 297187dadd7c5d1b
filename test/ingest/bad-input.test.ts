import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Format, readsAcrossLines } from '../../src/ingest/format.js';
import { FORMATS } from '../../src/ingest/formats/index.js';
import { tetragon } from '../../src/ingest/formats/tetragon.js';
import { type ImportOutcome, importSources } from '../../src/ingest/import.js';
import type { Ledger } from '../../src/model/source.js';
import { openDatabase } from '../../src/store/database.js';
import type { WritableCase } from '../../src/store/write.js';
import { emptyCase, temporaryFolder } from '../store/case-of.js';

/** Text of a format that gives records: its samples. */
function goodLines(format: Format): readonly string[] {
  if (!readsAcrossLines(format)) return format.samples.filter(({ gives }) => gives === 'record').map(({ line }) => line);
  return format.samples.filter(({ gives }) => gives.some((given) => given.startsWith('record'))).flatMap(({ lines }) => lines);
}

const DEEP = 20_000;

/** Lines that no exporter should write, and somebody will. */
const BAD_LINES: readonly (readonly [string, Buffer])[] = [
  ['binary junk', Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * 7_919) % 256).filter((byte) => byte !== 10))],
  ['NUL bytes', Buffer.alloc(1_000)],
  ['a record with NUL bytes in it', Buffer.from('{"a\u0000b":"\u0000"}')],
  ['what is not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])],
  ['deep arrays that never end', Buffer.from('['.repeat(100_000))],
  ['deep objects', Buffer.from(`${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`)],
  ['another JSON object', Buffer.from('{"hello":[1,2,{"x":null}]}')],
  ['half a JSON object', Buffer.from('{"hello":"wor')],
  ['a bare value', Buffer.from('null')],
  ['words', Buffer.from('and then there was a line of words')],
];

async function imported(format: Format, content: Buffer, store = emptyCase()): Promise<{ store: WritableCase; outcome: ImportOutcome }> {
  const file = join(temporaryFolder(), 'events');
  writeFileSync(file, content);
  const inputs = [{ path: file, file, format: format.name }];
  const outcome = await importSources({ store, inputs, signal: new AbortController().signal, onProgress: () => undefined });
  return { store, outcome };
}

function expectSound(store: WritableCase): void {
  store.link({ lateAfterSeconds: 300 });
  const database = openDatabase(store.path, 'read');
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(database.pragma('foreign_key_check')).toEqual([]);
  database.close();
}

function expectBalance({ lines, records, ignored, malformed, kinds }: Ledger): void {
  const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((total, n) => total + n, 0);
  expect(records + sum(ignored) + malformed).toBe(lines);
  expect(sum(kinds)).toBe(records);
}

function ledgerOf({ sources: [source] }: ImportOutcome): Ledger {
  if (source === undefined) throw new Error('nothing was imported');
  return source.ledger;
}

describe.each(FORMATS.map((format) => [format.name, format] as const))('the format %s', (_name, format) => {
  it('reads on after every line that it can not read, and its ledger adds up', async () => {
    const good = goodLines(format);
    const whole = ledgerOf((await imported(format, Buffer.from(`${good.join('\n')}\n`))).outcome);
    const bad = BAD_LINES.flatMap(([, bytes]) => [bytes, Buffer.from('\n')]);
    const { store, outcome } = await imported(format, Buffer.concat([...bad, Buffer.from(`${good.join('\n')}\n`)]));
    expectBalance(ledgerOf(outcome));
    expect(ledgerOf(outcome).records).toBeGreaterThanOrEqual(whole.records);
    expectSound(store);
  });

  it('takes any value where another belongs, and keeps a sound case', async () => {
    const { store, outcome } = await imported(format, Buffer.from(goodLines(format).flatMap(twisted).join('\n')));
    expectBalance(ledgerOf(outcome));
    expectSound(store);
  });

  it('gives what comes before the place where gzip was cut off', async () => {
    const packed = gzipSync(Buffer.from(`${goodLines(format).join('\n')}\n`.repeat(300)));
    const { store, outcome } = await imported(format, packed.subarray(0, Math.floor(packed.length * 0.7)));
    expect(ledgerOf(outcome).lines).toBeGreaterThan(0);
    expectBalance(ledgerOf(outcome));
    expect(store.view.problems({ limit: 100_000 }).rows.some(({ reason }) => reason.includes('cut off'))).toBe(true);
    expectSound(store);
  });
});

describe('a line of a gigabyte', () => {
  it('is refused without being held, and the lines around it are read', { timeout: 30_000 }, async () => {
    const [line = ''] = goodLines(tetragon);
    const member = gzipSync(Buffer.alloc(LINE_BYTES / MEMBERS, 'x'));
    const packed = [gzipSync(`${line}\n`), ...new Array<Buffer>(MEMBERS).fill(member), gzipSync(`\n${line}\n`)];
    const file = join(temporaryFolder(), 'events.gz');
    writeFileSync(file, Buffer.concat(packed));
    const store = emptyCase();
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const onProgress = () => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    };
    const outcome = await importSources({ store, inputs: [{ path: file, file }], signal: new AbortController().signal, onProgress });
    expect(ledgerOf(outcome)).toMatchObject({ lines: 3, records: 2, malformed: 1 });
    expect(store.view.problems({ limit: 10 }).rows).toMatchObject([
      { line: 2, reason: expect.stringMatching(/1073741824 bytes long.*refused/) },
    ]);
    expect(most).toBeLessThan(256 * 1024 * 1024);
    expectSound(store);
  });
});

const LINE_BYTES = 1024 ** 3;
const MEMBERS = 64;

/** What stands in a field that something else belongs in, as JSON. */
const ODD_VALUES = [
  '9007199254740993',
  '-9223372036854775809',
  '1e400',
  '-0.5',
  'null',
  'true',
  '""',
  '"\\u0000\\ud800"',
  '"9007199254740993"',
  '"2026-13-40T99:99:99Z"',
  '[]',
  '{}',
  `${'['.repeat(2_000)}${']'.repeat(2_000)}`,
];

/** Copies of a line, each with one value of it replaced, and of JSON one with every key twice and one with a deep value beside the rest. */
function twisted(line: string): readonly string[] {
  if (!isJson(line)) return [line, ...textFields(line), ...longNumbers(line)];
  const values = [...line.matchAll(/("[^"\\]+"\s*:\s*)("(?:[^"\\]|\\.)*"|-?[\d.eE+-]+|true|false|null)/g)];
  const replaced = values.flatMap((match) =>
    ODD_VALUES.map((odd) => {
      const from = match.index + (match[1]?.length ?? 0);
      return line.slice(0, from) + odd + line.slice(match.index + match[0].length);
    }),
  );
  const doubled = line.replaceAll(/("[^"\\]+"\s*:)("(?:[^"\\]|\\.)*"|-?\d+)/g, '$1$2,$1$2');
  return [...replaced, ...longNumbers(line), doubled, line.replace('{', `{"deep":${'['.repeat(DEEP)}${']'.repeat(DEEP)},`)];
}

function isJson(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}

/** Each number, wherever it stands, as one that no 64 bits hold. */
function longNumbers(line: string): readonly string[] {
  const long = '9'.repeat(20);
  return [...line.matchAll(/\d+/g)].map((match) => line.slice(0, match.index) + long + line.slice(match.index + match[0].length));
}

function textFields(line: string): readonly string[] {
  const odd = ['', '?', '99999999999999999999', '-1', '"', '0', 'FFFFFFFFFFFFFFFFFFFF', '(null)'];
  return [...line.matchAll(/=("[^"]*"|\S+)/g)].flatMap((match) =>
    odd.map((value) => `${line.slice(0, match.index + 1)}${value}${line.slice(match.index + match[0].length)}`),
  );
}
