import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { lineHashBy } from '../../src/ingest/line-hash.js';
import { SHA256_SCHEME, seededScheme } from '../../src/model/line-hash.js';
import { closeDatabase, openDatabase } from '../../src/store/database.js';
import { lineHashScheme } from '../../src/store/line-hash-scheme.js';
import { emptyCase, temporaryFolder } from './case-of.js';

const LINE = Buffer.from('{"process_exec":{}}');

describe('what a line is known again by', () => {
  it('is the first 52 bits of its SHA-256 in cases of before seeds', () => {
    const expected = Number.parseInt(createHash('sha256').update(LINE).digest('hex').slice(0, 13), 16);
    expect(lineHashBy(SHA256_SCHEME)(LINE)).toBe(expected);
    expect(lineHashBy(SHA256_SCHEME)(LINE.toString())).toBe(expected);
  });

  it('is the first 52 bits of its XXH64 where the case has a seed', () => {
    // Known values of XXH64: of nothing with seed 0, and with seed 1.
    expect(lineHashBy(seededScheme(0n))('')).toBe(Number(0xef46db3751d8e999n >> 12n));
    expect(lineHashBy(seededScheme(1n))('')).toBe(Number(0xd5afba1336a3be4bn >> 12n));
  });

  it('differs from case to case, and stays the same in one', () => {
    const paths = [temporaryFolder(), temporaryFolder()].map((folder) => `${folder}/a.case`);
    const schemes = paths.map((path) => {
      const database = openDatabase(path, 'write');
      const scheme = lineHashScheme(database);
      expect(lineHashScheme(database)).toBe(scheme);
      closeDatabase(database);
      return scheme;
    });
    expect(schemes[0]).not.toBe(schemes[1]);
    const again = openDatabase(paths[0] ?? '', 'read');
    expect(lineHashScheme(again)).toBe(schemes[0]);
    closeDatabase(again);
  });

  it('is settled when a case is read into for the first time', () => {
    expect(emptyCase(temporaryFolder()).lineHashScheme()).toMatch(/^xxh64:\d+$/);
  });
});
