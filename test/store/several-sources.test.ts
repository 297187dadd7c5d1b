import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_FILTER } from '../../src/model/filter.js';
import type { WritableCase } from '../../src/store/write.js';
import { recording } from '../recordings.js';
import { type Actor, BOOTED_AT_US, execLine, exitLine, hookLine } from '../tetragon-lines.js';
import { emptyCase, importInto, temporaryFolder } from './case-of.js';
import { dumpOf } from './dump.js';

const web = { id: 'a1b2c3d4'.repeat(8), name: 'web', pod: 'web-1', namespace: 'shop' };
const shim: Actor = { pid: 10, at: 5, binary: '/bin/shim' };
const node: Actor = { pid: 200, at: 10, binary: '/bin/node', parent: shim, container: web, containerPid: 1 };
const sh: Actor = { ...node, pid: 300, at: 400, binary: '/bin/sh', arguments: '-c id', parent: node };
const id: Actor = { ...node, pid: 301, at: 401, binary: '/usr/bin/id', parent: sh };
const nc: Actor = { ...node, pid: 302, at: 402, binary: '/bin/nc', arguments: '203.0.113.7 4444', parent: sh };

let serial = 0;

const audited = (at: number, text: string): string =>
  text.replaceAll('STAMP', `msg=audit(${(BOOTED_AT_US / 1e6 + at).toFixed(3)}:${++serial})`);

/** What the audit log says of a process that was executed. */
function auditExec({ pid, at, binary, arguments: args = '', parent }: Actor): string {
  const ppid = typeof parent === 'object' ? parent.pid : 1;
  const argv = [binary, ...args.split(' ').filter((word) => word !== '')];
  return audited(
    at,
    `type=SYSCALL STAMP: arch=c000003e syscall=59 success=yes exit=0 ppid=${ppid} pid=${pid} auid=4294967295 uid=0 gid=0 ses=1 comm="x" exe="${binary}"\n` +
      `type=EXECVE STAMP: argc=${argv.length} ${argv.map((word, place) => `a${place}="${word}"`).join(' ')}\n` +
      'type=EOE STAMP: ',
  );
}

/** What the audit log says of a call to an IPv4 address. */
function auditConnect({ pid, binary, parent }: Actor, at: number, ip: readonly number[], port: number): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0').toUpperCase();
  const address = `0200${hex(port, 4)}${ip.map((part) => hex(part, 2)).join('')}0000000000000000`;
  const ppid = typeof parent === 'object' ? parent.pid : 1;
  return audited(
    at,
    `type=SYSCALL STAMP: arch=c000003e syscall=42 success=yes exit=0 a0=3 ppid=${ppid} pid=${pid} auid=4294967295 uid=0 ses=1 comm="x" exe="${binary}"\n` +
      `type=SOCKADDR STAMP: saddr=${address}\ntype=EOE STAMP: `,
  );
}

const toAttacker = { local: '10.0.0.1:40000', remote: '203.0.113.7:4444' };

const TETRAGON = [shim, node, sh, id, nc].map((actor) => execLine(actor));
const AUDIT = [shim, node, sh, id, nc].map((actor) => auditExec(actor));

async function caseOfFiles(files: Readonly<Record<string, readonly string[]>>): Promise<WritableCase> {
  const folder = temporaryFolder();
  const store = emptyCase(folder);
  for (const [name, lines] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), lines.map((line) => `${line}\n`).join(''));
  }
  await importInto(
    store,
    Object.keys(files).map((name) => join(folder, name)),
  );
  store.link({ lateAfterSeconds: 300 });
  return store;
}

/** Without init, which is known as a parent alone. */
const processesOf = (store: WritableCase) => store.view.processes(NO_FILTER, { limit: 100_000 }).rows.filter(({ pid }) => pid !== 1);
const connectionsOf = (store: WritableCase) => store.view.connections(NO_FILTER, { limit: 100_000 }).rows;

