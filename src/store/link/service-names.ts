import type { ConnectionTable } from '../../model/link/connection-table.js';
import type { CaseDatabase } from '../database.js';

interface AnswerRow {
  readonly container: number;
  readonly name: string;
  readonly event: number;
  readonly us: number;
}

/** A service whose address a container asked for. */
interface AskedService extends AnswerRow {
  readonly service: string;
  readonly namespace: string;
}

/** The part of a service's name that says what it is: `<service>.<namespace>.svc.<cluster's domain>`. */
const SERVICE_NAME = /^([^.]+)\.([^.]+)\.svc\./;
const NOTE = "the service that its pod's name begins with, asked for before";

/**
 * Names connections to pods by the service that was asked for. Its own address is translated to a pod's before the network sees it, so
 * the answer does not hold the address called: the pod must be of that namespace, and its name or workload begin with the service's.
 */
export function namesFromServices(database: CaseDatabase, table: ConnectionTable, calls: Int32Array): void {
  const { columns, texts, names } = table;
  const { remotePod, openedUs } = columns;
  const toPods = calls.filter((row) => remotePod[row] !== 0 && table.containerOf(row) !== 0);
  if (toPods.length === 0) return;
  const asked = servicesAsked(database);
  for (const row of toPods) {
    const pod = {
      namespace: texts.text(columns.remoteNamespace[row] ?? 0),
      name: texts.text(remotePod[row] ?? 0) ?? '',
      workload: texts.text(columns.remoteWorkload[row] ?? 0),
    };
    const service = asked.get(table.containerOf(row))?.find((one) => one.us <= (openedUs[row] ?? Number.NaN) && isServed(one, pod));
    if (service === undefined) continue;
    const { name, us, event } = service;
    columns.names[row] = names.with(0, { name: texts.of(name), from: 'derived', us, event, note: texts.of(NOTE) });
  }
}

function isServed(
  { service, namespace }: AskedService,
  pod: { readonly namespace: string | undefined; readonly name: string; readonly workload: string | undefined },
): boolean {
  return namespace === pod.namespace && (service === pod.workload || pod.name.startsWith(`${service}-`));
}

/** Services by the container that asked; the one with the longest name first, of those the one asked for first. */
function servicesAsked(database: CaseDatabase): ReadonlyMap<number, readonly AskedService[]> {
  const asked = new Map<number, AskedService[]>();
  for (const answer of firstAnswers(database)) {
    const [, service, namespace] = SERVICE_NAME.exec(answer.name) ?? [];
    if (service === undefined || namespace === undefined) continue;
    const known = asked.get(answer.container) ?? [];
    asked.set(answer.container, known);
    known.push({ ...answer, service, namespace });
  }
  for (const services of asked.values())
    services.sort((a, b) => b.service.length - a.service.length || a.us - b.us || (a.name < b.name ? -1 : 1));
  return asked;
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
