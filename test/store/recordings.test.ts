import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { NO_FILTER } from '../../src/model/filter.js';
import { parseFilter } from '../../src/model/filter-grammar.js';
import type { Process } from '../../src/model/process.js';
import type { WritableCase } from '../../src/store/write.js';
import { recording } from '../recordings.js';
import { emptyCase, importInto, linkedCase, temporaryFolder } from './case-of.js';

const HAS_RECORDINGS = recording('range') !== undefined;

function eventFiles(): readonly string[] {
  const folder = recording('tetragon');
  if (folder === undefined) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.jsonl'));
}

describe.skipIf(!HAS_RECORDINGS)('published event files (where recordings are)', () => {
  it.each(eventFiles())('%s: every line is accounted for, and everything links', async (name) => {
    const file = join(recording('tetragon') ?? '', name);
    const store = emptyCase(temporaryFolder());
    const { sources, refused } = await importInto(store, [file]);
    expect(refused).toEqual([]);
    for (const { ledger } of sources) {
      const ignored = Object.values(ledger.ignored).reduce((sum, n) => sum + n, 0);
      expect(ledger.records + ignored + ledger.malformed).toBe(ledger.lines);
      expect(Object.values(ledger.kinds).reduce((sum, n) => sum + n, 0)).toBe(ledger.records);
      const text = readFileSync(file, 'utf8');
      expect(ledger.lines).toBe(text.split('\n').length - (text.endsWith('\n') ? 1 : 0));
    }
    store.link({ lateAfterSeconds: 300 });
    const processes = store.view.processes(NO_FILTER, { limit: 100_000 }).rows;
    for (const grouping of ['pod', 'host'] as const)
      expect(store.view.tree(grouping).ids.filter((id) => id > 0)).toHaveLength(processes.length);
  });
});

interface Truth {
  readonly attack_processes: readonly {
    readonly pid: number;
    readonly exec_id: string;
    readonly parent_exec_id: string;
    readonly binary: string;
  }[];
  readonly container_map: readonly { readonly name: string; readonly id: string; readonly ip: string; readonly init_pid: number }[];
}

function truthOf(range: string): Truth {
  return JSON.parse(readFileSync(recording(`range/${range}/truth.json`) ?? '', 'utf8'));
}

function processWith(store: WritableCase, execId: string): Process | undefined {
  const id = store.view.processWithExecId(execId);
  return id === undefined ? undefined : store.view.process(id);
}

function matching(text: string) {
  const parsed = parseFilter(text);
  if (parsed.kind === 'error') throw new Error(parsed.message);
  return parsed.filter;
}

const FORMS = ['tetragon', 'tetragon-k8s', 'tetragon-enterprise'] as const;
describe.skipIf(!HAS_RECORDINGS).each(FORMS)('the recording of the jobs application as %s (where recordings are)', (form) => {
  let store: WritableCase;
  beforeAll(async () => {
    store = await linkedCase([recording(`range/jobs-app/${form}.jsonl.gz`) ?? '']);
  });

  it('tells of as many processes as the other forms', () => {
    expect(store.view.overview().processCount).toBe(1245);
  });

  it('has every process of the attack under its exec id, with its pid and its parent', () => {
    const wrong = truthOf('jobs-app').attack_processes.filter(({ exec_id, pid, parent_exec_id }) => {
      const process = processWith(store, exec_id);
      const parent = processWith(store, parent_exec_id);
      return process?.pid !== pid || (process.id !== parent?.id && process.parentId !== parent?.id);
    });
    expect(wrong).toEqual([]);
  });

  it('has every container with its main process and its address', () => {
    const { container_map } = truthOf('jobs-app');
    const told = container_map.map(({ id, ip, init_pid }) => {
      const container = store.view
        .containers()
        .find(({ containerId }) => containerId.startsWith(id.slice(0, 31)) || id.startsWith(containerId));
      return [id, store.view.process(container?.mainProcess ?? -1)?.pid === init_pid, container?.addresses.includes(ip)];
    });
    expect(told).toEqual(container_map.map(({ id }) => [id, true, true]));
  });

  it('shows the reverse shell with its connection out and the name that it called', () => {
    const shell = truthOf('jobs-app').attack_processes.find(({ pid, binary }) => pid === 1929 && binary === '/usr/bin/bash');
    const process = processWith(store, shell?.exec_id ?? '');
    expect(process).toMatchObject({ pid: 1929, late: 'late', images: [{}, { arguments: '-i' }] });
    expect(store.view.connectionsOf(process?.id ?? 0)).toContainEqual(
      expect.objectContaining({
        direction: 'outbound',
        scope: 'external',
        remote: { ip: '203.0.113.60', port: 8531 },
        remoteNames: [expect.objectContaining({ name: 'fugi.veda-lumora.example' })],
      }),
    );
  });

  it('joins the hop from the crawler to the process of resumes that answered it', () => {
    const { rows } = store.view.connections(matching('dst:10.89.0.7 port:9084 dir:outbound binary:*/curl'), { limit: 100 });
    expect(rows.map(({ peer }) => peer?.process.pid)).toContain(746);
    expect(rows.every(({ peer }) => peer?.process.binary?.includes('php') === true)).toBe(true);
  });

  it('leaves no connection of a peer without its other end', () => {
    const { rows } = store.view.connections(NO_FILTER, { limit: 100_000 });
    const peers = new Map(rows.map(({ id, peer }) => [id, peer?.connectionId]));
    for (const [id, peer] of peers) if (peer !== undefined) expect(peers.get(peer)).toBe(id);
  });
});

describe.skipIf(!HAS_RECORDINGS).each(['benign', 'shell-zoo'])('the recording %s (where recordings are)', (range) => {
  it('is read and linked without a problem', async () => {
    const store = await linkedCase([recording(`range/${range}/tetragon-k8s.jsonl.gz`) ?? '']);
    const [source] = store.view.sources();
    expect(source?.ledger).toMatchObject({ malformed: 0, ignored: {} });
    expect(store.view.problems({ limit: 10 }).rows).toEqual([]);
    const { container_map } = truthOf(range);
    const addresses = new Map(store.view.containers().map((container) => [container.containerId.slice(0, 31), container.addresses]));
    for (const { id, ip } of container_map) {
      const told = addresses.get(id.slice(0, 31));
      if (told !== undefined && told.length > 0) expect(told).toContain(ip);
    }
  });
});
