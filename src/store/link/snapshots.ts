import type { ConnectionTable } from '../../model/link/connection-table.js';
import { ownAddresses, type SocketLife, socketLives } from '../../model/link/pair-snapshots.js';
import type { CaseDatabase } from '../database.js';
import { addConnectedProcesses } from './connected-processes.js';
import { hasSnapshots, InstanceContainers } from './snapshot-places.js';
import { type ReportedInstance, reportedInstances, socketMoments } from './snapshot-reports.js';
import { SnapshotSockets } from './snapshot-sockets.js';
import { InstanceTraffic } from './snapshot-traffic.js';

/**
 * Fills `instance` and its tables from what containers reported of themselves, and makes a connection of each socket
 * that no other source saw. To be called once the connections of processes are known.
 */
export function linkSnapshotSockets(database: CaseDatabase, table: ConnectionTable): void {
  if (!hasSnapshots(database)) return;
  const containers = new InstanceContainers(database, table);
  const writer = new InstanceWriter(database);
  const linked = reportedInstances(database).map((instance) => {
    const lives = socketLives(socketMoments(database, instance));
    const told = instance.about.flatMap(({ ownAddresses: addresses }) => addresses);
    const addresses = [...new Set([...ownAddresses(lives), ...told])].sort();
    return { instance, lives, addresses, container: containers.containerOf(instance, addresses) };
  });
  const sockets = new SnapshotSockets(database, table);
  const traffic = new InstanceTraffic(database);
  for (const { instance, lives, addresses, container } of linked) {
    const [process] = instance.placeholders;
    if (process === undefined) continue;
    const row = writer.write(instance, { process, container, addresses });
    traffic.write(row, instance);
    for (const life of lives) writer.writeSocket(row, life, sockets.connectionOf(life, { process, container }));
  }
  addConnectedProcesses(database, table);
  dropIdlePlaceholders(database);
}

class InstanceWriter {
  readonly #instance;
  readonly #name;
  readonly #socket;

  constructor(database: CaseDatabase) {
    this.#instance = database.prepare(
      'insert into instance (name, process, container, hostnames, addresses, gateways, declared_ports) values (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#name = database.prepare('insert or ignore into instance_name values (?, ?)');
    this.#socket = database.prepare(`insert into instance_socket values (${new Array(14).fill('?').join(', ')})`);
  }

  write(
    { names, hostnames, about }: ReportedInstance,
    { process, container, addresses }: { readonly process: number; readonly container: number; readonly addresses: readonly string[] },
  ): number {
    const gateways = [...new Set(about.flatMap((one) => one.gateways))].sort();
    const ports = about.flatMap(({ artifacts, declaredPorts }) => [
      ...declaredPorts,
      ...artifacts.flatMap((artifact) => artifact.declaredPorts),
    ]);
    const texts = [hostnames, addresses, gateways, [...new Set(ports.map(({ port, protocol }) => `${port}/${protocol}`))].sort()];
    const { lastInsertRowid } = this.#instance.run(names[0], process, container, ...texts.map((list) => JSON.stringify(list)));
    for (const name of names) this.#name.run(name, lastInsertRowid);
    return Number(lastInsertRowid);
  }

  writeSocket(instance: number, life: SocketLife, connection: number): void {
    this.#socket.run(
      instance,
      connection,
      life.protocol,
      life.direction,
      life.local.ip,
      life.local.port,
      life.remote?.ip ?? null,
      life.remote?.port ?? null,
      life.state,
      life.absentUs ?? null,
      life.firstUs,
      life.lastUs,
      life.goneUs ?? null,
      life.heartbeats,
    );
  }
}

/** Who stands for a container is needed where nothing else of it is known. */
function dropIdlePlaceholders(database: CaseDatabase): void {
  database.exec(`
    create index if not exists process_container on process(container);
    drop table if exists temp.idle;
    create temp table idle as
      select p.id from image i cross join process_image pi on pi.image = i.id cross join process p on p.id = pi.process
      where i.origin = 'chalk' and i.pid = 0 and not has_connections(p.id)
        and exists (select 1 from process q where q.container = p.container and (q.pid > 0
          or (q.id in (select process from instance) and p.id not in (select process from instance))));
    update instance set process = null where process in (select id from temp.idle);
    delete from process_image where image in (select id from image where origin = 'chalk') and process in (select id from temp.idle);
    delete from process_name where process in (select id from temp.idle);
    delete from process where id in (select id from temp.idle);
    drop table temp.idle;
    update container set process_count = (select count(*) from process p where p.container = container.id),
      main_process = (select p.id from process p where p.id = container.main_process);
  `);
}
