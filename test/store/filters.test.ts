import { beforeAll, describe, expect, it } from 'vitest';
import type { Filter } from '../../src/model/filter.js';
import { FILTER_HELP, parseFilter } from '../../src/model/filter-grammar.js';
import type { WritableCase } from '../../src/store/write.js';
import { type Actor, dnsLine, enterpriseLine, execIdOf, execLine, exitLine, hookAcceptLine, hookLine, timeAt } from '../tetragon-lines.js';
import { linkedLines } from './case-of.js';
import { CONTAINERS } from './drawn-tree.js';
import { finding } from './finding.js';

const inside = (name: 'web' | 'db') => (CONTAINERS[name] === undefined ? {} : { container: CONTAINERS[name] });
const init: Actor = { pid: 1, at: 1, binary: '/sbin/init' };
const entry: Actor = { pid: 20, at: 10, binary: '/usr/bin/entry.sh', parent: init, ...inside('web') };
const node: Actor = { ...entry, at: 10.5, binary: '/usr/bin/node', flags: 'execve', parent: entry, uid: 1000 };
const sh: Actor = { pid: 30, at: 400, binary: '/bin/SH', arguments: '-c [a] "Ä"', parent: node, ...inside('web') };
const probe: Actor = { pid: 40, at: 500, binary: '/bin/probe', parent: init, ...inside('db'), mayBeProbe: true, inInitTree: false };
const enter: Actor = { pid: 50, at: 500, binary: '/bin/enter', parent: init, ...inside('db'), inInitTree: false };
const postgres: Actor = { pid: 60, at: 12, binary: '/bin/postgres', parent: init, ...inside('db') };
const orphan: Actor = { pid: 70, at: 600, binary: '/bin/orphan', parent: execIdOf({ pid: 77, at: 2 }) };

/**
 *     init 1
 *       entry.sh ⇒ node 20 #web main   10.0.0.1:4000 > 10.0.0.2:5432, resolves db.example
 *         SH 30 #web late !450         10.0.0.1:4001 > 203.0.113.7:443, fd00::1 > 2001:db8::7:443
 *       postgres 60 #db main           10.0.0.2:5432 < 10.0.0.1:4000
 *       probe 40, enter 50 #db
 *     ? 77
 *       orphan 70
 */
const LINES: readonly string[] = [
  ...[init, entry, node, sh, probe, enter, postgres, orphan].map(execLine),
  exitLine(sh, 450),
  hookLine(node, 'tcp_connect', { local: '10.0.0.1:4000', remote: '10.0.0.2:5432', cookie: '1', at: 20 }),
  hookAcceptLine(postgres, { local: '10.0.0.2:5432', remote: '10.0.0.1:4000', cookie: '2', at: 20.001 }),
  enterpriseLine('process_connect', sh, {
    local: '10.0.0.1:4001',
    remote: '203.0.113.7:443',
    cookie: '3',
    at: 401,
    names: ['c2.EXAMPLE.', 'alias.example.'],
  }),
  enterpriseLine('process_connect', sh, { local: 'fd00::1:9', remote: '2001:db8::7:443', cookie: '4', at: 402, protocol: 'UDP' }),
  dnsLine(node, 19, { name: 'db.example', ips: ['10.0.0.2'] }),
  dnsLine(sh, 400.5, { name: 'nowhere.example', rcode: 3 }),
];

let store: WritableCase;
beforeAll(async () => {
  store = await linkedLines(LINES);
  store.saveJudgement({ findings: [finding(store, 30)], incidents: [] });
});

function filterOf(text: string): Filter {
  const parsed = parseFilter(text);
  if (parsed.kind === 'error') throw new Error(`${text}: ${parsed.message}`);
  return parsed.filter;
}

const pids = (text: string) =>
  store.view
    .processes(filterOf(text), { limit: 100 })
    .rows.map(({ pid }) => pid)
    .sort((a, b) => a - b);

const ALL = [1, 20, 30, 40, 50, 60, 70, 77];
const without = (...some: readonly number[]) => ALL.filter((pid) => !some.includes(pid));

