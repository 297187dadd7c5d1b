import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { importSources } from '../../src/ingest/import.js';
import type { Batch } from '../../src/model/store.js';
import { Database } from '../../src/store/binding.js';
import { openDatabase } from '../../src/store/database.js';
import { openCaseToWrite, WritableCase } from '../../src/store/write.js';
import { emptyCase, importInto, temporaryFolder } from '../store/case-of.js';
import { type CaseDump, dumpOf } from '../store/dump.js';
import { type Actor, enterpriseLine, execLine, exitLine } from '../tetragon-lines.js';

const PROGRAM = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const BATCHES = 4;
const PROCESSES = 250;
const EVENTS_OF_EACH = 70;
/** So long that few lines fill a batch. */
const SCRIPT = 'true;'.repeat(160);

const init: Actor = { pid: 1, at: 1, binary: '/sbin/init' };

/** A file of four batches, with bad lines, blank ones and an unfinished last one. */
function eventFile(folder: string): string {
  const lines: string[] = [];
  for (let index = 0; index < PROCESSES; index++) {
    const actor: Actor = { pid: 100 + index, at: 10 + index, binary: '/bin/sh', arguments: `-c ${index};${SCRIPT}`, parent: init };
    const socket = { local: `10.0.0.1:${1024 + index}`, remote: '203.0.113.7:443', cookie: String(index + 1) };
    lines.push(execLine(actor));
    for (let event = 0; event < EVENTS_OF_EACH; event++)
      lines.push(enterpriseLine('process_sock_stats', actor, { ...socket, at: actor.at + event / 1000, sent: event }));
    if (index % 50 === 0) lines.push('', '{"process_exec":{', 'level=info msg=x');
    lines.push(exitLine(actor, actor.at + 0.5));
  }
  const file = join(folder, 'events.jsonl');
  writeFileSync(file, `${lines.join('\n')}\n{"process_exec":`);
  return file;
}

function stateOf(store: WritableCase): { dump: CaseDump; sources: unknown; problems: unknown } {
  return {
    dump: dumpOf(store),
    sources: store.view.sources(),
    problems: store.view.problems({ limit: 10_000 }).rows.map(({ id: _, ...problem }) => problem),
  };
}

/** Imports, stopping after a number of commits. */
async function importAndStop(store: WritableCase, file: string, commits: number): Promise<'done' | 'interrupted'> {
  const stop = new AbortController();
  let left = commits;
  const stopping = {
    storedSources: () => store.storedSources(),
    source: (id: number) => store.source(id),
    addSource: (identity: Parameters<WritableCase['addSource']>[0]) => store.addSource(identity),
    identitiesElsewhere: (source: number) => store.identitiesElsewhere(source),
    lineHashScheme: () => store.lineHashScheme(),
    rest: () => store.rest(),
    finish: (...args: Parameters<WritableCase['finish']>) => store.finish(...args),
    moveSource: (id: number, to: Parameters<WritableCase['moveSource']>[1]) => store.moveSource(id, to),
    reopen: (id: number) => store.reopen(id),
    commit: (source: number, ...batches: readonly Batch[]) => {
      store.commit(source, ...batches);
      left -= 1;
      if (left === 0) stop.abort();
    },
  };
  return (await importSources({ store: stopping, inputs: [{ path: file, file }], signal: stop.signal, onProgress: () => undefined })).kind;
}

