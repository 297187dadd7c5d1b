import type { CaseDatabase } from '../../database.js';

/**
 * Puts each process that stands for a pod where the pod is: on the node that reports it as its own, else on the first one by name that saw
 * its traffic; and into the pod's container where processes of one, and only one, are known.
 */
export function placePods(database: CaseDatabase): void {
  database.exec(`
    drop table if exists temp.pod_node;
    create temp table pod_node as
      select process, node from (
        select pi.process, t.text as node, row_number() over (partition by pi.process order by f.is_local desc, t.text) as place
        from (select source_end as end, node from flow_fact union select destination_end, node from flow_fact) s
          join flow_end f on f.id = s.end join image i on i.exec_id = f.exec_id join process_image pi on pi.image = i.id join term t on t.id = s.node)
      where place = 1;
    create unique index temp.pod_node_process on pod_node(process);
    update process set node = (select n.node from temp.pod_node n where n.process = process.id) where node = '' and id in (select process from temp.pod_node);
    update container set node = p.node from process p where p.container = container.id and container.node = '' and p.origin = 'hubble';
    drop table temp.pod_node;
    drop table if exists temp.only_container;
    create temp table only_container as
      select namespace, pod, min(id) as container from container c
      where pod is not null and exists (select 1 from process p where p.container = c.id and p.origin <> 'hubble')
      group by namespace, pod having count(*) = 1;
    update process set is_main = 0, container = o.container, node = c.node
      from container own join temp.only_container o on o.namespace is own.namespace and o.pod = own.pod join container c on c.id = o.container
      where own.id = process.container and process.origin = 'hubble';
    drop table temp.only_container;
  `);
  countProcesses(database);
}

/** Takes away the processes that stand for pods whose real ones are known, when nothing is told of them alone. */
export function dropIdlePlaceholders(database: CaseDatabase): void {
  database.exec(`
    drop table if exists temp.idle;
    create temp table idle as
      select p.id from process p join container c on c.id = p.container
      where p.origin = 'hubble' and exists (select 1 from container o join process q on q.container = o.id
          where o.pod = c.pod and o.namespace is c.namespace and q.origin <> 'hubble')
        and not has_connections(p.id)
        and not exists (select 1 from process_image pi join dns_fact d on d.image = pi.image where pi.process = p.id);
    delete from process_image where process in (select id from temp.idle);
    delete from process_name where process in (select id from temp.idle);
    update container set main_process = null where main_process in (select id from temp.idle);
    delete from process where id in (select id from temp.idle);
    drop table temp.idle;
  `);
  countProcesses(database);
}

function countProcesses(database: CaseDatabase): void {
  database.exec('update container set process_count = (select count(*) from process p where p.container = container.id)');
}
