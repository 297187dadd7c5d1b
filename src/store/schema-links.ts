import { CONNECTIONS } from './schema-connections.js';

/** Links are worked out from facts alone: every table here can be dropped, made and filled anew. Ids hold within one revision. */
export const LINKS = `
create table link_state (
  id integer primary key check (id = 1),
  revision integer not null,
  facts_event integer not null,
  late_after_seconds integer not null,
  linked_by integer not null,
  is_judged integer not null,
  first_us integer,
  last_us integer,
  -- What was counted of all rows then, as JSON.
  totals text
) strict;
insert into link_state values (1, 0, 0, 300, 0, 0, null, null, null);

-- Names that turned out to be of one machine: what is told of node is told of host. Its clock is ahead by ahead_us.
create table machine (
  node text primary key,
  host text not null,
  ahead_us integer not null,
  agreed integer not null,
  compared integer not null
) strict, without rowid;

create table container (
  id integer primary key,
  container_id text not null,
  runtime text,
  name text,
  image text,
  image_id text,
  node text not null,
  namespace text,
  pod text,
  workload text,
  workload_kind text,
  labels text,
  started_us integer,
  started_from text,
  main_process integer,
  process_count integer not null default 0,
  late_count integer not null default 0,
  addresses text not null default '[]',
  artifact text
) strict;

create table process (
  id integer primary key,
  exec_id text not null,
  node text not null,
  cluster text,
  pid integer not null,
  boot_us integer,
  parent integer,
  parent_exec_id text,
  parent_image integer,
  binary text,
  name text,
  arguments text,
  cwd text,
  uid integer,
  auid integer,
  user_name text,
  tid integer,
  flags text,
  start_us integer,
  start_ns integer not null default 0,
  is_start_estimated integer not null default 0,
  image_start_us integer,
  exit_us integer,
  exit_ns integer not null default 0,
  exit_status integer,
  exit_signal text,
  container integer references container(id),
  is_container_inferred integer not null default 0,
  container_pid integer,
  docker text,
  pod integer,
  may_be_probe integer,
  is_in_init_tree integer,
  is_main integer not null default 0,
  late_seconds real,
  late text,
  known_from text not null,
  images text,
  image_event integer,
  child_count integer not null default 0,
  connection_count integer not null default 0,
  first_connection integer,
  has_external integer not null default 0,
  is_fileless integer not null default 0,
  capabilities integer,
  origin text not null default ''
) strict;

create table process_image (
  image integer primary key references image(id),
  process integer not null references process(id),
  is_head integer not null
) strict;

create table link_problem (
  id integer primary key,
  event integer not null,
  reason text not null
) strict;

create table process_name (
  name text not null,
  process integer not null references process(id),
  primary key (name, process)
) strict, without rowid;

${CONNECTIONS}
-- Connections with the same ends, port, name and direction, added up, in order of what they have in common; texts are those of connection_text.
create table conversation (
  id integer primary key,
  node integer,
  container integer,
  direction integer not null,
  protocol integer,
  port integer,
  remote_container integer,
  remote_namespace integer,
  remote_pod integer,
  remote_workload integer,
  remote_ip integer not null,
  name integer,
  scope integer not null,
  connections integer not null,
  paired integer not null,
  attempts integer not null,
  first_us integer,
  last_us integer,
  bytes_sent integer,
  bytes_received integer,
  sampled integer not null,
  from_start integer not null,
  caller_rows integer not null,
  server_rows integer not null
) strict;

-- Connections that are part of none.
create table conversation_left_out (loopback integer not null, unknown_caller integer not null) strict;

create table alert_process (
  event integer primary key,
  process integer not null references process(id),
  is_joined integer not null
) strict;

-- Moments in order of time, untimed ones last: a moment's number is its place, and each page but the last holds as many.
create table moment_page (
  id integer primary key,
  first_us integer,
  moments integer not null,
  packed blob not null
) strict;

create table instance (
  id integer primary key,
  name text not null,
  process integer,
  container integer not null,
  hostnames text not null,
  addresses text not null,
  gateways text not null,
  declared_ports text not null
) strict;

create table instance_name (
  name text primary key,
  instance integer not null references instance(id)
) strict, without rowid;

create table instance_traffic (
  instance integer not null references instance(id),
  us integer not null,
  bytes_in integer not null,
  bytes_out integer not null
) strict;

create table instance_socket (
  instance integer not null references instance(id),
  connection integer not null,
  protocol text not null,
  direction text not null,
  local_ip text not null,
  local_port integer not null,
  remote_ip text,
  remote_port integer,
  state text not null,
  absent_us integer,
  first_us integer not null,
  last_us integer not null,
  gone_us integer,
  heartbeats integer not null
) strict;

create table tree (
  grouping text primary key,
  ids blob not null,
  sizes blob not null,
  depths blob not null,
  flags blob not null,
  groups text not null
) strict;

create table finding (
  id integer primary key,
  content text not null
) strict;

create table incident (
  id integer primary key,
  content text not null
) strict;

create table finding_process (
  process integer not null references process(id),
  finding integer not null references finding(id),
  primary key (process, finding)
) strict, without rowid;
`;
