import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { alertFindings } from '../../src/detections/alerts.js';
import { detect } from '../../src/detections/engine.js';
import { NO_FILTER } from '../../src/model/filter.js';
import type { Finding } from '../../src/model/finding.js';
import type { WritableCase } from '../../src/store/write.js';
import { emptyCase, importInto } from '../store/case-of.js';
import { type Actor, execLine, exitLine, timeAt } from '../tetragon-lines.js';

const WEB = { id: 'ab'.repeat(32), name: 'web', pod: 'web-1', namespace: 'shop', startedAt: 1 };
const MAIN: Actor = { pid: 40, at: 1, binary: '/usr/bin/node', arguments: 'app.js', container: WEB };
const SHELL: Actor = { pid: 42, at: 10, binary: '/bin/sh', arguments: '-c "id; ls"', parent: MAIN, container: WEB };

interface Alert {
  readonly at?: number;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly more?: Readonly<Record<string, unknown>>;
}

const FIELDS = { 'container.id': WEB.id.slice(0, 12), 'evt.type': 'execve', 'proc.cmdline': 'sh -c id; ls', 'proc.exepath': '/bin/sh' };

function alertLine({ at = 10.2, fields = {}, more = {} }: Alert = {}): string {
  const time = timeAt(at);
  return JSON.stringify({
    output: `${time}: Notice A shell was spawned`,
    priority: 'Notice',
    rule: 'Terminal shell in container',
    time,
    output_fields: { ...FIELDS, ...fields },
    ...more,
  });
}

/** A case of events and alerts, each in a file of its own, imported in this order. */
async function caseOf(parts: Readonly<Record<string, readonly string[]>>): Promise<WritableCase> {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files = Object.entries(parts).filter(([, lines]) => lines.length > 0);
  for (const [name, lines] of files) writeFileSync(join(folder, name), lines.map((line) => `${line}\n`).join(''));
  const store = emptyCase();
  await importInto(
    store,
    files.map(([name]) => join(folder, name)),
  );
  store.link({ lateAfterSeconds: 300 });
  return store;
}

async function findingsOf(events: readonly string[], alerts: readonly string[]): Promise<readonly Finding[]> {
  return alertFindings((await caseOf({ events, alerts })).detection);
}

const EVENTS = [execLine(MAIN), execLine(SHELL), exitLine(SHELL, 20)];

describe('an alert', () => {
  it('is a finding with its own rule, level and technique, on the process that another source tells of', async () => {
    const [finding, ...others] = await findingsOf(EVENTS, [alertLine({ more: { tags: ['T1059', 'mitre_execution', 'shell'] } })]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      rule: {
        id: 'falco:terminal-shell-in-container',
        title: 'Terminal shell in container',
        level: 'low',
        kind: 'falco',
        attack: ['T1059'],
      },
      title: 'Terminal shell in container: sh -c "id; ls"',
      why: 'Falco: A shell was spawned',
      process: { pid: 42, binary: '/bin/sh' },
      ancestors: [{ pid: 40 }],
      count: 1,
    });
    expect(finding?.evidence[0]).toMatchObject({ line: 1, summary: 'A shell was spawned' });
  });

  it.each<[string, Alert, boolean]>([
    ['a second before', { at: 9.2 }, true],
    ['two seconds before', { at: 8 }, false],
    ['of an exec long after it began', { at: 15 }, false],
    ['of something else long after it began', { at: 15, fields: { 'evt.type': 'openat' } }, true],
    ['after it ended', { at: 25, fields: { 'evt.type': 'openat' } }, false],
    ['of another command line', { fields: { 'proc.cmdline': 'sh -c id' } }, false],
    ['of another program', { fields: { 'proc.cmdline': 'bash -c id; ls', 'proc.exepath': '/bin/bash' } }, false],
    ['of the program by its name alone', { fields: { 'proc.cmdline': null, 'proc.exepath': null, 'proc.name': 'sh' } }, true],
    ['of another container', { fields: { 'container.id': '0123456789ab' } }, false],
    ['of the host', { fields: { 'container.id': 'host' } }, false],
    ['of its pid', { fields: { 'proc.pid': 42 } }, true],
    ['of another pid', { fields: { 'proc.pid': 43 } }, false],
    ['without a time', { more: { time: null } }, false],
  ])('%s is joined to the process, or is not', async (_what, alert, isJoined) => {
    const [finding] = await findingsOf(EVENTS, [alertLine(alert)]);
    expect(finding?.process.pid === 42).toBe(isJoined);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['a name', { priority: 'CRITICAL' }, 'critical'],
    ['a number', { priority: 3 }, 'high'],
    ['a short name', { priority: 'Info' }, 'informational'],
    ['none that there is', { priority: 'Whatever' }, 'medium'],
  ])('has a level by a priority that is %s', async (_what, more, level) => {
    expect((await findingsOf([], [alertLine({ more })]))[0]?.level).toBe(level);
  });

  it('that comes without any other source still says what it saw, and where', async () => {
    const findings = await findingsOf([], [alertLine(), alertLine({ at: 12 }), alertLine({ fields: { 'fd.name': '/etc/shadow' } })]);
    expect(findings.map(({ title, count, process }) => [title, count, process.pid, process.arguments])).toEqual([
      ['Terminal shell in container: sh -c id; ls', 2, 0, '-c id; ls'],
      ['Terminal shell in container: /etc/shadow', 1, 0, '-c id; ls'],
    ]);
  });

  it('is read with the times and values that other clients print', async () => {
    const time = { seconds: String(Date.UTC(2026, 0, 1) / 1000 + 10), nanos: 5 };
    const [finding] = await findingsOf(EVENTS, [alertLine({ more: { time }, fields: { 'proc.pid': '42', 'user.name': '<NA>' } })]);
    expect(finding?.process.pid).toBe(42);
    expect(finding?.evidence[0]?.timeNs).toBe(5);
  });
});

it('a process stands for the place of an alert only where none could be found', async () => {
  const pidsOf = async (parts: Readonly<Record<string, readonly string[]>>) =>
    (await caseOf(parts)).view
      .processes(NO_FILTER, { limit: 100 })
      .rows.map(({ pid }) => pid)
      .sort();
  const alerts = [alertLine()];
  expect(await pidsOf({ events: EVENTS, alerts })).toEqual([40, 42]);
  expect(await pidsOf({ alerts, events: EVENTS })).toEqual([40, 42]);
  expect(await pidsOf({ events: EVENTS, alerts: [...alerts, alertLine({ at: 8 })] })).toEqual([0, 40, 42]);
});

it('alerts stand among the findings of rules, and a run of certain rules leaves the others out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'alerts'), `${alertLine()}\n${alertLine({ more: { rule: 'Other' } })}\n`);
  const store = emptyCase();
  await importInto(store, [join(folder, 'alerts')]);
  store.link({ lateAfterSeconds: 300 });
  const rulesOf = (alerts?: readonly string[]) =>
    detect(store.detection, alerts === undefined ? {} : { alerts }).findings.map(({ rule }) => rule.id);
  expect(rulesOf()).toEqual(['falco:other', 'falco:terminal-shell-in-container']);
  expect(rulesOf(['falco:other'])).toEqual(['falco:other']);
  expect(rulesOf([])).toEqual([]);
});
