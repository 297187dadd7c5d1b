import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Filter, NO_FILTER } from '../../src/model/filter.js';
import { parseFilter } from '../../src/model/filter-grammar.js';
import { TIMELINE_KINDS, type TimelineEntry } from '../../src/model/timeline.js';
import { execLine } from '../tetragon-lines.js';
import { caseOf, importInto, linkedCase, temporaryFolder } from './case-of.js';
import { finding } from './finding.js';

function filterOf(text: string): Filter {
  const parsed = parseFilter(text);
  if (parsed.kind !== 'filter') throw new Error(parsed.message);
  return parsed.filter;
}

const TERMS = ['port:443', 'dst:10.0.0.0/8', 'binary:*/curl', '!binary:*/curl', 'container:crawler', '!container:crawler', 'dns:*.com']
  .concat(['curl', '!bash', 'late', 'external', '!connected', 'direction:outbound', 'protocol:udp', 'uid:0', 'parent:*sh'])
  .map((text) => filterOf(text));

describe('a narrowed timeline', async () => {
  const { view } = await linkedCase(['fixtures/labs/tenant-jobs/events.jsonl.gz']);
  const everything = { limit: 1_000_000 };
  const all = view.timeline({ filter: NO_FILTER }, everything).rows;

  /** What of all entries the lists of processes, connections and messages name. */
  function plainly(filter: Filter): readonly TimelineEntry[] {
    const processes = new Set(view.matchingProcesses(filter));
    const connections = new Set(view.connections(filter, everything).rows.map(({ id }) => id));
    const messages = new Set(view.dnsMessages(filter, everything).rows.map(({ evidence }) => evidence.line));
    return all.filter(({ kind, process, connectionId, evidence }) => {
      if (kind === 'dns') return messages.has(evidence?.line ?? -1);
      return connectionId === undefined ? processes.has(process?.id ?? -1) : connections.has(connectionId);
    });
  }

  it('has what the other lists name, in every span, from every place and of every kind', () => {
    const terms = fc.uniqueArray(fc.constantFrom(...TERMS), { minLength: 1, maxLength: 2 });
    const kinds = fc.option(fc.uniqueArray(fc.constantFrom(...TIMELINE_KINDS), { minLength: 1 }), { nil: undefined });
    const place = fc.integer({ min: 0, max: all.length - 1 });
    fc.assert(
      fc.property(terms, kinds, fc.tuple(place, place), fc.integer({ min: 1, max: 60 }), (chosen, ofKinds, [one, other], limit) => {
        const filter = { terms: chosen.flatMap((part) => part.terms) };
        const query = { filter, ...(ofKinds === undefined ? {} : { kinds: ofKinds }) };
        const expected = plainly(filter).filter(({ kind }) => ofKinds === undefined || ofKinds.includes(kind));
        const [{ id = 0, atUs = 0 } = {}, { atUs: untilUs = 0 } = {}] = [all[one], all[other]];
        expect(view.timeline(query, { limit, after: id }).rows).toEqual(expected.filter((entry) => entry.id > id).slice(0, limit));
        expect(view.timeline(query, { limit, before: id }).rows).toEqual(expected.filter((entry) => entry.id < id).slice(-limit));
        expect(view.timeline({ ...query, untilUs }, { limit, atUs }).rows).toEqual(
          expected.filter((entry) => (entry.atUs ?? 0) >= atUs && (entry.atUs ?? 0) <= untilUs).slice(0, limit),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('a timeline that was read before', () => {
  const shell = { pid: 7, at: 1, binary: '/bin/sh' };

  it('is another one once the case was linked anew', async () => {
    const store = await caseOf([execLine(shell)]);
    const pids = (text?: string) =>
      store.view
        .timeline({ filter: text === undefined ? NO_FILTER : filterOf(text) }, { limit: 10 })
        .rows.map(({ process }) => process?.pid);
    expect([pids(), pids('binary:curl'), store.view.timelineSize()]).toEqual([[7], [], 1]);
    const file = join(temporaryFolder(), 'more.jsonl');
    writeFileSync(file, `${execLine({ pid: 8, at: 0, binary: '/usr/bin/curl' })}\n`);
    await importInto(store, [file]);
    store.link({ lateAfterSeconds: 300 });
    expect([pids(), pids('binary:curl'), store.view.timelineSize()]).toEqual([[8, 7], [8], 2]);
  });

  it('knows the findings that rules came to since', async () => {
    const store = await caseOf([execLine(shell)]);
    const kinds = () => store.view.timeline({ filter: filterOf('finding') }, { limit: 10 }).rows.map(({ kind }) => kind);
    expect(kinds()).toEqual([]);
    store.saveJudgement({ findings: [finding(store, 7)], incidents: [] });
    expect(kinds()).toEqual(['start', 'finding']);
  });
});
