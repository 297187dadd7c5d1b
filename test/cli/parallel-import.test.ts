import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Database } from '../../src/store/binding.js';
import {
  type Actor,
  type ContainerInStory,
  dnsLine,
  enterpriseLine,
  execLine,
  exitLine,
  hookLine,
  kprobeLine,
  unknownParent,
} from '../tetragon-lines.js';
import { inProcess } from './in-process.js';
import { type Desk, desk, PROGRAM } from './workbench.js';

/** Longer files than 8 MiB are read by a thread of their own. */
const BYTES = 9_500_000;

const init: Actor = { pid: 1, at: 1, binary: '/sbin/init', flags: 'procFS auid' };
const CONTAINERS = Array.from(
  { length: 12 },
  (_, at): ContainerInStory => ({
    id: `${at}`.padStart(64, 'c0ffee'),
    name: 'worker',
    pod: `worker-${at}`,
    namespace: 'jobs',
    startedAt: 3,
    workload: 'worker',
  }),
);

/** What the n-th job of a cluster has its agent say: of a process, its child, their connections, names and ends. */
function linesOfJob(n: number): readonly string[] {
  const at = 10 + n;
  const container = CONTAINERS[n % CONTAINERS.length] ?? CONTAINERS[0];
  const placed = container === undefined ? {} : { container };
  const shell: Actor = {
    pid: 1_000 + 2 * n,
    at,
    binary: '/bin/sh',
    arguments: `-c job ${n}`,
    parent: init,
    ...placed,
    more: { refcnt: n },
  };
  const parent = n % 9 === 0 ? unknownParent(500 + n) : shell;
  const curl: Actor = {
    pid: 1_001 + 2 * n,
    at: at + 0.1,
    binary: '/usr/bin/curl',
    arguments: `https://host-${n % 40}/`,
    parent,
    ...placed,
  };
  const socket = { local: `10.0.0.9:${20_000 + n}`, remote: `203.0.113.${n % 200}:443`, cookie: `${2 ** 40 + n}` };
  const stats = Array.from({ length: 8 }, (_, turn) =>
    enterpriseLine('process_sock_stats', curl, { ...socket, at: at + 0.3 + turn / 100, sent: 100 * turn, received: n }),
  );
  return [
    execLine(shell),
    execLine(curl),
    dnsLine(curl, at + 0.15, { name: `host-${n % 40}.example`, ips: [`203.0.113.${n % 200}`] }),
    n % 2 === 0
      ? enterpriseLine('process_connect', curl, { ...socket, at: at + 0.2, names: [`host-${n % 40}.example`] })
      : hookLine(curl, 'tcp_connect', { ...socket, at: at + 0.2 }),
    ...stats,
    kprobeLine(curl, 'security_file_permission', at + 0.5, [{ file_arg: { path: `/tmp/${n}` } }, { int_arg: 2 }]),
    enterpriseLine('process_close', curl, { ...socket, at: at + 0.6, sent: 900, received: n }),
    exitLine(curl, at + 0.7, n % 5 === 0 ? { signal: 'SIGKILL' } : { status: n % 3 }),
    ...(n % 4 === 0 ? [] : [exitLine(shell, at + 0.8)]),
    ...(n % 40 === 7 ? ['', '{"process_exec":{', 'level=info msg="Exit probe on"', '[1,2]'] : []),
  ];
}

/** A file of jobs, its last line cut off. */
function jobs(): string {
  const lines: string[] = [];
  for (let n = 0, bytes = 0; bytes < BYTES; n++) {
    const told = linesOfJob(n);
    lines.push(...told);
    bytes += told.reduce((sum, line) => sum + line.length + 1, 0);
  }
  return `${lines.join('\n')}\n${execLine(init).slice(0, 100)}`;
}

/** What a case tells, its source by the name of the plain file. */
interface Told {
  readonly report: object;
  readonly listings: Readonly<Record<string, readonly string[]>>;
}

const PLAIN = 'jobs.jsonl';
const PACKED = 'jobs.jsonl.gz';
const LISTINGS = ['processes', 'connections', 'dns', 'timeline', 'problems'];

let at: Desk;
let whole: Told;
beforeAll(async () => {
  at = desk();
  const text = jobs();
  at.file(PLAIN, text);
  writeFileSync(at.path(PACKED), gzipSync(text, { level: 1 }));
  whole = await told(PLAIN, 'whole.db');
});
afterAll(() => at.clear());

const importing = (file: string, name: string) => ['import', at.path(file), '--case', at.path(name), '--format', 'json', '--quiet'];

/** Imports the file, or what is left of it, and asks the case for all that it has. */
async function told(file: string, name: string): Promise<Told> {
  const { code, stdout, stderr } = at.workbench(importing(file, name));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  // The file's own size is all that may differ.
  const { case: _, ...report } = JSON.parse(stdout.replaceAll(PACKED, PLAIN), (key, value) => (key === 'sizeBytes' ? undefined : value));
  const listings: Record<string, readonly string[]> = {};
  for (const listing of LISTINGS) {
    const listed = await inProcess([listing, '--case', at.path(name), '--format', 'ndjson', '--quiet'], {}, at.folder);
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    listings[listing] = listed.stdout.replaceAll(PACKED, PLAIN).split('\n');
  }
  return { report, listings };
}