describe('a process that two agents saw', () => {
  it('is one process, and says so', async () => {
    const store = await caseOfFiles({ 'tetragon.jsonl': TETRAGON, 'audit.log': AUDIT });
    expect(processesOf(store).map(({ pid, sources }) => [pid, sources])).toEqual(
      [10, 200, 300, 301, 302].map((pid) => [pid, ['auditd', 'tetragon']]),
    );
  });

  it('is on the machine that the one names, since the other names none', async () => {
    const store = await caseOfFiles({ 'tetragon.jsonl': TETRAGON, 'audit.log': AUDIT });
    expect(new Set(processesOf(store).map((process) => process.node))).toEqual(new Set(['node-1']));
  });

  it('is two where the machines are two: the same pids began at other times', async () => {
    const elsewhere = [shim, node, sh, id, nc].map((actor, at) => auditExec({ ...actor, at: actor.at + 1000 * at * at + 7 }));
    const store = await caseOfFiles({ 'tetragon.jsonl': TETRAGON, 'audit.log': elsewhere });
    expect(processesOf(store)).toHaveLength(10);
  });

  it('is two where two machines keep logs of one name, each in a folder of its own', async () => {
    const store = await caseOfFiles({ 'web/audit.log': [auditExec(sh)], 'db/audit.log': [auditExec({ ...sh, at: 900 }), auditExec(id)] });
    expect(
      processesOf(store)
        .filter(({ binary }) => binary === '/bin/sh')
        .map((process) => process.node),
    ).toEqual(['web/audit', 'db/audit']);
  });

  it('is one though the clocks are an hour apart, its times are those of the more trusted agent, and the clocks are told', async () => {
    const ahead = [shim, node, sh, id, nc].map((actor) => auditExec({ ...actor, at: actor.at + 3600 }));
    const alone = await caseOfFiles({ 'tetragon.jsonl': TETRAGON });
    const store = await caseOfFiles({ 'tetragon.jsonl': TETRAGON, 'audit.log': ahead });
    const starts = (of: WritableCase) => processesOf(of).map(({ pid, startedAtUs }) => [pid, startedAtUs]);
    expect(starts(store)).toEqual(starts(alone));
    const machines = store.sourceReports().map(({ machine }) => machine);
    expect(machines).toEqual([undefined, { host: 'node-1', aheadUs: 3_600_000_000, agreed: 5, compared: 5 }]);
  });

  it('keeps its container, which one of the two does not know, and gives it to a child that only that one saw', async () => {
    const cat: Actor = { pid: 303, at: 403, binary: '/bin/cat', arguments: '/etc/passwd', parent: sh };
    const store = await caseOfFiles({ 'tetragon.jsonl': TETRAGON, 'audit.log': [...AUDIT, auditExec(cat)] });
    const found = processesOf(store).find(({ pid }) => pid === 303);
    expect(found).toMatchObject({
      sources: ['auditd'],
      containerIsInferred: true,
      binary: '/bin/cat',
      parentId: processesOf(store).find(({ pid }) => pid === 300)?.id,
    });
    expect(store.view.container(found?.containerId ?? -1)?.pod).toBe('web-1');
  });

  it('has no arguments where it was executed without any, whatever its fork still ran', async () => {
    const whoami: Actor = { ...node, pid: 304, at: 404, binary: '/usr/bin/whoami', parent: sh };
    const fork = audited(
      403.9,
      'type=SYSCALL STAMP: arch=c000003e syscall=56 success=yes exit=304 ppid=200 pid=300 auid=4294967295 uid=0 ses=1 comm="sh" exe="/bin/sh"\ntype=EOE STAMP: ',
    );
    const store = await caseOfFiles({
      'tetragon.jsonl': [...TETRAGON, execLine(whoami)],
      'audit.log': [...AUDIT, fork, auditExec(whoami)],
    });
    expect(processesOf(store).find(({ pid }) => pid === 304)).toMatchObject({ binary: '/usr/bin/whoami', sources: ['auditd', 'tetragon'] });
    expect(processesOf(store).find(({ pid }) => pid === 304)).not.toHaveProperty('arguments');
  });

  it('has the exec of which one agent lost the event', async () => {
    const swapped: Actor = { ...nc, at: 410, binary: '/bin/socat', flags: 'execve', parent: nc };
    const store = await caseOfFiles({
      'tetragon.jsonl': [...TETRAGON, exitLine(nc, 420)],
      'audit.log': [...AUDIT, auditExec({ ...swapped, parent: sh })],
    });
    expect(
      processesOf(store)
        .find(({ pid }) => pid === 302)
        ?.images.map(({ binary }) => binary),
    ).toEqual(['/bin/nc', '/bin/socat']);
  });
});

