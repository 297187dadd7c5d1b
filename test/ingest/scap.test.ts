import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { isCapture } from '../../src/ingest/scap.js';
import { emptyCase, importInto, temporaryFolder } from '../store/case-of.js';

/** A file of blocks with only their headers: a section header, then one of this type. */
function blocks(second: number): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.writeUInt32BE(0x0a0d0d0a, 0);
  bytes.writeUInt32LE(28, 4);
  bytes.writeUInt32LE(second, 28);
  return bytes;
}

const MACHINE_INFORMATION = 0x201;
const PACKETS = 1;
const PATH = process.env.PATH;

afterEach(() => {
  process.env.PATH = PATH;
});

describe('isCapture', () => {
  it.each<[string, Buffer, boolean]>([
    ['a capture', blocks(MACHINE_INFORMATION), true],
    ['a packed capture', gzipSync(Buffer.concat([blocks(MACHINE_INFORMATION), Buffer.alloc(9000, 'x')])).subarray(0, 100), true],
    ['a capture of packets', blocks(PACKETS), false],
    ['text', Buffer.from('{"evt.type":"read"}'), false],
    ['packed text', gzipSync('{"evt.type":"read"}'), false],
    ['the beginning of one', blocks(MACHINE_INFORMATION).subarray(0, 20), false],
    ['nothing', Buffer.alloc(0), false],
  ])('tells %s by its bytes: %#', (_what, head, is) => {
    expect(isCapture(head)).toBe(is);
  });
});

describe('a capture', () => {
  /** Puts a program called sysdig where programs are looked for, and nothing else. */
  function installed(script: string): string {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'sysdig'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'sysdig'), 0o755);
    process.env.PATH = `${folder}:/usr/bin:/bin`;
    const file = join(folder, 'anything.bin');
    writeFileSync(file, blocks(MACHINE_INFORMATION));
    return file;
  }

  it('is read through sysdig, whatever it is called', async () => {
    const line =
      '{"evt.num":1,"evt.rawtime":1700000000000000001,"evt.type":"procexit","evt.dir":">","evt.info":"status=0 ","thread.tid":7}';
    const file = installed(`[ "$1" = -r ] && echo '${line}'`);
    const { sources, refused } = await importInto(emptyCase(), [file]);
    expect(refused).toEqual([]);
    expect(sources[0]).toMatchObject({ format: 'sysdig', ledger: { records: 1 } });
  });

  it('that sysdig can not read is refused with what it said', async () => {
    const { refused } = await importInto(emptyCase(), [installed('echo "error reading the header" >&2; exit 1')]);
    expect(refused[0]?.reason).toContain('error reading the header');
  });

  it('without sysdig is refused with the way to convert it', async () => {
    const file = installed('');
    process.env.PATH = join(file, '..', 'nowhere');
    const { refused } = await importInto(emptyCase(), [file]);
    expect(refused[0]?.reason).toMatch(/sysdig, which reads those, is not installed here: where it is, run sysdig -r/);
    expect(refused[0]?.reason).not.toContain('\n');
  });
});
