import { type SourceSpan, streamsOf } from '../../model/link/streams.js';
import type { CaseDatabase } from '../database.js';

interface SpanRow {
  readonly source: number;
  readonly format: string;
  readonly node: string;
  readonly first_us: number;
  readonly last_us: number;
}

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
  const rows = database.prepare<[], SpanRow>(
    `select event_source(f.event) as source, s.format, coalesce(m.host, i.node) as node, min(event_us(f.event)) as first_us, max(event_us(f.event)) as last_us
     from socket_fact f join image i on i.id = f.image join source s on s.id = event_source(f.event) left join machine m on m.node = i.node
     where event_us(f.event) is not null group by 1, 3`,
  );
  for (const { source, format, node, first_us, last_us } of rows.iterate()) {
    const agent = agents.get(`${format} ${node}`) ?? { node, format, spans: [] };
    agent.spans.push({ source, firstUs: first_us, lastUs: last_us });
    agents.set(`${format} ${node}`, agent);
  }
  return agents;
}
