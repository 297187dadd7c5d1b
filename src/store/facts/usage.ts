import type { IoFact } from '../../model/usage.js';
import type { FactKind } from './fact-kind.js';

/** As stored: a target is its place in this list. */
export const IO_TARGETS: readonly IoFact['target'][] = ['file', 'network', 'ipc'];

/** What processes used, second by second. `time_us`: begin of the second. */
export const usageFacts: FactKind = {
  schema: `
create table usage_fact (
  event integer primary key references event(id),
  image integer references image(id),
  time_us integer not null,
  cpu_ns integer,
  virtual_bytes integer,
  resident_bytes integer
) strict;
create table io_fact (
  event integer not null references event(id),
  target integer not null,
  name integer not null references term(id),
  bytes_in integer not null,
  bytes_out integer not null,
  reads integer not null,
  writes integer not null
) strict;
create index io_fact_event on io_fact(event);`,
  writer: (database, { terms }) => {
    const insert = database.prepare('insert into usage_fact values (?, ?, ?, ?, ?, ?)');
    const insertIo = database.prepare('insert into io_fact values (?, ?, ?, ?, ?, ?, ?)');
    return ({ usage, time }, event, image) => {
      if (usage === undefined || time === undefined) return;
      insert.run(event, image, time.us, usage.cpuNs ?? null, usage.virtualBytes ?? null, usage.residentBytes ?? null);
      for (const { target, name, bytesIn, bytesOut, reads, writes } of usage.io)
        insertIo.run(event, IO_TARGETS.indexOf(target), terms.id(name), bytesIn, bytesOut, reads, writes);
    };
  },
};
