import type { PageRequest } from '../../model/case-view.js';
import type { Problem } from '../../model/source.js';
import type { CaseDatabase } from '../database.js';
import type { SourceNames } from './rows.js';

/** A page of the problems of lines and of linking, in the order of their numbers. */
export function problemRows(database: CaseDatabase, names: SourceNames, page: PageRequest): readonly (Problem & { readonly id: number })[] {
  const rows = database
    .prepare<
      [number, number],
      { id: number; source: number; line: number; byte_offset: number; severity: Problem['severity']; reason: string; excerpt: string }
    >(
      `select * from (
           select p.id * 2 as id, p.source, p.line, p.byte_offset, p.severity, p.reason, p.excerpt from problem p
           union all select l.id * 2 + 1, event_source(l.event) as source, event_line(l.event) as line, event_byte_offset(l.event) as byte_offset, 'warning', l.reason, '' from link_problem l )
         where id > ? order by id limit ?`,
    )
    .all(page.after ?? -1, page.limit);
  return rows.map(({ source, byte_offset: byteOffset, ...row }) => ({
    ...row,
    byteOffset,
    source: names.evidence(source, row.line).source,
  }));
}
