import type { FactKind } from './fact-kind.js';

/** Alerts of other detectors. `tags` and `fields`: JSON. */
export const alertFacts: FactKind = {
  schema: `
create table alert_fact (
  event integer primary key references event(id),
  image integer references image(id),
  rule text not null,
  priority text,
  output text not null,
  tags text not null,
  detector text,
  hostname text,
  container_id text,
  fields text not null
) strict;`,
  writer: (database) => {
    const insert = database.prepare(`insert into alert_fact values (${new Array(10).fill('?').join(', ')})`);
    return ({ alert }, event, image) => {
      if (alert === undefined) return;
      insert.run(
        event,
        image,
        alert.rule,
        alert.priority ?? null,
        alert.output,
        JSON.stringify(alert.tags),
        alert.source ?? null,
        alert.hostname ?? null,
        alert.containerId ?? null,
        JSON.stringify(alert.fields),
      );
    };
  },
};
