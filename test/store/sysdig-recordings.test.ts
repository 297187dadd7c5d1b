import { beforeAll, describe, expect, it } from 'vitest';
import { detect } from '../../src/detections/engine.js';
import { NO_FILTER } from '../../src/model/filter.js';
import type { WritableCase } from '../../src/store/write.js';
import { recording } from '../recordings.js';
import { linkedCase } from './case-of.js';

const HAS_RECORDINGS = recording('range') !== undefined;

/** Skipped where no recordings lie beside the project. */
describe.skipIf(!HAS_RECORDINGS)('the recording of the jobs application by sysdig (where recordings are)', () => {
  let narrow: WritableCase;
  let wide: WritableCase;
  beforeAll(async () => {
    narrow = await linkedCase([recording('range/jobs-app/sysdig.jsonl.gz') ?? '']);
    wide = await linkedCase([recording('range/jobs-app/sysdig-rich.jsonl.gz') ?? '']);
  });

  const connections = ({ view }: WritableCase) =>
    view
      .connections(NO_FILTER, { limit: 10_000 })
      .rows.map(({ process, protocol, direction, local, remote }) => JSON.stringify([process.pid, protocol, direction, local, remote]))
      .sort();
  const executed = ({ view }: WritableCase) =>
    view
      .processes(NO_FILTER, { limit: 10_000 })
      .rows.filter(({ knownFrom }) => knownFrom === 'exec')
      .map(({ pid, binary, startedAtUs, startedAtNs }) => JSON.stringify([pid, binary, startedAtUs, startedAtNs]))
      .sort();

  it('tells the same connections in its default and in its wide form', () => {
    expect(connections(narrow)).toHaveLength(2066);
    expect(connections(wide)).toEqual(connections(narrow));
  });

  it('tells the same programs in both', () => {
    expect(executed(narrow)).toHaveLength(1104);
    expect(executed(wide)).toEqual(executed(narrow));
  });

  it('accounts for every line', () => {
    for (const { ledger } of [...narrow.view.sources(), ...wide.view.sources()]) {
      const ignored = Object.values(ledger.ignored).reduce((sum, n) => sum + n, 0);
      expect(ledger.records + ignored + ledger.malformed).toBe(ledger.lines);
      expect(ledger.malformed).toBe(0);
    }
  });

  it('has the main process of each container, by its name', () => {
    const named = narrow.view.containers().map(({ name, mainProcess }) => [name, narrow.view.process(mainProcess ?? -1)?.containerPid]);
    expect(named.map(([name]) => name).sort()).toEqual(
      ['coreapi', 'crawler', 'elasticsearch', 'jobposting', 'kafka', 'loader', 'prober', 'recruiter', 'resumes'].sort(),
    );
    expect(new Set(named.map(([, pid]) => pid))).toEqual(new Set([1]));
  });

  it('alone is enough to find both shells, the hop between them and what was sent out', () => {
    for (const { detection } of [narrow, wide]) {
      const { findings } = detect(detection);
      const alarms = findings.filter(({ level }) => level === 'critical' || level === 'high');
      expect(alarms.map(({ rule, process }) => [rule.id, process.pid])).toEqual([
        ['reverse-shell-same-process', 1929],
        ['reverse-shell-pipeline', 2102],
        ['lateral-hop', 2102],
        ['lateral-contact', 1929],
        ['archive-upload', expect.any(Number)],
      ]);
    }
  });
});
