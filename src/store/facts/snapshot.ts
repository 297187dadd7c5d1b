import type { SnapshotFact } from '../../model/snapshot.js';
import type { FactKind } from './fact-kind.js';

/** What stays the same from one report of an instance to the next, and is kept once. */
export type SnapshotAbout = Pick<SnapshotFact, 'ownAddresses' | 'gateways' | 'artifacts' | 'declaredPorts' | 'heldInodes'>;

/** What instances report of themselves. `sockets`, `interfaces`, `neighbours`: lists as JSON; `about`: text of a `SnapshotAbout`. */
export const snapshotFacts: FactKind = {
  schema: `
create table snapshot_fact (
  event integer primary key references event(id),
  image integer references image(id),
  operation text not null,
  instance text not null,
  run_id text,
  hostname text,
  heartbeat integer,
  sockets text,
  interfaces text not null,
  neighbours text not null,
  about integer not null references term(id)
) strict;
create index snapshot_fact_instance on snapshot_fact(instance);`,
  writer: (database, { terms }) => {
    const insert = database.prepare(`insert into snapshot_fact values (${new Array(11).fill('?').join(', ')})`);
    return ({ snapshot }, event, image) => {
      if (snapshot === undefined) return;
      const { ownAddresses, gateways, artifacts, declaredPorts, heldInodes } = snapshot;
      const about: SnapshotAbout = { ownAddresses, gateways, artifacts, declaredPorts, heldInodes };
      insert.run(
        event,
        image,
        snapshot.operation,
        snapshot.instance,
        snapshot.runId ?? null,
        snapshot.hostname ?? null,
        snapshot.heartbeat ?? null,
        snapshot.sockets === undefined ? null : JSON.stringify(snapshot.sockets),
        JSON.stringify(snapshot.interfaces),
        JSON.stringify(snapshot.neighbours),
        terms.id(JSON.stringify(about)),
      );
    };
  },
};
