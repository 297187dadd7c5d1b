import type { CaseDatabase } from '../database.js';

interface AnswerRow {
  readonly container: number;
  readonly name: string;
  readonly event: number;
  readonly us: number;
}

/** The part of a service's name that says what it is: `<service>.<namespace>.svc.<cluster's domain>`. */
const SERVICE_NAME = /^([^.]+)\.([^.]+)\.svc\./;

/**
 * Names connections to pods by the service that was asked for. Its own address is translated to a pod's before the network sees it, so
 * the answer does not hold the address called: the pod must be of that namespace, and its name or workload begin with the service's.
 */
export function namesFromServices(database: CaseDatabase): void {
  database.exec(`
    drop table if exists temp.asked_service;
    create temp table asked_service (container integer, service text, namespace text, name text, event integer, us integer);
  `);
  const insert = database.prepare('insert into temp.asked_service values (?, ?, ?, ?, ?, ?)');
  for (const { container, name, event, us } of firstAnswers(database)) {
    const [, service, namespace] = SERVICE_NAME.exec(name) ?? [];
    if (service !== undefined && namespace !== undefined) insert.run(container, service, namespace, name, event, us);
  }
  database.exec(`
    update connection set names = json_array(json_object('name', s.name, 'from', 'derived', 'note', 'the service that its pod''s name begins with, asked for before',
        'atUs', s.us, 'event', s.event))
      from temp.asked_service s
      where s.rowid = (
        select a.rowid from temp.asked_service a
        where a.container = connection.container and a.namespace = connection.remote_namespace and a.us <= connection.opened_us
          and (a.service = connection.remote_workload or substr(connection.remote_pod, 1, length(a.service) + 1) = a.service || '-')
        order by length(a.service) desc, a.us, a.name limit 1)
      and connection.direction = 'outbound' and connection.names is null and connection.remote_pod is not null;
    drop table temp.asked_service;
  `);
}

/** The first time that each container was told an address for a service's name. */
function firstAnswers(database: CaseDatabase): readonly AnswerRow[] {
  return database
    .prepare<[], AnswerRow>(
      `select p.container, name.value as name, min(d.time_us) as us, d.event
       from dns_fact d join process_image pi on pi.image = d.image join process p on p.id = pi.process, json_each(d.names) as name
       where d.is_response = 1 and d.ips <> '[]' and name.value glob '*.*.svc.*' and d.time_us is not null and p.container is not null
       group by p.container, name.value order by p.container, us, name`,
    )
    .all();
}