describe('an import that was stopped', () => {
  it('while its source is marked as read leaves nothing of the end, which is told again', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'audit.log');
    const stamp = 'msg=audit(1767225600.000:7)';
    writeFileSync(
      file,
      `type=SYSCALL ${stamp}: arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=70 uid=0 comm="sh" exe="/bin/sh"\ntype=EXECVE ${stamp}: argc=1 a0="sh"\n`,
    );
    const whole = emptyCase(temporaryFolder());
    await importInto(whole, [file]);
    const path = join(folder, 'stopped.workbench');
    openCaseToWrite(path).close();
    const raw = new Database(path);
    raw.exec(`create trigger full before update of is_complete on source when new.is_complete = 1 begin select raise(abort, 'full'); end`);
    const store = openCaseToWrite(path);
    onTestFinished(() => store.close());
    await expect(importInto(store, [file])).rejects.toThrow('full');
    raw.exec('drop trigger full');
    raw.close();
    await importInto(store, [file]);
    expect(stateOf(store)).toEqual(stateOf(whole));
  });

  it('after any batch, and goes on, gives the case of one that was not', async () => {
    const folder = temporaryFolder();
    const file = eventFile(folder);
    const whole = emptyCase(temporaryFolder());
    await importInto(whole, [file]);
    const expected = stateOf(whole);
    for (let commits = 1; commits < BATCHES; commits++) {
      const store = emptyCase(temporaryFolder());
      expect(await importAndStop(store, file, commits)).toBe('interrupted');
      expect(store.view.sources()).toMatchObject([{ isComplete: false }]);
      expect(await importAndStop(store, file, -1)).toBe('done');
      expect(stateOf(store)).toEqual(expected);
    }
  });

  it('after every batch, by a new process each time, gives the case of one that was not', async () => {
    const folder = temporaryFolder();
    const file = eventFile(folder);
    const whole = emptyCase(temporaryFolder());
    await importInto(whole, [file]);
    const path = join(temporaryFolder(), 'a.workbench');
    for (;;) {
      const store = openCaseToWrite(path);
      const outcome = await importAndStop(store, file, 1).finally(() => store.close());
      if (outcome === 'done') break;
    }
    const store = openCaseToWrite(path);
    onTestFinished(() => store.close());
    expect(stateOf(store)).toEqual(stateOf(whole));
  });

  it('by a kill that nothing can catch goes on from its last batch to the same case', async () => {
    const folder = temporaryFolder();
    const file = eventFile(folder);
    const path = join(folder, 'killed.workbench');
    for (let batches = 1; batches < 3; batches++) await importAndBeKilled(path, file, batches);
    const store = openCaseToWrite(path);
    onTestFinished(() => store.close());
    const before = store.storedSources()[0]?.positionLines ?? 0;
    expect(before).toBeGreaterThan(0);
    await importInto(store, [file]);
    const whole = emptyCase(temporaryFolder());
    await importInto(whole, [file]);
    expect(stateOf(store)).toEqual(stateOf(whole));
  });
});

/** Runs the program until its case holds this many batches more, and kills it. */
async function importAndBeKilled(path: string, file: string, batches: number): Promise<void> {
  const child = spawn(process.execPath, [PROGRAM, 'import', file, '--case', path], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  const enough = batches * 4_000;
  while (child.exitCode === null && linesRead(path) < enough) await new Promise(setImmediate);
  child.kill('SIGKILL');
  await exited;
}

function linesRead(path: string): number {
  try {
    const database = new Database(path, { readonly: true, fileMustExist: true });
    try {
      return Number(database.prepare('select max(position_lines) from source').pluck().get());
    } finally {
      database.close();
    }
  } catch {
    // Not made yet.
    return 0;
  }
}

describe('a case on a full disk', () => {
  it('fails the import, keeps what was committed and takes the rest once there is room', async () => {
    const folder = temporaryFolder();
    const file = eventFile(folder);
    const roomy = openDatabase(join(folder, 'roomy.workbench'), 'write');
    const whole = new WritableCase(roomy.name, roomy);
    onTestFinished(() => whole.close());
    await importInto(whole, [file]);
    const tight = openDatabase(join(folder, 'tight.workbench'), 'write');
    const small = new WritableCase(tight.name, tight);
    onTestFinished(() => small.close());
    tight.pragma(`max_page_count = ${Math.floor(Number(roomy.pragma('page_count', { simple: true })) * 0.6)}`);
    await expect(importInto(small, [file])).rejects.toThrow(/full/);
    expect(small.storedSources()[0]?.positionLines).toBeGreaterThan(0);
    tight.pragma('max_page_count = 1000000');
    await importInto(small, [file]);
    expect(stateOf(small)).toEqual(stateOf(whole));
  });
});
