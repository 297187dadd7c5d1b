import type { CaseDatabase } from '../database.js';

/**
 * Writes connections once more, as they are now, and leaves them without indexes. Rows were packed into full pages and then grew with
 * scopes, names and peers: a sixth of the table's pages would stay empty.
 */
export function packConnections(database: CaseDatabase): void {
  const indexes = database
    .prepare<[], string>("select name from sqlite_schema where type = 'index' and tbl_name = 'connection' and sql is not null")
    .pluck()
    .all();
  for (const name of indexes) database.exec(`drop index ${name}`);
  const columns = database.prepare<[], string>("select name from pragma_table_info('connection')").pluck().all().join(', ');
  // Columns without a type: what is copied stays what it was.
  database.exec(`
    create temp table packing (${columns});
    insert into temp.packing select * from connection order by id;
    delete from connection;
    insert into connection select * from temp.packing order by rowid;
    drop table temp.packing;
  `);
}
