import type { FactKind } from './fact-kind.js';

/** Lines of text that name no process. */
export const lineFacts: FactKind = {
  schema: `
create table line_fact (
  event integer primary key references event(id),
  node text not null,
  namespace text,
  pod text,
  binary text,
  text text not null
) strict;`,
  writer: (database) => {
    const insert = database.prepare('insert into line_fact values (?, ?, ?, ?, ?, ?)');
    return ({ line, node }, event) => {
      if (line !== undefined) insert.run(event, node, line.namespace ?? null, line.pod ?? null, line.binary ?? null, line.text);
    };
  },
};
