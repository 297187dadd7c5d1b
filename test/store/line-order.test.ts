import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recording } from '../recordings.js';
import {
  type Actor,
  dnsLine,
  enterpriseLine,
  enterpriseListenLine,
  execIdOf,
  execLine,
  exitLine,
  hookAcceptLine,
  hookLine,
  kprobeLine,
  unknownParent,
} from '../tetragon-lines.js';
import { caseOf } from './case-of.js';
import { CONTAINERS, linesOf } from './drawn-tree.js';
import { type CaseDump, dumpOf } from './dump.js';

const { web, db } = CONTAINERS;
const shim: Actor = { pid: 10, at: 5, binary: '/bin/shim' };
const node: Actor = {
  pid: 200,
  at: 10,
  binary: '/bin/node',
  parent: shim,
  ...(web === undefined ? {} : { container: web, containerPid: 1 }),
};
const postgres: Actor = { pid: 400, at: 12, binary: '/bin/postgres', parent: shim, ...(db === undefined ? {} : { container: db }) };
const early: Actor = { ...node, isPodUnknown: true };
const fork: Actor = { ...node, pid: 201, at: 20, parent: node, flags: 'execve' };
const sh: Actor = { ...node, pid: 300, at: 400, binary: '/bin/sh', arguments: '-c nc db.example 5432', parent: node };
/** The same container with other metadata: labels were changed, and one agent rounds its start otherwise. */
const relabelled = (pid: number, version: string, startedAt: number): Actor => ({
  ...node,
  pid,
  at: 50 + pid,
  parent: node,
  ...(web === undefined ? {} : { container: { ...web, startedAt, image: `web:${version}` } }),
});
const redacted: Actor = { ...node, pid: 500, at: 30, execId: '*****', parent: 'redacted-parent' };

const toDb = { local: '10.0.0.1:40000', remote: '10.0.0.2:5432', cookie: '1' };

/** Something of everything whose meaning could depend on what was read before it. */
const STORY: readonly string[] = [
  ...linesOf(`
    shim@5 10
      entry.sh@11 ⇒ node@11.5 250 #web
        ~node@12 ⇒ worker@60 251 #web !90
        sh@20 252 #web !25
        id@30 252 #web !31`),
  execLine(early),
  execLine(postgres),
  kprobeLine(fork, 'tcp_connect', 20.5, []),
  execLine(sh),
  exitLine(sh, 500, { signal: 'SIGKILL' }),
  execLine(redacted),
  execLine(relabelled(700, '1', 10)),
  execLine(relabelled(701, '2', 11)),
  execLine(relabelled(702, '3', 9)),
  exitLine(relabelled(700, '2', 11), 2000),
  exitLine(redacted, 31),
  execLine({ pid: 600, at: 40, binary: '/bin/orphan', parent: unknownParent(10) }),
  execLine({ pid: 601, at: 41, binary: '/bin/orphan', parent: execIdOf({ pid: 77, at: 3 }) }),
  execLine({ ...node, at: 10.004, flags: 'procFS' }),
  enterpriseListenLine(postgres, 13, '0.0.0.0:5432'),
  enterpriseLine('process_connect', sh, { ...toDb, at: 401, names: ['db.example.'] }),
  enterpriseLine('process_accept', postgres, { local: '10.0.0.2:5432', remote: '10.0.0.1:40000', cookie: '9', at: 401.001 }),
  enterpriseLine('process_sock_stats', sh, { ...toDb, at: 402, sent: 10, received: 20 }),
  enterpriseLine('process_close', sh, { ...toDb, at: 403, sent: 30, received: 40 }),
  hookLine(node, 'tcp_connect', { local: '10.0.0.1:40001', remote: '203.0.113.7:443', cookie: '1', at: 404 }),
  hookLine(node, 'tcp_sendmsg', { local: '10.0.0.1:40001', remote: '203.0.113.7:443', cookie: '1', at: 405, sent: 5 }),
  hookLine(node, 'tcp_close', { local: '10.0.0.1:40001', remote: '203.0.113.7:443', cookie: '1', at: 406 }),
  hookAcceptLine(postgres, { local: '10.0.0.2:5432', remote: '10.0.0.1:40002', cookie: '3', at: 407 }),
  hookLine(node, 'tcp_connect', { local: '10.0.0.1:40003', remote: '10.0.0.2:5432', cookie: '4', at: 408 }),
  dnsLine(node, 399, { name: 'api.example', ips: ['203.0.113.7'] }),
  dnsLine(node, 399, { name: 'alias.example', ips: ['203.0.113.7'] }),
  dnsLine(shim, 398, { name: 'third.example', ips: ['203.0.113.7', '203.0.113.8'] }),
  dnsLine(postgres, 398, { name: 'fourth.example', ips: ['203.0.113.8'] }),
  hookLine(sh, 'tcp_connect', { local: '10.0.0.1:40009', remote: '203.0.113.8:443', cookie: '19', at: 404 }),
  hookLine(node, 'tcp_connect', { local: '10.0.0.1:40011', remote: '203.0.113.9:443', at: 404 }),
  hookLine(node, 'tcp_connect', { local: '10.0.0.1:40010', remote: '203.0.113.8:443', at: 404 }),
  hookLine(node, 'tcp_close', { local: '10.0.0.1:40010', remote: '203.0.113.8:443', at: 404 }),
  dnsLine(postgres, 398, { name: 'other.example', ips: ['203.0.113.7'] }),
];

async function dumpInOrder(lines: readonly string[]): Promise<CaseDump> {
  return dumpOf(await caseOf(lines));
}

describe('what a case says does not depend on the order of lines', () => {
  it('of a story that has something of everything', async () => {
    const expected = await dumpInOrder(STORY);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...STORY], { minLength: STORY.length }), async (lines) => {
        expect(await dumpInOrder(lines)).toEqual(expected);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });

  it('when it came from two files', async () => {
    const expected = await dumpInOrder(STORY);
    expect(await dumpInOrder([...STORY.slice(15), ...STORY.slice(0, 15)])).toEqual(expected);
  });

  const real = recording('range/jobs-app/tetragon-k8s.jsonl.gz');
  it.skipIf(real === undefined)('of three hundred lines of a real recording (where recordings are)', async () => {
    const lines = gunzipSync(readFileSync(real ?? ''))
      .toString('utf8')
      .split('\n')
      .slice(5000, 5300);
    const expected = await dumpInOrder(lines);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...lines], { minLength: lines.length }), async (shuffled) => {
        expect(await dumpInOrder(shuffled)).toEqual(expected);
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });
});