describe('a connection that two agents saw', () => {
  const files = {
    'tetragon.jsonl': [...TETRAGON, hookLine(nc, 'tcp_connect', { ...toAttacker, at: 402.5 })],
    'audit.log': [...AUDIT, auditConnect(nc, 402.4, [203, 0, 113, 7], 4444)],
  };

  it('is one connection with the evidence of both', async () => {
    const connections = connectionsOf(await caseOfFiles(files));
    expect(connections).toHaveLength(1);
    expect(connections[0]).toMatchObject({
      local: { ip: '10.0.0.1', port: 40_000 },
      remote: { ip: '203.0.113.7', port: 4444 },
      attempts: 1,
    });
    expect(connections[0]?.sources).toEqual(['auditd', 'tetragon']);
  });

  it('is one connection when one agent was exported twice, with and without its pods', async () => {
    const lines = [
      hookLine(nc, 'tcp_connect', { ...toAttacker, at: 402.5, cookie: '7' }),
      hookLine(nc, 'tcp_close', { ...toAttacker, at: 403.5, cookie: '7' }),
    ];
    const bare = lines.map((line) => line.replace('"policy_name":"story"', '"policy_name":"another"'));
    const once = connectionsOf(await caseOfFiles({ 'tetragon.jsonl': [...TETRAGON, ...lines] }));
    const twice = connectionsOf(await caseOfFiles({ 'tetragon.jsonl': [...TETRAGON, ...lines], 'again.jsonl': [...TETRAGON, ...bare] }));
    const bareOf = ({ id: _, evidence: __, ...rest }: (typeof once)[number]) => rest;
    expect(twice.map(bareOf)).toEqual(once.map(bareOf));
    expect(twice[0]?.evidence).toHaveLength(4);
  });

  it('is one connection when a log was rotated while it was open', async () => {
    const store = await caseOfFiles({
      'tetragon.jsonl.1': [...TETRAGON, hookLine(nc, 'tcp_connect', { ...toAttacker, at: 402.5 })],
      'tetragon.jsonl': [hookLine(nc, 'tcp_close', { ...toAttacker, at: 500 })],
    });
    expect(connectionsOf(store)).toMatchObject([
      { attempts: 1, openedAtUs: BOOTED_AT_US + 402_500_000, closedAtUs: BOOTED_AT_US + 500_000_000 },
    ]);
  });

  it('is two when they were made at other times', async () => {
    const later = { ...files, 'audit.log': [...AUDIT, auditConnect(nc, 480, [203, 0, 113, 7], 4444)] };
    expect(connectionsOf(await caseOfFiles(later))).toHaveLength(2);
  });
});

describe('what a case of several sources says', () => {
  it('does not depend on the order of their import', async () => {
    const files = {
      'tetragon.jsonl': [...TETRAGON, hookLine(nc, 'tcp_connect', { ...toAttacker, at: 402.5 }), exitLine(id, 402)],
      'audit.log': [...AUDIT, auditConnect(nc, 402.4, [203, 0, 113, 7], 4444)],
      'older.jsonl': [shim, node, sh].map((actor) => execLine({ ...actor, at: actor.at + 0.001, node: 'node-2', pid: actor.pid + 1000 })),
    };
    const expected = dumpOf(await caseOfFiles(files));
    const entries = Object.entries(files);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(entries, { minLength: entries.length }), async (shuffled) => {
        expect(dumpOf(await caseOfFiles(Object.fromEntries(shuffled)))).toEqual(expected);
      }),
      { numRuns: 6 },
    );
  });

  const [tetragon, audit] = [recording('range/jobs-app/tetragon.jsonl.gz'), recording('range/jobs-app/audit.log.gz')];
  it.skipIf(tetragon === undefined || audit === undefined)('of real recordings joins what both saw (where recordings are)', async () => {
    const store = emptyCase(temporaryFolder());
    await importInto(store, [audit ?? '', tetragon ?? '']);
    store.link({ lateAfterSeconds: 300 });
    const executed = processesOf(store).filter(({ knownFrom }) => knownFrom === 'exec');
    const shared = executed.filter(({ sources }) => sources.length === 2);
    expect(shared.length / executed.length).toBeGreaterThan(0.95);
  });
});
