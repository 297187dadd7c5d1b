import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Path of the built program. */
export const PROGRAM = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** How a run of the program ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of one test file, with a data folder and an environment of its own. */
export interface Desk {
  readonly folder: string;
  /** Absolute path of a file in the folder, written anew. */
  file(name: string, lines: readonly string[] | string): string;
  path(name: string): string;
  workbench(words: readonly string[], options?: { readonly input?: string; readonly env?: Readonly<Record<string, string>> }): Ended;
  clear(): void;
}

/** Makes a desk. Runs see no terminal. */
export function desk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-cli-'));
  const path = (name: string): string => join(folder, name);
  return {
    folder,
    path,
    file: (name, lines) => {
      writeFileSync(path(name), typeof lines === 'string' ? lines : lines.map((line) => `${line}\n`).join(''));
      return path(name);
    },
    workbench: (words, { input = '', env = {} } = {}) => {
      const run = spawnSync(process.execPath, [PROGRAM, ...words], {
        cwd: folder,
        input,
        encoding: 'utf8',
        maxBuffer: 256_000_000,
        env: { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: path('share'), TZ: 'UTC', ...env },
      });
      return { code: run.status, stdout: run.stdout, stderr: run.stderr };
    },
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}
