import type { CaseDatabase } from './database.js';
import { FACT_KINDS } from './facts/index.js';
import { moveToPages } from './pages/move-to-pages.js';
import { DNS_MESSAGES, PAGES } from './pages/page-schema.js';
import { FACTS } from './schema-facts.js';
import { NOTES } from './schema-notes.js';
import { SOCKET_FACTS } from './socket-schema.js';

/** A change of the case file's shape. Applied in order, each in one transaction, and never edited once released. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** What is done instead, where SQL alone can't: `sql` says which tables it makes. */
  readonly apply?: (database: CaseDatabase) => void;
}

/** "wbch" in ASCII, in the SQLite header: tells a case file from any other database. */
export const APPLICATION_ID = 0x77626368;

/** Sources whose records several lines tell, and the kinds of facts that other agents than Tetragon report. */
const MORE_SOURCES = `
alter table source add column default_node text not null default '';
alter table source add column ended_at text not null default '[]';
alter table source add column unfinished_line integer;
alter table source add column offered integer not null default 0;
update source set offered = position_lines;
alter table event add column identity integer;
alter table image add column origin text not null default 'tetragon';
${FACT_KINDS.map(({ schema }) => schema).join('\n')}`;

export const MIGRATIONS: readonly Migration[] = [
  { name: '001-facts', sql: FACTS },
  { name: '002-more-sources', sql: MORE_SOURCES },
  { name: '003-notes', sql: NOTES },
  { name: '004-numbered-sockets', sql: SOCKET_FACTS },
  { name: '005-pages', sql: PAGES + DNS_MESSAGES, apply: moveToPages },
];

/** Tables of facts and settings. All others are links. */
export const FACT_TABLES: ReadonlySet<string> = new Set(
  MIGRATIONS.flatMap(({ sql }) => [...sql.matchAll(/create table (\w+)/g)].flatMap(([, name]) => name ?? [])),
);

/** Tables that linking fills, children before the tables they refer to. */
export const LINK_TABLES = [
  'incident',
  'finding_process',
  'finding',
  'tree',
  'moment_page',
  'alert_process',
  'link_problem',
  'instance_socket',
  'instance_traffic',
  'instance_name',
  'instance',
  'conversation',
  'conversation_left_out',
  'numbered_connection',
  'connection_text',
  'process_name',
  'process_image',
  'process',
  'container',
  'machine',
] as const;

/** Indexes on processes, made as soon as their rows are written: later steps of linking need them too. */
export const PROCESS_INDEXES: readonly { readonly name: string; readonly on: string }[] = [
  { name: 'process_parent', on: 'process(parent, start_us)' },
  { name: 'process_node_pid', on: 'process(node, pid, boot_us)' },
  { name: 'process_container', on: 'process(container)' },
  { name: 'process_start', on: 'process(coalesce(start_us, -1), id)' },
  { name: 'process_late', on: 'process(coalesce(start_us, -1), id) where late is not null' },
  { name: 'process_image_process', on: 'process_image(process)' },
];

/** Indexes on links, made after each linking: filling tables without them is several times faster. */
export const LINK_INDEXES: readonly { readonly name: string; readonly on: string }[] = [
  ...PROCESS_INDEXES,
  { name: 'connection_process', on: 'numbered_connection(process)' },
  { name: 'instance_socket_instance', on: 'instance_socket(instance)' },
  { name: 'instance_socket_connection', on: 'instance_socket(connection)' },
  { name: 'connection_opened', on: 'numbered_connection(coalesce(opened_us, closed_us, -1), id)' },
];

/** Indexes on facts that reading needs; made before the first linking, so that a new case is filled without them. */
export const FACT_INDEXES: readonly { readonly name: string; readonly on: string }[] = [
  { name: 'image_node_pid', on: 'image(node, pid, boot_ns)' },
  { name: 'exit_fact_image', on: 'exit_fact(image)' },
  { name: 'dns_message_image', on: 'dns_message(image)' },
  { name: 'file_fact_image', on: 'file_fact(image)' },
];
