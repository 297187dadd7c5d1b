/** A change of the case file's shape. Applied in order, each in one transaction, and never edited once released. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** "wbch" in ASCII, in the SQLite header: tells a case file from any other database. */
export const APPLICATION_ID = 0x77626368;

/**
 * Facts are what sources said, one row per thing said; links are worked out from facts alone, and made anew whenever facts came in.
 * Times are microseconds since the epoch with the nanoseconds below in `…_ns`. Ports of 0 were not told.
 */
const FACTS = `
create table source (
  id integer primary key,
  path text not null,
  absolute_path text not null,
  format text not null,
  size_bytes integer not null,
  modified_ms integer not null,
  head_hash text not null,
  position_bytes integer not null default 0,
  position_lines integer not null default 0,
  is_complete integer not null default 0,
  records integer not null default 0,
  malformed integer not null default 0,
  dropped_events integer not null default 0,
  first_us integer,
  last_us integer,
  unfinished_at integer
) strict;

create table source_count (
  source integer not null references source(id) on delete cascade,
  class text not null check (class in ('ignored', 'kind')),
  name text not null,
  n integer not null,
  primary key (source, class, name)
) strict, without rowid;

create table problem (
  id integer primary key,
  source integer not null references source(id) on delete cascade,
  line integer not null,
  byte_offset integer not null,
  severity text not null check (severity in ('refused', 'warning')),
  reason text not null,
  excerpt text not null
) strict;

create table term (id integer primary key, text text not null unique) strict;

create table event (
  id integer primary key,
  source integer not null references source(id) on delete cascade,
  line integer not null,
  byte_offset integer not null,
  byte_length integer not null,
  hash integer not null,
  kind integer not null references term(id),
  time_us integer,
  time_ns integer not null default 0,
  image integer references image(id),
  function integer references term(id),
  policy integer references term(id)
) strict;

create table image (
  id integer primary key,
  exec_id text not null unique,
  node text not null,
  pid integer not null,
  boot_ns integer
) strict;

create table pod_metadata (
  id integer primary key,
  content text not null unique,
  namespace text,
  name text,
  workload text,
  workload_kind text,
  labels text,
  container_id text,
  runtime text,
  container_name text,
  image_id text,
  image text,
  container_start_us integer
) strict;

create table description (
  id integer primary key,
  image integer not null references image(id),
  role integer not null,
  first_us integer,
  event integer not null references event(id),
  node text not null,
  cluster text,
  pid integer not null,
  tid integer,
  uid integer,
  auid integer,
  user_name text,
  cwd text,
  binary text,
  arguments text,
  flags text,
  start_us integer,
  start_ns integer,
  parent_image integer references image(id),
  docker text,
  pod integer references pod_metadata(id),
  container_pid integer,
  may_be_probe integer,
  is_in_init_tree integer,
  is_fileless integer,
  capabilities integer references term(id)
) strict;
create index description_image on description(image);

create table exit_fact (
  event integer primary key references event(id),
  image integer not null references image(id),
  status integer not null,
  signal text,
  time_us integer,
  time_ns integer not null default 0
) strict;

create table socket_fact (
  event integer primary key references event(id),
  image integer not null references image(id),
  operation integer not null,
  is_oriented integer not null,
  protocol text not null,
  local_ip text,
  local_port integer,
  remote_ip text,
  remote_port integer,
  cookie text,
  remote_names text,
  remote_pod integer references pod_metadata(id),
  bytes_sent integer,
  bytes_received integer,
  n integer not null
) strict;

create table dns_fact (
  event integer primary key references event(id),
  image integer not null references image(id),
  is_response integer not null,
  names text not null,
  types text not null,
  rcode text,
  ips text not null,
  server_ip text,
  server_port integer
) strict;

create table file_fact (
  event integer primary key references event(id),
  image integer not null references image(id),
  operation text not null,
  path text not null
) strict;
`;

const LINKS = `
create table link_state (
  id integer primary key check (id = 1),
  revision integer not null,
  facts_event integer not null,
  late_after_seconds integer not null,
  linked_by integer not null,
  is_judged integer not null,
  first_us integer,
  last_us integer
) strict;
insert into link_state values (1, 0, 0, 300, 0, 0, null, null);

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
  addresses text not null default '[]'
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
  child_count integer not null default 0,
  connection_count integer not null default 0,
  has_external integer not null default 0,
  is_fileless integer not null default 0,
  capabilities integer
) strict;

create table process_image (
  image integer primary key references image(id),
  process integer not null references process(id),
  is_head integer not null
) strict;

create table link_problem (
  id integer primary key,
  event integer not null references event(id),
  reason text not null
) strict;

create table process_name (
  name text not null,
  process integer not null references process(id),
  primary key (name, process)
) strict, without rowid;

create table connection (
  id integer primary key,
  process integer not null references process(id),
  node text not null,
  container integer,
  protocol text not null,
  direction text not null,
  is_direction_inferred integer not null,
  local_ip text,
  local_port integer,
  remote_ip text,
  remote_port integer,
  scope text,
  opened_us integer,
  opened_ns integer not null default 0,
  closed_us integer,
  closed_ns integer not null default 0,
  bytes_sent integer,
  bytes_received integer,
  attempts integer not null,
  cookie text,
  remote_namespace text,
  remote_pod text,
  remote_workload text,
  remote_container integer,
  is_remote_inferred integer not null default 0,
  peer integer,
  names text,
  is_open_seen integer not null
) strict;

create table connection_event (
  connection integer not null references connection(id),
  event integer not null references event(id),
  primary key (connection, event)
) strict, without rowid;

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

create table finding_process (
  process integer not null references process(id),
  finding integer not null references finding(id),
  primary key (process, finding)
) strict, without rowid;
`;

export const MIGRATIONS: readonly Migration[] = [
  { name: '001-facts', sql: FACTS },
  { name: '002-links', sql: LINKS },
];

/** Tables that linking fills, children before the tables they refer to. */
export const LINK_TABLES = [
  'finding_process',
  'finding',
  'tree',
  'link_problem',
  'connection_event',
  'connection',
  'process_name',
  'process_image',
  'process',
  'container',
] as const;

/** Indexes on links, made after each linking: filling tables without them is several times faster. */
export const LINK_INDEXES: readonly { readonly name: string; readonly on: string }[] = [
  { name: 'process_parent', on: 'process(parent, start_us)' },
  { name: 'process_node_pid', on: 'process(node, pid, boot_us)' },
  { name: 'process_container', on: 'process(container)' },
  { name: 'process_start', on: 'process(coalesce(start_us, -1), id)' },
  { name: 'process_late', on: 'process(coalesce(start_us, -1), id) where late is not null' },
  { name: 'process_image_process', on: 'process_image(process)' },
  { name: 'connection_process', on: 'connection(process, opened_us)' },
  { name: 'connection_remote', on: 'connection(remote_ip, remote_port)' },
  { name: 'connection_local', on: 'connection(local_ip, local_port)' },
  { name: 'connection_opened', on: 'connection(coalesce(opened_us, closed_us, -1), id)' },
];

/** Indexes on facts that reading needs; made before the first linking, so that a new case is filled without them. */
export const FACT_INDEXES: readonly { readonly name: string; readonly on: string }[] = [
  { name: 'image_node_pid', on: 'image(node, pid, boot_ns)' },
  { name: 'event_image', on: 'event(image)' },
  { name: 'exit_fact_image', on: 'exit_fact(image)' },
  { name: 'dns_fact_image', on: 'dns_fact(image)' },
  { name: 'file_fact_image', on: 'file_fact(image)' },
];