/** The lines of listings that are not the same: the whole of them is too long for a person. */
function differences(one: Told, other: Told): readonly string[] {
  return LISTINGS.flatMap((listing) => {
    const [left = [], right = []] = [one.listings[listing], other.listings[listing]];
    const longest = Math.max(left.length, right.length);
    const places = Array.from({ length: longest }, (_, place) => place).filter((place) => left[place] !== right[place]);
    return places.slice(0, 3).map((place) => `${listing} ${place}: ${left[place]} / ${right[place]}`);
  });
}

/** How far a case's only source was read, and whether to its end; at -1 while nobody can tell. */
function positionIn(path: string): { readonly bytes: number; readonly isComplete: boolean } {
  if (!existsSync(path)) return { bytes: -1, isComplete: false };
  const database = new Database(path, { readonly: true });
  try {
    const row = database.prepare<[], readonly [number, number]>('select position_bytes, is_complete from source').raw().get();
    return { bytes: row?.[0] ?? -1, isComplete: row?.[1] === 1 };
  } catch {
    // Its tables are being made.
    return { bytes: -1, isComplete: false };
  } finally {
    database.close();
  }
}

/** Imports, and kills the program as soon as the case meets a condition. True when it ended by itself. */
async function importUntil(name: string, isTimeToDie: (position: ReturnType<typeof positionIn>) => boolean): Promise<boolean> {
  const child = spawn(process.execPath, [PROGRAM, ...importing(PLAIN, name)], { cwd: at.folder, stdio: 'ignore' });
  const ended = new Promise<boolean>((resolve) => child.on('close', (code) => resolve(code === 0)));
  await vi.waitFor(
    () => expect(child.exitCode !== null || child.signalCode !== null || isTimeToDie(positionIn(at.path(name)))).toBe(true),
    { timeout: 30_000, interval: 5 },
  );
  child.kill('SIGKILL');
  return ended;
}

describe('a file that is read beside the thread that writes', () => {
  it('says what its compressed copy says, which the thread that writes reads itself', async () => {
    const packed = await told(PACKED, 'packed.db');
    expect(differences(packed, whole)).toEqual([]);
    expect(packed.report).toEqual(whole.report);
  });

  it('leaves out as many of each line as another source holds, wherever they stand, as its compressed copy does', async () => {
    const lines = readFileSync(at.path(PLAIN), 'utf8').split('\n');
    // Parts of it hold some of these, one line twice, and parts hold none.
    at.file('before.jsonl', `${[...lines.slice(40, 900), ...lines.slice(50, 60), ...lines.slice(-300, -100)].join('\n')}\n`);
    const beside: Told[] = [];
    for (const [file, name] of [
      [PLAIN, 'beside.db'],
      [PACKED, 'beside-packed.db'],
    ] as const) {
      expect(at.workbench(importing('before.jsonl', name)).code).toBe(0);
      beside.push(await told(file, name));
    }
    const [plain = whole, packed = whole] = beside;
    expect(differences(plain, packed)).toEqual([]);
    expect(plain.report).toEqual(packed.report);
    expect(plain.report).not.toEqual(whole.report);
    expect(JSON.stringify(plain.report)).toMatch(/"duplicate":1?\d{3}\b/);
  }, 60_000);

  it('and a large file after it say what their compressed copies say', async () => {
    const lines = readFileSync(at.path(PLAIN), 'utf8').split('\n');
    at.file('other.jsonl', `${lines.map((line) => line.replaceAll('c0ffee', 'decade')).join('\n')}\n`);
    const { code, stderr, stdout } = at.workbench([...importing(PLAIN, 'two.db'), at.path('other.jsonl')]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    writeFileSync(at.path('other.jsonl.gz'), gzipSync(readFileSync(at.path('other.jsonl')), { level: 1 }));
    const packed = at.workbench([...importing(PACKED, 'two-packed.db'), at.path('other.jsonl.gz')]);
    const { totals, sources } = JSON.parse(stdout);
    const told = JSON.parse(packed.stdout);
    expect(totals).toEqual(told.totals);
    expect(sources.map(({ kinds, ignored }: { kinds: object; ignored: object }) => ({ kinds, ignored }))).toEqual(
      told.sources.map(({ kinds, ignored }: { kinds: object; ignored: object }) => ({ kinds, ignored })),
    );
  }, 60_000);

  it('says the same when its import was killed again and again', async () => {
    // While nothing is kept yet, then whenever so much more is, at last before it is linked.
    const deaths = [await importUntil('killed.db', () => existsSync(at.path('killed.db')))];
    for (let kept = 0, step = 0, isRead = false; !isRead; step = 2 * 1024 * 1024) {
      deaths.push(await importUntil('killed.db', ({ bytes, isComplete }) => bytes > kept + step || isComplete));
      ({ bytes: kept, isComplete: isRead } = positionIn(at.path('killed.db')));
    }
    expect(deaths.filter((isByItself) => !isByItself).length).toBeGreaterThan(2);
    const killed = await told(PLAIN, 'killed.db');
    expect(differences(killed, whole)).toEqual([]);
    expect(killed.report).toEqual(whole.report);
  }, 60_000);

  it('has all of that to say', () => {
    expect(statSync(at.path(PLAIN)).size).toBeGreaterThan(8 * 1024 * 1024);
    expect(whole.report).toMatchObject({
      sources: [{ ignored: { blank: expect.any(Number), 'agent-log': expect.any(Number) } }],
      totals: { processes: expect.any(Number) },
    });
    const counts = LISTINGS.map((listing) => [listing, whole.listings[listing]?.length ?? 0]);
    expect(counts.filter(([, count]) => Number(count) < 25)).toEqual([]);
  });
});
