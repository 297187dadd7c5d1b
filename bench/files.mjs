import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './measure.mjs';

/** Where events, cases and the yardstick's database are made. All of it can be deleted. */
export class Workshop {
  constructor({ folder, tools }) {
    this.folder = folder;
    this.tools = tools;
  }

  path(name) {
    return join(this.folder, name);
  }

  /** Path of a generated export, made unless it is there. `form`: `enterprise` or `oss`. */
  async events(count, form = 'enterprise') {
    const file = this.path(`${form}-${count}.jsonl`);
    if (existsSync(file)) return file;
    const generator = join(this.tools, 'gen-tetragon.mjs');
    const words = ['--events', String(count), '--seed', '7', '--attack', '--out', file, ...(form === 'oss' ? ['--oss'] : [])];
    await runProgram(process.execPath, [generator, ...words]);
    return file;
  }

  sizeOf(path) {
    return statSync(path).size;
  }

  remove(...paths) {
    for (const path of paths) for (const suffix of ['', '-wal', '-shm', '.lock', '.wal']) rmSync(path + suffix, { force: true });
  }

  /** A path for a case that is not there yet. */
  newCase(name) {
    const path = this.path(`${name}.case`);
    this.remove(path);
    return path;
  }
}
