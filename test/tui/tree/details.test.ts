import { describe, expect, it } from 'vitest';
import { NO_CONNECTIONS } from '../../../src/tui/connection-list.js';
import { frameOf } from '../../../src/tui/state.js';
import { detailLines } from '../../../src/tui/tree/detail-lines.js';
import { detailsOf } from '../../../src/tui/tree/details-pane.js';
import { processDetails } from '../../../src/tui/tree/process-details.js';
import { onTreeEvent } from '../../../src/tui/tree/tree-events.js';
import { initialTreeState } from '../../../src/tui/tree/tree-state.js';
import { fakeCase } from '../fake-case.js';
import { STORY } from '../fixtures/story.js';
import { play } from '../play.js';

const view = fakeCase(STORY);
const game = play(view);
const { facts, look } = game.store.state();

function detailsOfPid(pid: number): string {
  const process = view.processes({ terms: [] }, { limit: 100 }).rows.find((one) => one.pid === pid);
  const [row] = view.treeRows([process?.id ?? -1]);
  if (row === undefined) throw new Error(`no process ${pid}`);
  const details = processDetails({ row, ancestors: view.ancestors(row.process.id), connections: NO_CONNECTIONS }, facts);
  return detailLines(details, 100, look)
    .map(({ spans }) => spans.map(({ text }) => text).join(''))
    .join('\n');
}

describe('the details of a process', () => {
  it.each([
    'PID          22848',
    'UID          0',
    'CWD          /',
    'binary       /bin/bash',
    'arguments    -i',
    'start time   2026-11-20T16:36:57.848Z',
    'AUID         unset',
    'exec id      exec-22848-/bin/bash',
    'namespace    tenant-jobs',
    'name         crawler-7c7b',
    'label        app=crawler',
    'ID           crawler-0123456789abcdef0123456',
    'image name   quay.io/example/crawler:v1',
    'node         kind-worker',
    'event kind   process_exec',
    'events.jsonl:22848',
  ])('hold %s', (line) => {
    expect(detailsOfPid(22848)).toContain(line);
  });

  it('begin with what was found, and say why', () => {
    expect(detailsOfPid(22848).split('\n').slice(0, 2)).toEqual([
      '! critical  Reverse shell to c2.example',
      '  a shell and its connection to the outside were seen together',
    ]);
  });

  it('say how late, and how the start of the container is known', () => {
    expect(detailsOfPid(22848)).toContain("  5m12s after container start, known from the runtime's own start time");
  });

  it("name the part in another process's finding", () => {
    expect(detailsOfPid(22840)).toContain('parent in: Reverse shell to c2.example (pid 22848)');
  });

  it('hold every image of the pid', () => {
    expect(detailsOfPid(22258)).toContain('Images of this pid, oldest first\n  /usr/local/bin/docker-entrypoint.sh node server.js\n');
  });

  it('tell a process that ended from one that was not seen to end', () => {
    expect(detailsOfPid(27100)).toMatch(/exit {9}exit 0 after .*, 2026-/);
    expect(detailsOfPid(22848)).toContain('exit         none seen: it was still running');
  });

  it('say that a process is inferred and its start estimated', () => {
    expect(detailsOfPid(1)).toContain('known from   inferred: only named as a parent');
    expect(detailsOfPid(1)).toContain('(estimated)');
  });
});

describe('the details of what is no process', () => {
  it('are a sentence when nothing is selected', () => {
    const frame = frameOf(game.store.state());
    const [state] = onTreeEvent(initialTreeState(), { kind: 'roomChanged' }, frame);
    expect(detailsOf(state, frame, 80).map(({ spans }) => spans[0]?.text)).toEqual(['  Nothing is selected.']);
  });
});
