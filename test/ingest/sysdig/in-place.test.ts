import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/ingest/format.js';
import { FlatLine } from '../../../src/ingest/formats/sysdig/flat-line.js';
import { FlatRow } from '../../../src/ingest/formats/sysdig/flat-row.js';
import { type FieldName, type Row, rowsIn } from '../../../src/ingest/formats/sysdig/row.js';
import { sysdig } from '../../../src/ingest/formats/sysdig.js';
import { type Line, LineSplitter, type LineTaker } from '../../../src/ingest/lines.js';
import { recording } from '../../recordings.js';
import { at, cloneInfo, event, execInfo } from './events.js';

const FIELDS: readonly FieldName[] = [
  'evt.num',
  'evt.outputtime',
  'evt.time',
  'evt.type',
  'evt.info',
  'proc.name',
  'thread.tid',
  'k8s.pod.ip',
];

const printed = fc.oneof(
  fc.integer().map(String),
  fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String),
  fc.constantFrom(
    'null',
    'true',
    'false',
    '-0',
    '0',
    '1.5',
    '1e3',
    '01',
    '-',
    '9007199254740993',
    '1700000000123456789',
    '9999999999999999999',
  ),
  fc.constantFrom(
    '""',
    '"<NA>"',
    '"12"',
    '"\\u0041"',
    '"\\u00g1"',
    '"\\x"',
    '"a\\"b"',
    '"\\\\"',
    '"\t"',
    '"2027-01-31 10:00:00.5Z"',
    '[]',
    '{}',
    '[1]',
  ),
  fc.constantFrom('["10.0.0.1"]', '["a","b"]', '["a",]', '["a"', '[true]', '["\\n"]', 'nul', 'tru ', 'False'),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => JSON.stringify(text)),
  fc.string({ maxLength: 40 }).map((text) => JSON.stringify(text)),
);
const pairs = fc.uniqueArray(fc.tuple(fc.constantFrom<string>(...FIELDS, 'evt.cpu', 'a"b', 'é', '7'), printed), {
  selector: ([key]) => key,
  maxLength: 6,
});

function lineOf(fields: readonly (readonly [key: string, value: string])[]): string {
  return `{${fields.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
}

/** What may happen to a line on its way. */
const mutation = fc.oneof(
  fc.tuple(fc.nat(), fc.nat(3), fc.constantFrom('', ' ', '"', '\\', ',', ':', '{', '}', '0', '1', '\u00e9', '\t', '\\u', 'x')).map(
    ([where, length, text]) =>
      (line: string) =>
        line.slice(0, where % (line.length + 1)) + text + line.slice((where % (line.length + 1)) + length),
  ),
  fc.nat().map((end) => (line: string) => line.slice(0, end % (line.length + 1))),
  fc.constantFrom<(line: string) => string>(
    (line) => line,
    (line) => line.replaceAll(':', ': '),
    (line) => ` ${line}\r`,
    (line) => `${line},`,
    (line) => `[${line},${line}]`,
    (line) => line.replace('{', '{"evt.num":1,'),
    (line) => line.replace(/:(-?\d+)/g, ':"$1"'),
    (line) => line.replace('}', ',"evt.type":"read"}'),
  ),
);

function told(row: Row | undefined) {
  return FIELDS.map((field) => [field, row?.raw(field), row?.text(field), row?.integer(field), row?.positive(field), row?.time(field)]);
}

/** A line that was taught to a reader in place, which is then given another. */
function readInPlace(taught: string, line: string): ReturnType<typeof told> | undefined {
  const flat = new FlatLine();
  const row = new FlatRow(flat);
  for (const text of [taught, line]) {
    const bytes = Buffer.from(`#${text}\n`);
    const isTaken = flat.take(bytes, 1, bytes.length - 1);
    if (isTaken && text === line) return told(row);
    if (!isTaken && text === taught) flat.learn(keysOf(text), 1);
  }
  return undefined;
}

function keysOf(text: string): readonly string[] {
  try {
    return rowsIn(text)?.[0]?.keys ?? [];
  } catch {
    return [];
  }
}

