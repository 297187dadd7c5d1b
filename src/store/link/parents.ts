import { circles } from '../../model/link/circles.js';
import type { CaseDatabase } from '../database.js';

/** Times of two events are each read from another clock: a parent's end this much before a child's start is no contradiction yet. */
const CLOCK_JITTER_US = 1_000_000;

/**
 * Gives each process its parent: by exec id, else by the pid that the id names and the newest process that had it before the child
 * and had not ended, else an inferred process. Breaks circles, which only damaged or edited exports hold.
 */
export function linkParents(database: CaseDatabase): void {
  database.exec(`
    update process set parent_exec_id = (select exec_id from image where id = process.parent_image) where parent_image is not null;
    update process set parent = (select pi.process from process_image pi where pi.image = process.parent_image) where parent_image is not null;
    update process set parent = null where parent = id;
    create index if not exists process_node_pid on process(node, pid, boot_us);
  `);
  resolveByPid(database);
  inferParents(database);
  breakCircles(database);
  database.exec('create index if not exists process_parent on process(parent, start_us)');
  estimateStarts(database);
  database.exec('update process set child_count = (select count(*) from process c where c.parent = process.id)');
}

function resolveByPid(database: CaseDatabase): void {
  database.exec(`
    update process set parent = (
      select q.id from image i left join machine m on m.node = i.node join process q on q.node = coalesce(m.host, i.node) and q.pid = i.pid
      where i.id = process.parent_image and q.id <> process.id and q.boot_us < process.boot_us
        and (i.boot_ns = 0 or q.boot_us <= i.boot_ns / 1000)
        and (q.exit_us is null or process.start_us is null or q.exit_us + ${CLOCK_JITTER_US} >= process.start_us)
      order by q.boot_us desc limit 1)
    where parent is null and parent_image is not null and parent_exec_id <> exec_id
      and not exists (select 1 from process_image pi where pi.image = process.parent_image)`);
}

/** One process for each parent that is only known by a pid. */
function inferParents(database: CaseDatabase): void {
  const missing = database
    .prepare<[], { image: number; exec_id: string; node: string; pid: number }>(
      `select distinct i.id as image, i.exec_id, coalesce(m.host, i.node) as node, i.pid
       from process p join image i on i.id = p.parent_image left join machine m on m.node = i.node
       where p.parent is null and not exists (select 1 from process_image pi where pi.image = i.id) order by 3, i.pid, i.exec_id`,
    )
    .all();
  const process = database.prepare("insert into process (exec_id, node, pid, known_from) values (?, ?, ?, 'inferred')");
  const image = database.prepare('insert into process_image values (?, ?, 1)');
  const adopt = database.prepare('update process set parent = ? where parent_image = ? and parent is null');
  for (const parent of missing) {
    const id = Number(process.run(parent.exec_id, parent.node, parent.pid).lastInsertRowid);
    image.run(parent.image, id);
    adopt.run(id, parent.image);
  }
}

/** Cuts each circle above its oldest process. */
function breakCircles(database: CaseDatabase): void {
  const oldest = database
    .prepare<[string], number>(
      'select id from process where id in (select value from json_each(?)) order by boot_us is null, boot_us, id limit 1',
    )
    .pluck();
  const cut = database.prepare('update process set parent = null where id = ?');
  const report = database.prepare(`insert into link_problem (event, reason)
    select min(d.event), ? from process_image pi join description d on d.image = pi.image where pi.process = ? having min(d.event) is not null`);
  for (const circle of circles(parentColumn(database))) {
    const process = oldest.get(JSON.stringify(circle));
    cut.run(process);
    report.run('its ancestors form a circle, which was broken here: the parent that the source names descends from it', process);
  }
}

function parentColumn(database: CaseDatabase): Int32Array {
  const parents = new Int32Array(Number(database.prepare('select coalesce(max(id), 0) from process').pluck().get()) + 1);
  const rows = database.prepare<[], { id: number; parent: number }>('select id, parent from process where parent is not null');
  for (const { id, parent } of rows.iterate()) parents[id] = parent;
  return parents;
}

/** An inferred process's exec id says when it started since boot; a child's says what wall time that is. */
function estimateStarts(database: CaseDatabase): void {
  database.exec(`
    update process set is_start_estimated = 1, start_us = (
      select c.start_us - (c.boot_us - process.boot_us) from process c
      where c.parent = process.id and c.start_us is not null and c.boot_us is not null order by c.boot_us, c.id limit 1)
    where start_us is null and boot_us is not null and boot_us > 0;
    update process set is_start_estimated = 0 where start_us is null;
    update process set image_start_us = start_us where image_start_us is null;
  `);
}
