import type { CaseDatabase } from '../database.js';
import { numberColumns } from '../number-columns.js';
import { TextColumn } from './text-column.js';

/** Texts of processes that filters ask about. */
export type ProcessText = 'binary' | 'name' | 'arguments' | 'node' | 'exec_id';
/** Numbers of processes that filters ask about; `NaN` where nothing is told. */
export type ProcessNumber = 'pid' | 'uid' | 'start_us' | 'exit_us' | 'container' | 'parent';

/** Facts of a process that flags stand for, as bits. */
export const PROCESS_BITS = {
  late: 1,
  entered: 2,
  probe: 4,
  main: 8,
  connected: 16,
  external: 32,
  inferred: 64,
  exited: 128,
} as const;

const BITS = `(p.late is 'late') + 2 * (p.late is 'entered') + 4 * (p.late is 'probe') + 8 * (p.is_main = 1) + 16 * (p.connection_count > 0)
  + 32 * (p.has_external = 1) + 64 * (p.known_from = 'inferred') + 128 * (p.exit_status is not null)`;

/** A program that a process ran, among others. */
export interface ImageBinary {
  readonly row: number;
  readonly binary: string;
}

/** The processes of a case as columns in order of their ids, each read when it is first asked for. */
export class ProcessColumns {
  readonly #database: CaseDatabase;
  readonly #texts = new Map<ProcessText, TextColumn>();
  readonly #numbers = new Map<ProcessNumber, Float64Array>();
  #ids: Int32Array | undefined;
  #bits: Float64Array | undefined;
  #rowOfId: Int32Array | undefined;
  #images: readonly ImageBinary[] | undefined;
  #execIds: { readonly rows: Int32Array; readonly column: TextColumn } | undefined;

  constructor(database: CaseDatabase) {
    this.#database = database;
  }

  /** Ascending. */
  ids(): Int32Array {
    this.#ids ??= Int32Array.from(this.#all<number>('select id from process order by id'));
    return this.#ids;
  }

  text(name: ProcessText): TextColumn {
    const column = this.#texts.get(name) ?? new TextColumn(this.#all<string | null>(`select ${name} from process order by id`));
    this.#texts.set(name, column);
    return column;
  }

  number(name: ProcessNumber): Float64Array {
    const column = this.#numbers.get(name) ?? this.#read(`p.${name}`);
    this.#numbers.set(name, column);
    return column;
  }

  /** `PROCESS_BITS` of each row. */
  bits(): Float64Array {
    this.#bits ??= this.#read(BITS);
    return this.#bits;
  }

  /** Row of a process, -1 when there is none of this id. */
  rowOf(id: number): number {
    this.#rowOfId ??= rowsById(this.ids());
    return this.#rowOfId[id] ?? -1;
  }

  /** Programs of the processes that ran several, the last of each among them. */
  imageBinaries(): readonly ImageBinary[] {
    this.#images ??= this.#database
      .prepare<[], { id: number; binary: string }>(
        `select p.id, json_extract(value, '$.binary') as binary from process p, json_each(p.images)
         where p.images is not null and json_extract(value, '$.binary') is not null`,
      )
      .all()
      .map(({ id, binary }) => ({ row: this.rowOf(id), binary }));
    return this.#images;
  }

  /** Exec ids of every image that a process ran, with the process's row. */
  imageExecIds(): { readonly rows: Int32Array; readonly column: TextColumn } {
    this.#execIds ??= this.#readExecIds();
    return this.#execIds;
  }

  #readExecIds(): { readonly rows: Int32Array; readonly column: TextColumn } {
    const from = 'from process_image pi join image i on i.id = pi.image order by pi.image';
    const rows = Int32Array.from(this.#all<number>(`select pi.process ${from}`), (id) => this.rowOf(id));
    return { rows, column: new TextColumn(this.#all<string>(`select i.exec_id ${from}`)) };
  }

  #all<Value>(sql: string): Value[] {
    return this.#database.prepare<[], Value>(sql).pluck().all();
  }

  #read(expression: string): Float64Array {
    const column = new Float64Array(this.ids().length);
    let row = 0;
    for (const {
      columns: [values = column],
    } of numberColumns(this.#database, { table: 'process p', key: 'p.id', columns: [expression] })) {
      column.set(values, row);
      row += values.length;
    }
    return column;
  }
}

function rowsById(ids: Int32Array): Int32Array {
  const rows = new Int32Array((ids.at(-1) ?? 0) + 1).fill(-1);
  for (let row = 0; row < ids.length; row++) rows[ids[row] ?? 0] = row;
  return rows;
}