describe('processes by', () => {
  it.each<[string, readonly number[]]>([
    ['', ALL],
    ['namespace:tenant', [20, 30, 40, 50, 60]],
    ['!namespace:tenant', [1, 70, 77]],
    ['pod:web', [20, 30]],
    ['pod:=web-pod', [20, 30]],
    ['pod:=web', []],
    ['pod:WEB-*', [20, 30]],
    ['pod:web,db', [20, 30, 40, 50, 60]],
    ['!pod:web', without(20, 30)],
    ['workload:db', [40, 50, 60]],
    ['container:web', [20, 30]],
    [`container:${'a'.repeat(12)}`, [20, 30]],
    ['image:db:1', [40, 50, 60]],
    ['node:node-1', ALL],
    ['node:=node', []],
    ['binary:node', [20]],
    ['binary:=/usr/bin/node', [20]],
    ['binary:=node', [20]],
    ['binary:*/entry.sh', [20]],
    ['binary:=entry.sh', [20]],
    ['!binary:*/entry.sh', without(20)],
    ['binary:sh', [20, 30]],
    ['binary:*/?h', [30]],
    ['args:[a]', [30]],
    ['args:*[a]*', [30]],
    ['args:ä', [30]],
    ['args:Ä', [30]],
    ['args:*Ä*', [30]],
    ['args:*', [30]],
    ['!args:*', without(30)],
    ['!args:-c', without(30)],
    [`exec:=${execIdOf(entry)}`, [20]],
    [`exec:=${execIdOf(node)}`, [20]],
    ['exec:=x', []],
    ['parent:node', [30]],
    ['parent:*/entry.sh', [30]],
    ['ancestor:init', [20, 30, 40, 50, 60]],
    ['!ancestor:init', [1, 70, 77]],
    ['pid:1,20', [1, 20]],
    ['pid:20-40', [20, 30, 40]],
    ['!pid:20-40', without(20, 30, 40)],
    ['uid:1000', [20]],
    ['uid:0', [1, 30, 40, 50, 60, 70]],
    ['!uid:1000', without(20)],
    ['addr:10.0.0.1', [20, 30, 60]],
    ['src:10.0.0.1', [20, 30]],
    ['dst:10.0.0.0/24', [20, 60]],
    ['dst:203.0.113.7', [30]],
    ['dst:2001:db8::/32', [30]],
    ['dst:::ffff:203.0.113.7', [30]],
    ['dst:::ffff:203.0.113.0/120', [30]],
    ['dst:::/0', [30]],
    ['dst:0.0.0.0/0', [20, 30, 60]],
    ['!dst:0.0.0.0/0', [1, 40, 50, 70, 77]],
    ['port:5432', [20, 60]],
    ['port:443-5000', [20, 30, 60]],
    ['dst:203.0.113.7 port:5432', []],
    ['dns:c2.example', [30]],
    ['dns:=alias.example', [30]],
    ['dns:*.example', [20, 30]],
    ['dns:db.example', [20]],
    ['!dns:db.example', without(20)],
    ['protocol:udp', [30]],
    ['protocol:tcp', [20, 30, 60]],
    ['direction:inbound', [60]],
    ['direction:outbound', [20, 30]],
    ['!direction:outbound', without(20, 30)],
    ['late', [30]],
    ['!late', without(30)],
    ['entered', [50]],
    ['probe', [40]],
    ['main', [20, 60]],
    ['external', [30]],
    ['!external', without(30)],
    ['connected', [20, 30, 60]],
    ['finding', [30]],
    ['!finding', without(30)],
    ['inferred', [77]],
    ['running', [1, 20, 40, 50, 60, 70]],
    ['exited', [30]],
    ['node', [20]],
    ['web', [20, 30]],
    ['!web', without(20, 30)],
    ['late pod:web', [30]],
    ['late pod:db', []],
    [`since:${timeAt(451)}`, without(30)],
    [`since:${timeAt(449)}`, ALL],
    [`until:${timeAt(11)}`, [1, 20, 77]],
    [`since:${timeAt(12)} until:${timeAt(13)}`, [1, 20, 60, 77]],
  ])('%s', (text, expected) => {
    expect(pids(text)).toEqual(expected);
    expect(
      Array.from(store.view.matchingProcesses(filterOf(text)), (id) => store.view.process(id)?.pid ?? -1).sort((a, b) => a - b),
    ).toEqual(expected);
  });

  it('every key and flag of the grammar, one way or its opposite, and never both', () => {
    for (const { example, kind } of FILTER_HELP) {
      const matching = pids(example);
      if (kind !== 'time') expect([...matching, ...pids(`!${example}`)].sort((a, b) => a - b)).toEqual(ALL);
    }
  });
});

describe('connections by', () => {
  const connections = (text: string) =>
    store.view
      .connections(filterOf(text), { limit: 100 })
      .rows.map(({ local, direction }) => `${local?.port}${direction === 'inbound' ? '<' : '>'}`)
      .sort();

  it.each<[string, readonly string[]]>([
    ['', ['4000>', '4001>', '5432<', '9>']],
    ['dst:203.0.113.7', ['4001>']],
    ['!dst:203.0.113.7', ['4000>', '5432<', '9>']],
    ['dns:alias', ['4001>']],
    ['dns:=c2.EXAMPLE', ['4001>']],
    ['dns:=alias.example', ['4001>']],
    ['!dns:example', ['5432<', '9>']],
    ['proto:udp', ['9>']],
    ['dir:inbound', ['5432<']],
    ['external', ['4001>', '9>']],
    ['!external', ['4000>', '5432<']],
    ['pod:web', ['4000>', '4001>', '9>']],
    ['binary:*/entry.sh', ['4000>']],
    ['late', ['4001>', '9>']],
    ['finding', ['4001>', '9>']],
    ['port:443', ['4001>', '9>']],
    ['203.0.113', ['4001>']],
    ['c2.example', ['4001>']],
    ['db-pod', ['4000>', '5432<']],
    [`since:${timeAt(401)} until:${timeAt(401)}`, ['4001>']],
    ['pid:60', ['5432<']],
    ['parent:node', ['4001>', '9>']],
  ])('%s', (text, expected) => {
    expect(connections(text)).toEqual([...expected].sort());
  });
});

describe('DNS messages by', () => {
  it.each<[string, readonly string[]]>([
    ['', ['db.example', 'nowhere.example']],
    ['dns:db', ['db.example']],
    ['dns:=db.example', ['db.example']],
    ['dns:*.example', ['db.example', 'nowhere.example']],
    ['dns:db.*', ['db.example']],
    ['!dns:db.example', ['nowhere.example']],
    ['dst:10.0.0.2', ['db.example']],
    ['port:53', ['db.example', 'nowhere.example']],
    ['pid:30', ['nowhere.example']],
    ['late', ['nowhere.example']],
    ['nowhere', ['nowhere.example']],
    ['","', []],
    ['10.0.0.2', ['db.example']],
    [`until:${timeAt(20)}`, ['db.example']],
  ])('%s', (text, expected) => {
    expect(store.view.dnsMessages(filterOf(text), { limit: 100 }).rows.flatMap(({ names }) => names)).toEqual(expected);
  });
});