describe('a line that is read in place', () => {
  it('tells of each field what the parsed line tells', () => {
    fc.assert(
      fc.property(pairs, mutation, (fields, mutate) => {
        const line = mutate(lineOf(fields));
        const inPlace = readInPlace(lineOf(fields.map(([key]) => [key, '1'])), line);
        if (inPlace === undefined) return;
        expect({ line, told: inPlace }).toEqual({ line, told: told(rowsIn(Buffer.from(line).toString('utf8'))?.[0]) });
      }),
      { numRuns: 3000 },
    );
  });

  const TAUGHT = '{"evt.num":1,"evt.type":"read","evt.info":null}';
  it.each<[string, boolean]>([
    [TAUGHT, true],
    ['{"evt.num":-12,"evt.type":"wr\\u0069te\\n","evt.info":"é"}', true],
    ['{"evt.num":"1","evt.type":false,"evt.info":["a","b"]}', true],
    ['{"evt.num":1,"evt.type":"read"}', false],
    ['{"evt.num":1,"evt.type":"read","evt.info":null,"x":1}', false],
    ['{"evt.num":1,"evt.info":null,"evt.type":"read"}', false],
    ['{"evt.num":1, "evt.type":"read","evt.info":null}', false],
    ['{"evt.num":1.0,"evt.type":"read","evt.info":null}', false],
    ['{"evt.num":01,"evt.type":"read","evt.info":null}', false],
    ['{"evt.num":1,"evt.type":"re\tad","evt.info":null}', false],
    ['{"evt.num":1,"evt.type":"read","evt.info":{}}', false],
    ['{"evt.num":1,"evt.type":"read","evt.info":nul', false],
    ['{"evt.num":1,"evt.type":"read","evt.info":"', false],
  ])('is %s: %s', (line, isTaken) => {
    expect(readInPlace(TAUGHT, line) !== undefined).toBe(isTaken);
  });
});

/** Lines as a source gives them, and the same with a space in each, which only the parser takes. */
function bothWays(content: Buffer): { readonly inPlace: readonly Line[]; readonly parsed: readonly Line[] } {
  const splitter = new LineSplitter();
  const inPlace = [...splitter.push(content), ...splitter.end()];
  const parsed = inPlace.map((line) => ({ ...line, bytes: spaced(line.bytes), wrapped: line.bytes }));
  return { inPlace, parsed };
}

function spaced(line: Buffer): Buffer {
  const brace = line.indexOf('{');
  return brace < 0 ? line : Buffer.concat([line.subarray(0, brace + 1), Buffer.from(' '), line.subarray(brace + 1)]);
}

function outcomesOf(lines: readonly Line[]): readonly (readonly Outcome[])[] {
  const reader = sysdig.sourceReader({ defaultNode: 'here' });
  return [...lines.map((line) => reader.take(line)), reader.end()];
}

const CALLS = [
  event('clone', cloneInfo(100, 50, 'sh', '-c.date.'), { time: at(1) }),
  event('execve', 'filename=/bin/date ', { dir: '>', time: at(1, 5) }),
  event('execve', execInfo(100, 50, 'date', '-u.'), { time: at(1, 9), container: '0123456789ab' }),
  event('openat', 'fd=3(<f>/etc/passwd) dirfd=-100(AT_FDCWD) name=/etc/passwd flags=1(O_RDONLY) mode=0 ', { time: at(2) }),
  event('read', 'fd=3(<f>/etc/passwd) size=80 ', { dir: '>', time: at(2, 1) }),
  event('read', 'res=80 data=root:x:0:0:"é\u0001 ', { time: at(2, 2) }),
  event('read', 'fd=5(<4t>192.0.2.1:50000->192.0.2.2:80) size=9 ', { dir: '>', time: at(3) }),
  event('read', 'res=-11(EAGAIN) data= ', { time: at(3, 1) }),
  event('write', 'res=9 data=x fd=5(<4t>192.0.2.1:50000->192.0.2.2:80) size=9 ', { time: at(3, 2) }),
  event('connect', 'res=-115(EINPROGRESS) tuple=192.0.2.1:50001->192.0.2.2:80 fd=6(<4t>192.0.2.1:50001->192.0.2.2:80) ', { time: at(4) }),
  event('switch', 'next=7 pgft_maj=0 pgft_min=1 vm_size=500 vm_rss=4 vm_swap=0 ', { dir: '>', time: at(5) }),
  event('futex', 'addr=7F ', { dir: '>', time: at(6) }),
  event('procexit', 'status=256 ', { dir: '>', time: at(7) }),
];

