import type { FormatName } from '../../model/source.js';

/** A copy of a process, with what its image's id tells. */
export interface CopyRow {
  node: string;
  ahead_us: number;
  image: number;
  exec_id: string;
  image_pid: number;
  boot_us: number | null;
  origin: FormatName;
  exit_us: number | null;
  copy: number | null;
  role: number | null;
  first_us: number | null;
  event: number | null;
  parent_pid: number | null;
  cluster: string | null;
  pid: number | null;
  tid: number | null;
  uid: number | null;
  auid: number | null;
  user_name: string | null;
  cwd: string | null;
  binary: string | null;
  arguments: string | null;
  flags: string | null;
  start_us: number | null;
  start_ns: number | null;
  parent_image: number | null;
  docker: string | null;
  pod: number | null;
  container_pid: number | null;
  may_be_probe: number | null;
  is_in_init_tree: number | null;
  is_fileless: number | null;
  capabilities: number | null;
}

/** Columns of a `CopyRow`, in its order: of image `i` on machine `m`, its copy `d` and its parent `p`. */
export const COPY_COLUMNS = `coalesce(m.host, i.node), coalesce(m.ahead_us, 0), i.id, i.exec_id, i.pid, i.boot_ns / 1000, i.origin,
    (select min(time_us) from exit_fact x where x.image = i.id), d.id, d.role, d.first_us, d.event, p.pid, d.cluster, d.pid, d.tid, d.uid, d.auid, d.user_name, d.cwd,
    d.binary, d.arguments, d.flags, d.start_us, d.start_ns, d.parent_image, d.docker, d.pod, d.container_pid, d.may_be_probe, d.is_in_init_tree, d.is_fileless,
    d.capabilities`;

/** A row of `COPY_COLUMNS` as SQLite gives it. */
export type CopyValues = [
  node: CopyRow['node'],
  ahead_us: CopyRow['ahead_us'],
  image: CopyRow['image'],
  exec_id: CopyRow['exec_id'],
  image_pid: CopyRow['image_pid'],
  boot_us: CopyRow['boot_us'],
  origin: CopyRow['origin'],
  exit_us: CopyRow['exit_us'],
  copy: CopyRow['copy'],
  role: CopyRow['role'],
  first_us: CopyRow['first_us'],
  event: CopyRow['event'],
  parent_pid: CopyRow['parent_pid'],
  cluster: CopyRow['cluster'],
  pid: CopyRow['pid'],
  tid: CopyRow['tid'],
  uid: CopyRow['uid'],
  auid: CopyRow['auid'],
  user_name: CopyRow['user_name'],
  cwd: CopyRow['cwd'],
  binary: CopyRow['binary'],
  arguments: CopyRow['arguments'],
  flags: CopyRow['flags'],
  start_us: CopyRow['start_us'],
  start_ns: CopyRow['start_ns'],
  parent_image: CopyRow['parent_image'],
  docker: CopyRow['docker'],
  pod: CopyRow['pod'],
  container_pid: CopyRow['container_pid'],
  may_be_probe: CopyRow['may_be_probe'],
  is_in_init_tree: CopyRow['is_in_init_tree'],
  is_fileless: CopyRow['is_fileless'],
  capabilities: CopyRow['capabilities'],
];

/** The row by the names of its columns: rows that are read as objects cost twice as much. By place, since taking an array apart is slow until it is compiled. */
export function copyOf(values: CopyValues): CopyRow {
  return {
    node: values[0],
    ahead_us: values[1],
    image: values[2],
    exec_id: values[3],
    image_pid: values[4],
    boot_us: values[5],
    origin: values[6],
    exit_us: values[7],
    copy: values[8],
    role: values[9],
    first_us: values[10],
    event: values[11],
    parent_pid: values[12],
    cluster: values[13],
    pid: values[14],
    tid: values[15],
    uid: values[16],
    auid: values[17],
    user_name: values[18],
    cwd: values[19],
    binary: values[20],
    arguments: values[21],
    flags: values[22],
    start_us: values[23],
    start_ns: values[24],
    parent_image: values[25],
    docker: values[26],
    pod: values[27],
    container_pid: values[28],
    may_be_probe: values[29],
    is_in_init_tree: values[30],
    is_fileless: values[31],
    capabilities: values[32],
  };
}
