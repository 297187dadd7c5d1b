import { addressScope } from '../../model/address.js';
import type { CaseDatabase } from '../database.js';

/** Says where each connection's other end lies: its container, pod and scope. Needs `own_address` of linkPeers. */
export function linkRemotes(database: CaseDatabase): void {
  database.function('address_scope', { deterministic: true }, (ip: unknown) => addressScope(String(ip)));
  database.exec(`
    update connection set remote_container = (select s.container from connection s where s.id = connection.peer) where peer is not null;
    update connection set remote_container = (select a.container from temp.own_address a where a.ip = connection.remote_ip)
      where remote_container is null and remote_ip is not null;
    update connection set is_remote_inferred = 1, remote_namespace = c.namespace, remote_pod = c.pod, remote_workload = c.workload
      from container c where c.id = connection.remote_container and connection.remote_pod is null and c.pod is not null;
    create temp table address_scope (ip text primary key, scope text) without rowid;
    insert into temp.address_scope select remote_ip, address_scope(remote_ip) from (select distinct remote_ip from connection where remote_ip is not null);
    update connection set scope = case when a.scope <> 'loopback' and (remote_pod is not null or remote_container is not null) then 'cluster' else a.scope end
      from temp.address_scope a where a.ip = connection.remote_ip;
    drop table temp.address_scope;
    update process set connection_count = (select count(*) from connection c where c.process = process.id);
    update process set has_external = 1 where id in (select process from connection where scope = 'external' and direction <> 'listen');
    drop table if exists temp.own_address;
    drop table if exists temp.joined;
  `);
}
