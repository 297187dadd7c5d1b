import { PassThrough } from 'node:stream';
import { run } from '../../src/cli/run.js';
import type { Ended } from './workbench.js';

/** Runs a command line within the test's own process, which is quicker than the program's start. Files are named by absolute paths. */
export async function inProcess(words: readonly string[], env: Readonly<Record<string, string>>, folder: string): Promise<Ended> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written): PassThrough =>
    new PassThrough().on('data', (chunk: Buffer) => {
      written[name] += chunk.toString('utf8');
    });
  const code = await run(words, {
    stdin: new PassThrough(),
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    env,
    folder,
    today: '2026-11-21',
    interruption: { signal: new AbortController().signal, received: () => undefined },
  });
  // What a stream was given arrives in the next turn.
  await new Promise((resolve) => setImmediate(resolve));
  return { code, ...written };
}
