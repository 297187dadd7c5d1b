import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../src/ingest/detect-format.js';
import { type Format, type LineFormat, readsAcrossLines } from '../../src/ingest/format.js';
import { FORMATS } from '../../src/ingest/formats/index.js';
import type { Line } from '../../src/ingest/lines.js';

const FOLDER = fileURLToPath(new URL('../../src/ingest/formats', import.meta.url));

function isFormat(value: unknown): value is Format {
  return typeof value === 'object' && value !== null && 'sniff' in value && 'samples' in value;
}

it('registers every format that there is a file of', async () => {
  const files = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isFile() && entry.name !== 'index.ts');
  for (const { name } of files) {
    const module: Record<string, unknown> = await import(`../../src/ingest/formats/${basename(name, '.ts')}.ts`);
    for (const exported of Object.values(module).filter(isFormat)) expect(FORMATS).toContain(exported);
  }
});

it('gives no two formats one name', () => {
  expect(new Set(FORMATS.map(({ name }) => name)).size).toBe(FORMATS.length);
});

describe.each(FORMATS.map((format) => [format.name, format] as const))('the format %s', (_name, format) => {
  it('says what it is and what a case gains from it', () => {
    expect(format.title).not.toBe('');
    expect(format.contributes).not.toBe('');
  });

  it('has samples of what it reads and of what it does not', () => {
    expect(format.samples.length).toBeGreaterThan(1);
  });
});

const LINE_FORMATS = FORMATS.filter((format): format is LineFormat => !readsAcrossLines(format));
const SOURCE_FORMATS = FORMATS.filter(readsAcrossLines);

describe.each(LINE_FORMATS.map((format) => [format.name, format] as const))('the format %s, line by line', (_name, format) => {
  it('has samples of more than one kind', () => {
    expect(new Set(format.samples.map(({ gives }) => gives)).size).toBeGreaterThan(1);
  });

  it.each(format.samples.map((sample) => [sample.line, sample] as const))('reads its sample %s as it says', (_line, sample) => {
    const reading = format.reader({ defaultNode: 'here' }).read(Buffer.from(sample.line));
    expect(reading.kind).toBe(sample.gives);
    if (reading.kind === 'record' && sample.recordKind !== undefined) expect(reading.record.kind).toBe(sample.recordKind);
  });

  it('is recognised by each of its samples that is not blank, with any other noise around it', () => {
    const own = format.samples.filter((sample) => sample.gives === 'record' && sample.line !== '');
    for (const { line } of own) {
      expect(detectFormat([line])).toBe(format);
      expect(detectFormat(['', line, ''])).toBe(format);
    }
  });

  it('never throws for a line, whatever it holds', () => {
    const reader = format.reader({ defaultNode: 'here' });
    for (const bytes of HOSTILE) expect(['record', 'ignored', 'malformed']).toContain(reader.read(bytes).kind);
  });
});

describe.each(SOURCE_FORMATS.map((format) => [format.name, format] as const))('the format %s, across lines', (_name, format) => {
  it.each(format.samples.map((sample) => [sample.lines.join(' ⏎ '), sample] as const))(
    'reads its sample %s as it says',
    (_lines, sample) => {
      const reader = format.sourceReader({ defaultNode: 'here' });
      const outcomes = [...linesOf(sample.lines).flatMap((line) => reader.take(line)), ...reader.end()];
      expect(outcomes.map((outcome) => ('record' in outcome ? `${outcome.kind} ${outcome.record.kind}` : outcome.kind))).toEqual(
        sample.gives,
      );
    },
  );

  it('is recognised by each of its samples that gives a record, with blank lines around it', () => {
    const own = format.samples.filter(({ gives }) => gives.some((given) => given.startsWith('record')));
    expect(own.length).toBeGreaterThan(0);
    for (const { lines } of own) {
      expect(detectFormat(lines)).toBe(format);
      expect(detectFormat(['', ...lines, ''])).toBe(format);
    }
  });

  it('never throws for a line, whatever it holds', () => {
    const reader = format.sourceReader({ defaultNode: 'here' });
    for (const bytes of HOSTILE) reader.take(lineOf(bytes, 1));
    reader.end();
    expect(() => reader.end()).not.toThrow();
  });

  it('says the same of lines that it was shown before, each time', () => {
    for (const { lines } of format.samples) {
      const once = () => {
        const reader = format.sourceReader({ defaultNode: 'here' });
        return [...linesOf(lines).flatMap((line) => reader.take(line)), ...reader.end()];
      };
      expect(once()).toEqual(once());
    }
  });
});

const HOSTILE = [
  Buffer.alloc(0),
  Buffer.alloc(9),
  Buffer.from([0xff, 0xfe, 0x7b]),
  Buffer.from('['.repeat(100_000)),
  Buffer.from('null'),
  Buffer.from('{"__proto__":{"x":1},"constructor":null}'),
];

function lineOf(bytes: Buffer, number: number): Line {
  return { number, byteOffset: 0, byteLength: bytes.length, bytes, isTooLong: false, isTerminated: true };
}

function linesOf(lines: readonly string[]): readonly Line[] {
  return lines.map((line, at) => lineOf(Buffer.from(line), at + 1));
}

describe('detectFormat', () => {
  it.each<[string, readonly string[], string | undefined]>([
    ['an event of the open source agent', ['{"process_exec":{"process":{}}}'], 'tetragon'],
    ['spaces around the colon', ['{"process_exec" : {"process":{}}}'], 'tetragon'],
    ['an indented line', ['  {"process_exec":{"process":{}}}'], 'tetragon'],
    ['the node before the event', ['{"node_name":"n","process_kprobe":{"process":{}}}'], 'tetragon'],
    ['a log shipper around it', ['{"time":"…","type":"process_exec","payload":{}}'], 'tetragon'],
    ['log lines of the agent before it', ['level=info msg="Starting"', '{"process_exit":{"process":{}}}'], 'tetragon'],
    ['the rest of a cut line before it', ['d":42}}', '{"process_exit":{"process":{}}}'], 'tetragon'],
    ['compact lines', ['🚀 process default/x /bin/sh', '💥 exit    default/x /bin/sh  0'], 'tetragon-compact'],
    ['compact lines with times', ['2026-01-01T00:00:00.000000000Z 🚀 process default/x /bin/sh'], 'tetragon-compact'],
    ['a flow', ['{"flow":{"verdict":"FORWARDED"},"node_name":"n"}'], 'hubble'],
    ['a flow without its envelope', ['{"time":"…","verdict":"DROPPED","IP":{}}'], 'hubble'],
    ['other JSON', ['{"flow":{}}'], undefined],
    ['a process that is no event', ['{"process_count":3}'], undefined],
    ['text', ['hello'], undefined],
    ['no lines', [], undefined],
  ])('knows what %s is', (_what, lines, name) => {
    expect(detectFormat(lines)?.name).toBe(name);
  });
});