describe('a capture that is read in place', () => {
  it('gives the outcomes that it gives when each of its lines is parsed, whatever happened to them', () => {
    const lines = fc.array(
      fc.tuple(fc.constantFrom(...CALLS), fc.oneof({ weight: 3, arbitrary: fc.constant((line: string) => line) }, mutation)),
      {
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(lines, (mutated) => {
        const { inPlace, parsed } = bothWays(Buffer.from(mutated.map(([line, mutate]) => mutate(line)).join('\n')));
        expect(outcomesOf(inPlace)).toEqual(outcomesOf(parsed));
      }),
      { numRuns: 300 },
    );
  });
});

const RECORDINGS = [
  'pc/inspect-502Error',
  'wide/falco-run_as_user_0_container',
  'wide/libs-sample',
  'attacks/benign-robotshop-minikube.wide',
];

describe.skipIf(recording('sysdig') === undefined)('recorded captures', () => {
  it.each(RECORDINGS)('give the outcomes that they give when each line is parsed: %s', (name) => {
    const { inPlace, parsed } = bothWays(gunzipSync(readFileSync(recording(`sysdig/${name}.jsonl.gz`) ?? '')));
    const others = outcomesOf(parsed);
    const different = outcomesOf(inPlace).flatMap((outcomes, place) => (isDeepStrictEqual(outcomes, others[place]) ? [] : [place + 1]));
    expect(different).toEqual([]);
  });

  it('gives line by line what it gives of many lines at once, wherever its pieces end', () => {
    const ends = fc.constantFrom('\n', '\n', '\r\n', ',\n');
    const lines = fc.array(
      fc.tuple(fc.constantFrom(...CALLS), fc.oneof({ weight: 5, arbitrary: fc.constant((line: string) => line) }, mutation), ends),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(lines, fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 8 }), (mutated, pieces) => {
        const content = Buffer.from(mutated.map(([line, mutate, end]) => mutate(line) + end).join(''));
        const splitter = new LineSplitter();
        const oneByOne = tallied(outcomesOf([...splitter.push(content), ...splitter.end()]).flat());
        expect(tallied(outcomesAtOnce(content, pieces).outcomes)).toEqual(oneByOne);
      }),
      { numRuns: 300 },
    );
  });

  it('takes usual lines at once, and leaves others to be taken one by one', () => {
    const [clone = '', , exec = ''] = CALLS;
    const content = Buffer.from([clone, exec, exec, exec.replace(':', ': '), exec, exec].map((line) => `${line}\n`).join(''));
    // The first of its kind tells the order of its keys.
    expect(outcomesAtOnce(content, [content.length]).atOnce).toBe(4);
  });
});

/** Outcomes of a source that comes in pieces of these lengths, over and over, and how many lines were taken together with others. */
function outcomesAtOnce(content: Buffer, pieces: readonly number[]): { readonly outcomes: readonly Outcome[]; readonly atOnce: number } {
  const reader = sysdig.sourceReader({ defaultNode: 'here' });
  const splitter = new LineSplitter();
  const outcomes: Outcome[] = [];
  let atOnce = 0;
  for (let from = 0, turn = 0; from < content.length; turn++) {
    const piece = Buffer.from(content.subarray(from, from + (pieces[turn % pieces.length] ?? 1)));
    from += piece.length;
    const taker: LineTaker = (at, first) => {
      const seen = reader.takeLines?.(piece, at, first) ?? { lines: 0, end: at, outcomes: [] };
      outcomes.push(...seen.outcomes);
      atOnce += seen.lines;
      return seen;
    };
    for (const line of splitter.push(piece, taker)) outcomes.push(...reader.take(line));
  }
  for (const line of splitter.end()) outcomes.push(...reader.take(line));
  return { outcomes: [...outcomes, ...reader.end()], atOnce };
}

/** Outcomes of records in order, and how many there were of each other kind. */
function tallied(outcomes: readonly Outcome[]) {
  const counts: Record<string, number> = {};
  const told: Outcome[] = [];
  for (const outcome of outcomes) {
    if (outcome.kind === 'part' || outcome.kind === 'ignored') {
      const name = outcome.kind === 'part' ? `part of ${outcome.of}` : outcome.reason;
      counts[name] = (counts[name] ?? 0) + (outcome.count ?? 1);
    } else told.push(outcome);
  }
  return { told, counts };
}
