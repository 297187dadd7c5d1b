import { createReadStream, createWriteStream, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { runProgram } from './measure.mjs';

/** Where events, cases and the yardstick's database are made. All of it can be deleted. */
export class Workshop {
  constructor({ folder, tools, program }) {
    this.folder = folder;
    this.tools = tools;
    this.program = program;
  }

  path(name) {
    return join(this.folder, name);
  }

  /** Path of a generated export, made unless it is there. `form`: `enterprise` or `oss`. */
  async events(count, form = 'enterprise') {
    const file = this.path(`${form}-${count}.jsonl`);
    if (existsSync(file)) return file;
    const generator = join(this.tools, 'gen-tetragon.mjs');
    const words = ['--events', String(count), '--seed', '7', '--attack', '--out', `${file}.part`, ...(form === 'oss' ? ['--oss'] : [])];
    await runProgram(process.execPath, [generator, ...words]);
    // What was made halfway when somebody stopped it is never taken for the whole.
    renameSync(`${file}.part`, file);
    return file;
  }

  /** Path of the unpacked copy of a recording. */
  async unpacked(recording) {
    const file = this.path(recording.replaceAll('/', '_').replace(/^_+|\.gz$/g, ''));
    if (existsSync(file)) return file;
    await pipeline(createReadStream(recording), createGunzip(), createWriteStream(`${file}.part`));
    renameSync(`${file}.part`, file);
    return file;
  }

  /** Path of the beginning of a file: its whole lines within so many bytes. */
  async beginningOf(file, bytes) {
    const part = this.path(`${basename(file, '.jsonl')}-first-${bytes}.jsonl`);
    if (existsSync(part)) return part;
    await pipeline(createReadStream(file, { end: bytes - 1 }), wholeLines, createWriteStream(`${part}.part`));
    renameSync(`${part}.part`, part);
    return part;
  }

  /** Imports a file into a new case of that name, as a whole program. */
  import(file, name) {
    return runProgram(process.execPath, [this.program, 'import', file, '--case', this.newCase(name), '--quiet']);
  }

  sizeOf(path) {
    return statSync(path).size;
  }

  remove(...paths) {
    for (const path of paths) for (const suffix of ['', '-wal', '-shm', '.lock', '.wal']) rmSync(path + suffix, { force: true });
  }

  /** Path of the case of that name. */
  case(name) {
    return this.path(`${name}.case`);
  }

  /** A path for a case that is not there yet. */
  newCase(name) {
    this.remove(this.case(name));
    return this.case(name);
  }
}

/** Cuts off what stands after the last line's end. */
async function* wholeLines(chunks) {
  let held;
  for await (const chunk of chunks) {
    if (held !== undefined) yield held;
    held = chunk;
  }
  if (held !== undefined) yield held.subarray(0, held.lastIndexOf(0x0a) + 1);
}

/** Files below a folder whose path ends so, by name; none where there is no such folder. */
export function filesBelow(folder, ending) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort();
}
