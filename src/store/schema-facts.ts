/**
 * Facts are what sources said, one row per thing said; links are worked out from facts alone, and made anew whenever facts came in.
 * Times are microseconds since the epoch with the nanoseconds below in `…_ns`. Ports of 0 were not told.
 */
export const FACTS = `
create table setting (name text primary key, value text not null) strict, without rowid;

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
