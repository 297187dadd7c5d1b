import type { CaseDatabase } from '../database.js';
import { fileNameSql } from './file-name.js';
import type { ImageColumns } from './image-columns.js';
import type { Late } from './lateness.js';
import type { Places } from './places.js';
import { type ProcessColumns, TRAITS } from './process-columns.js';

/** All that is known of a case's processes before their rows are written. */
export interface LinkedProcesses {
  readonly images: ImageColumns;
  readonly processes: ProcessColumns;
  readonly places: Places;
  late(id: number): Late | undefined;
}

/** Columns of the virtual table `linked_process`: what was worked out. What was told is read where it stands. */
const LINKED = [
  'id',
  'node',
  'image',
  'copy',
  'parent',
  'parent_image',
  'children',
  'exit',
  'container',
  'start_us',
  'late_seconds',
  'late',
  'known_from',
  'traits',
];

/** A column that the only copy tells, else what was gathered from several. */
const told = (column: string, ofCopy = column) => `coalesce(d.${ofCopy}, g.${column})`;
const trait = (bit: number) => `(l.traits & ${bit}) <> 0`;

const INSERT = `
  insert into process (id, exec_id, node, cluster, pid, boot_us, parent, parent_exec_id, parent_image, binary, name, arguments, cwd, uid, auid, user_name,
    tid, flags, start_us, start_ns, is_start_estimated, image_start_us, exit_us, exit_ns, exit_status, exit_signal, container, is_container_inferred,
    container_pid, docker, pod, may_be_probe, is_in_init_tree, is_main, late_seconds, late, known_from, images, image_event, child_count, is_fileless,
    capabilities, origin)
  select l.id, i.exec_id, l.node, ${told('cluster')}, coalesce(d.pid, g.pid, i.pid),
    case when g.process is not null then g.boot_us when not ${trait(TRAITS.isNamedByPid)} then i.boot_ns / 1000 end,
    l.parent, p.exec_id, l.parent_image, ${told('binary')}, case when g.process is null then ${fileNameSql('d.binary')} else g.name end, ${told('arguments')}, ${told('cwd')}, ${told('uid')}, ${told('auid')},
    ${told('user_name')}, ${told('tid')}, ${told('flags')}, l.start_us, coalesce(d.start_ns, g.start_ns, 0), ${trait(TRAITS.isStartEstimated)},
    coalesce(d.start_us, g.image_start_us, l.start_us), x.time_us, coalesce(x.time_ns, 0), x.status, x.signal, l.container,
    ${trait(TRAITS.isContainerInferred)}, ${told('container_pid')}, ${told('docker')}, ${told('pod')}, ${told('may_be_probe')}, ${told('is_in_init_tree')},
    ${trait(TRAITS.isMain)}, l.late_seconds, l.late, l.known_from, g.images, ${told('event')}, l.children, coalesce(d.is_fileless, g.is_fileless, 0),
    ${told('capabilities')}, case when ${trait(TRAITS.isNamedByPid)} then '' else i.origin end
  from linked_process l
    cross join image i on i.id = l.image
    left join description d on d.id = l.copy
    left join temp.gathered g on g.process = l.id
    left join image p on p.id = l.parent_image
    left join exit_fact x on x.event = l.exit`;

/** Rows of `process_image` written at a time. */
const IMAGES_AT_ONCE = 10_000;

/** Writes each process once, as it stays, with its images and the names of its programs. */
export function writeProcesses(database: CaseDatabase, linked: LinkedProcesses): void {
  let source: LinkedProcesses | undefined = linked;
  database.table('linked_process', {
    columns: LINKED,
    rows: function* () {
      for (let id = 1; source !== undefined && id <= source.processes.count; id++) yield rowOf(source, id);
    },
  });
  database.exec(INSERT);
  // The table stays with the connection: it must not keep the columns.
  source = undefined;
  database.exec('drop table temp.gathered');
  writeImages(database, linked.images);
  database.exec('insert into process_name select name, id from process where name is not null and images is null order by name, id');
}

function rowOf({ images, processes, places, late }: LinkedProcesses, id: number): (string | number | null)[] {
  const image = processes.image[id] ?? 0;
  const node = places.get(processes.place[id] ?? 0)?.node ?? images.node[image] ?? 0;
  const startUs = processes.startUs[id] ?? Number.NaN;
  const isLate = late(id);
  return [
    id,
    images.nodes[node] ?? '',
    image,
    processes.copy[id] ?? 0,
    processes.parent[id] || null,
    processes.parentImage[id] || null,
    processes.children[id] ?? 0,
    processes.exit[id] ?? 0,
    processes.container[id] || null,
    Number.isNaN(startUs) ? null : startUs,
    isLate?.seconds ?? null,
    isLate?.kind ?? null,
    processes.knownFrom(id),
    processes.traits[id] ?? 0,
  ];
}

/** Rows in order of image, each a number: twice the process, and one for its first image. Numbers reach SQLite faster as one text than row by row. */
function writeImages(database: CaseDatabase, { process, isHead }: ImageColumns): void {
  const insert = database.prepare('insert into process_image select ? + key, value >> 1, value & 1 from json_each(?) where value > 0');
  for (let from = 0; from < process.length; from += IMAGES_AT_ONCE) {
    const coded = process.slice(from, from + IMAGES_AT_ONCE).map((id, at) => id * 2 + (isHead[from + at] ?? 0));
    insert.run(from, `[${coded.join()}]`);
  }
}
