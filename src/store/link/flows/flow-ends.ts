import type { CaseDatabase } from '../../database.js';
import { textsIn } from '../../read/rows.js';

/** What is known of an end of flows beside its address. */
export interface KnownEnd {
  readonly process: number | null;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly workload: string | null;
  readonly reserved: string | null;
  readonly names: readonly string[];
}

/** Ends by row, each with the process that stands for its pod. */
export class FlowEnds {
  readonly #statement;
  readonly #known = new Map<number, KnownEnd>();

  constructor(database: CaseDatabase) {
    this.#statement = database.prepare<[number], Omit<KnownEnd, 'names'> & { readonly names: string }>(
      `select pi.process, m.namespace, m.name as pod, m.workload, f.reserved, f.names from flow_end f
         left join pod_metadata m on m.id = f.pod left join image i on i.exec_id = f.exec_id left join process_image pi on pi.image = i.id
       where f.id = ?`,
    );
  }

  /** What several flows tell of one end, those before filled from those after; names of all of them. */
  together(ends: readonly number[]): KnownEnd {
    const known = [...new Set(ends)].map((end) => this.#get(end));
    const told = known.find(({ pod }) => pod !== null);
    return {
      process: known.find(({ process }) => process !== null)?.process ?? null,
      namespace: told?.namespace ?? null,
      pod: told?.pod ?? null,
      workload: known.find(({ workload }) => workload !== null)?.workload ?? null,
      reserved: told === undefined ? (known.find(({ reserved }) => reserved !== null)?.reserved ?? null) : null,
      names: [...new Set(known.flatMap(({ names }) => names))],
    };
  }

  #get(id: number): KnownEnd {
    const known = this.#known.get(id) ?? this.#read(id);
    this.#known.set(id, known);
    return known;
  }

  #read(id: number): KnownEnd {
    const row = this.#statement.get(id);
    if (row === undefined) throw new Error(`no end ${id}`);
    return { ...row, names: textsIn(row.names) };
  }
}
