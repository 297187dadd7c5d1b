import { DIRECTIONS, SCOPES } from '../model/link/connection-columns.js';
import { NAME_ORIGINS } from '../model/link/name-lists.js';

/** SQL for the text of a number that `connection_text` holds. */
function textOf(column: string): string {
  return `(select t.text from connection_text t where t.id = c.${column}) as ${column}`;
}

/** SQL for the text that stands at a number's place in a list; nothing for an empty one. */
function textIn(column: string, texts: readonly string[]): string {
  return `case c.${column} ${texts.map((text, at) => (text === '' ? '' : `when ${at} then '${text}'`)).join(' ')} end`;
}

/** The only name, as a list of what is told of it. */
const ONLY_NAME = `json_array(json_patch('{}', json_object('name', (select t.text from connection_text t where t.id = c.name), 'from', ${textIn('name_from', NAME_ORIGINS)},
    'note', (select t.text from connection_text t where t.id = c.name_note), 'atUs', c.name_us, 'event', c.name_event)))`;

/**
 * Connections as rows of numbers: nodes, addresses, pods and names repeat in most of them and stand once, in `connection_text`. What asks
 * of connections asks the view, which says texts, and pays for those alone that it asks for. `events` are those that tell of it, packed.
 */
export const CONNECTIONS = `
create table connection_text (id integer primary key, text text not null) strict;

create table numbered_connection (
  id integer primary key,
  process integer not null references process(id),
  node integer not null,
  container integer,
  protocol integer not null,
  direction integer not null,
  is_direction_inferred integer not null,
  local_ip integer,
  local_port integer,
  remote_ip integer,
  remote_port integer,
  scope integer not null,
  opened_us integer,
  opened_ns integer not null,
  closed_us integer,
  closed_ns integer not null,
  bytes_sent integer,
  bytes_received integer,
  attempts integer not null,
  cookie any,
  remote_namespace integer,
  remote_pod integer,
  remote_workload integer,
  remote_container integer,
  is_remote_inferred integer not null,
  peer integer,
  name integer,
  name_from integer,
  name_note integer,
  name_us integer,
  name_event integer,
  events blob not null,
  -- What few have: several names, and what the network or heartbeats alone tell.
  several_names text,
  remote_identity integer,
  verdict integer,
  drop_reason integer,
  requests text,
  is_sampled integer not null default 0,
  absent_us integer
) strict;

drop view if exists connection;
create view connection as select c.id, c.process, ${textOf('node')}, c.container, ${textOf('protocol')}, ${textIn('direction', DIRECTIONS)} as direction,
  c.is_direction_inferred, ${textOf('local_ip')}, c.local_port, ${textOf('remote_ip')}, c.remote_port, ${textIn('scope', SCOPES)} as scope, c.opened_us, c.opened_ns, c.closed_us, c.closed_ns,
  c.bytes_sent, c.bytes_received, c.attempts, c.cookie, ${textOf('remote_namespace')}, ${textOf('remote_pod')}, ${textOf('remote_workload')}, c.remote_container,
  c.is_remote_inferred, c.peer, case when c.name is null then c.several_names else ${ONLY_NAME} end as names,
  coalesce((select t.text from connection_text t where t.id = c.name), c.several_names ->> '$[0].name') as first_name, c.several_names, c.events, ${textOf('remote_identity')}, ${textOf('verdict')},
  ${textOf('drop_reason')}, c.requests, c.is_sampled, c.absent_us
from numbered_connection c;
`;
