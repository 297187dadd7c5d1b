import { type SourceSpan, streamsOf } from '../../model/link/streams.js';
import type { CaseDatabase } from '../database.js';
import { EventPages } from '../pages/event-pages.js';

/**
 * Fills `temp.stream`: sources that tell the same events of a machine again, as another export of one agent does, by the name of their stream. Sources
 * that are not in it are of their format's first stream. Sockets are paired within a stream, and the same ones joined afterwards.
 */
export function linkStreams(database: CaseDatabase): void {
  database.exec(`
    drop table if exists temp.stream;
    create temp table stream (source integer not null, node text not null, name text not null, primary key (source, node)) without rowid`);
  const insert = database.prepare('insert into temp.stream values (?, ?, ?)');
  for (const group of spansByAgent(database).values()) {
    for (const [source, stream] of streamsOf(group.spans)) if (stream > 0) insert.run(source, group.node, `${group.format} ${stream + 1}`);
  }
}

interface Agent {
  readonly node: string;
  readonly format: string;
  readonly spans: SourceSpan[];
}

function spansByAgent(database: CaseDatabase): ReadonlyMap<string, Agent> {
  const agents = new Map<string, Agent>();
  const several = database.prepare('select 1 from source group by format having count(*) > 1').get() !== undefined;
  if (!several) return agents;
  const formats = new Map(database.prepare<[], readonly [number, string]>('select id, format from source').raw().all());
  for (const { source, node, firstUs, lastUs } of socketSpans(database)) {
    const format = formats.get(source) ?? '';
    const agent = agents.get(`${format} ${node}`) ?? { node, format, spans: [] };
    agent.spans.push({ source, firstUs, lastUs });
    agents.set(`${format} ${node}`, agent);
  }
  return agents;
}

interface SocketSpan {
  readonly source: number;
  readonly node: string;
  firstUs: number;
  lastUs: number;
}

/** When each source told of sockets of each machine, first and last. Memory: a name for each image. */
function socketSpans(database: CaseDatabase): readonly SocketSpan[] {
  const nodes = new Map(
    database
      .prepare<[], readonly [number, string]>('select i.id, coalesce(m.host, i.node) from image i left join machine m on m.node = i.node')
      .raw()
      .all(),
  );
  const spans = new Map<string, SocketSpan>();
  for (const page of new EventPages(database).socketPages()) {
    const places = new Int32Array(page.count);
    page.columnInto('event', places);
    const { source } = page.events;
    for (const place of places) {
      const us = page.events.value('us', place);
      const node = nodes.get(page.events.value('image', place));
      if (Number.isNaN(us) || node === undefined) continue;
      const span = spans.get(`${source} ${node}`) ?? { source, node, firstUs: us, lastUs: us };
      span.firstUs = Math.min(span.firstUs, us);
      span.lastUs = Math.max(span.lastUs, us);
      spans.set(`${source} ${node}`, span);
    }
  }
  return [...spans.values()].sort((a, b) => a.source - b.source || (a.node < b.node ? -1 : 1));
}
