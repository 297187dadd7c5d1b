import type { CaseDatabase } from './database.js';

/** The columns of a copy that make two copies the same. */
const DESCRIBED =
  'node, cluster, pid, uid, auid, user_name, cwd, binary, arguments, flags, start_us, start_ns, parent_image, docker, pod, container_pid, may_be_probe, is_in_init_tree, is_fileless, capabilities';

/** The statements that facts are written and found again with. */
export function factStatements(database: CaseDatabase) {
  const places = (count: number) => new Array<string>(count).fill('?').join(', ');
  return {
    /** Changes nothing where the image is there already. */
    image: database.prepare('insert into image (exec_id, node, pid, boot_ns, origin) values (?, ?, ?, ?, ?) on conflict do nothing'),
    findImage: database.prepare<[string], { id: number; pid: number }>('select id, pid from image where exec_id = ?'),
    place: database.prepare('update image set node = ?, pid = ? where id = ?'),
    copiesOf: database.prepare<
      [number],
      { id: number; role: number; first_us: number | null; event: number; tid: number | null; content: string }
    >(`select id, role, first_us, event, tid, json_array(${DESCRIBED}) as content from description where image = ?`),
    improve: database.prepare('update description set role = ?, first_us = ?, event = ?, tid = ? where id = ?'),
    description: database.prepare(`insert into description (image, role, first_us, event, tid, ${DESCRIBED}) values (${places(25)})`),
    exit: database.prepare(`insert into exit_fact values (${places(6)})`),
    dns: database.prepare(`insert into dns_message values (${places(11)})`),
    file: database.prepare(`insert into file_fact values (${places(4)})`),
    term: database.prepare('insert into term (text) values (?)'),
    findTerm: database.prepare('select id from term where text = ?').pluck(),
    pod: database.prepare(
      `insert into pod_metadata (content, namespace, name, workload, workload_kind, labels, container_id, runtime, container_name, image_id, image, container_start_us) values (${places(12)})`,
    ),
    findPod: database.prepare('select id from pod_metadata where content = ?').pluck(),
  };
}

/** The prepared statements of one connection. */
export type FactStatements = ReturnType<typeof factStatements>;
