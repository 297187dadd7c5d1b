import type { CaseView } from '../../src/model/case-view.js';
import type { TimelineEntry, TimelinePage } from '../../src/model/timeline.js';
import { execSummary, openSummary } from '../../src/model/timeline-summary.js';
import type { Held } from './held-case.js';

/** The timeline of a held case: starts, connections and findings, by time. The filter is not looked at. */
export function fakeTimeline(held: () => Held): Pick<CaseView, 'timeline' | 'timelineDensity'> {
  const within = (sinceUs = 0, untilUs = Number.MAX_SAFE_INTEGER): readonly TimelineEntry[] =>
    entriesOf(held()).filter(({ atUs = -1 }) => atUs >= sinceUs && atUs <= untilUs);
  return {
    timeline: ({ sinceUs, untilUs, kinds }, { after = -1, before = Number.MAX_SAFE_INTEGER, atUs = 0, limit }) => {
      const all = within(sinceUs, untilUs).filter(({ kind }) => kinds === undefined || kinds.includes(kind));
      const asked = all.filter((entry) => entry.id > after && entry.id < before && (entry.atUs ?? 0) >= atUs);
      const isBackward = before !== Number.MAX_SAFE_INTEGER;
      const rows = isBackward ? asked.slice(-limit) : asked.slice(0, limit);
      return { rows, ...neighbours(all, rows, before) };
    },
    timelineDensity: ({ sinceUs, untilUs }, buckets) => {
      const width = (untilUs + 1 - sinceUs) / buckets;
      const counts = new Array<number>(buckets).fill(0);
      for (const { atUs = sinceUs } of within(sinceUs, untilUs)) {
        const bucket = Math.floor((atUs - sinceUs) / width);
        counts[bucket] = (counts[bucket] ?? 0) + 1;
      }
      return counts;
    },
  };
}

/** What stands before and after a page of these. */
function neighbours(all: readonly TimelineEntry[], rows: readonly TimelineEntry[], before: number): Omit<TimelinePage, 'rows'> {
  const first = rows[0]?.id ?? before;
  const last = rows.at(-1)?.id;
  const hasEarlier = all.some(({ id }) => id < first);
  return {
    ...(last === undefined || last === all.at(-1)?.id ? {} : { next: last }),
    ...(hasEarlier ? { previous: Math.min(first, (all.at(-1)?.id ?? 0) + 1) } : {}),
  };
}

function entriesOf({ processes, connections, containers, findings }: Held): readonly TimelineEntry[] {
  const place = (containerId: number | undefined): Pick<TimelineEntry, 'containerName'> => {
    const name = containers[containerId ?? -1]?.name;
    return name === undefined ? {} : { containerName: name };
  };
  const starts = [...processes.values()].map(
    (process): Omit<TimelineEntry, 'id'> => ({
      kind: 'start',
      ...(process.startedAtUs === undefined ? {} : { atUs: process.startedAtUs }),
      process,
      node: process.node,
      ...place(process.containerId),
      summary: execSummary(process.images.at(-1), false),
      ...(process.evidence[0] === undefined ? {} : { evidence: process.evidence[0] }),
    }),
  );
  const opened = connections.map(
    (connection): Omit<TimelineEntry, 'id'> => ({
      kind: 'connect',
      ...(connection.openedAtUs === undefined ? {} : { atUs: connection.openedAtUs }),
      process: connection.process,
      node: connection.node,
      ...place(processes.get(connection.process.id)?.containerId),
      summary: openSummary(connection),
      connectionId: connection.id,
    }),
  );
  const found = findings.map(
    (finding): Omit<TimelineEntry, 'id'> => ({
      kind: 'finding',
      ...(finding.firstSeenUs === undefined ? {} : { atUs: finding.firstSeenUs }),
      process: finding.process,
      summary: finding.title,
      findingId: finding.id,
      level: finding.level,
    }),
  );
  return [...starts, ...opened, ...found].sort((a, b) => (a.atUs ?? 0) - (b.atUs ?? 0)).map((entry, id) => ({ ...entry, id }));
}
