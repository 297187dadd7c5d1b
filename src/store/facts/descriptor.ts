import type { FactKind } from './fact-kind.js';

/** What was copied onto standard input, output and error: how a shell is given to somebody else. */
export const descriptorFacts: FactKind = {
  schema: `
create table descriptor_fact (
  event integer primary key references event(id),
  image integer not null references image(id),
  from_number integer,
  to_number integer not null,
  is_socket integer
) strict;
create index descriptor_fact_image on descriptor_fact(image);`,
  writer: (database) => {
    const insert = database.prepare('insert into descriptor_fact values (?, ?, ?, ?, ?)');
    return ({ descriptor }, event, image) => {
      if (descriptor === undefined || image === null) return;
      const { from, to, isSocket } = descriptor;
      insert.run(event, image, from ?? null, to, isSocket === undefined ? null : Number(isSocket));
    };
  },
};
