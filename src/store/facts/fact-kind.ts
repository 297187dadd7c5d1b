import type { EventRecord } from '../../model/record.js';
import type { CaseDatabase } from '../database.js';
import type { Pods, Terms } from '../dictionaries.js';

/** Dictionaries that all facts share. */
export interface Dictionaries {
  readonly terms: Terms;
  readonly pods: Pods;
}

/** A kind of fact with tables of its own. */
export interface FactKind {
  /** Its tables, which each name their event: `event integer … references event(id)`. */
  readonly schema: string;
  /** Writes what the record says of this kind, if anything. `image`: row of the record's process, `null` for one that names none. */
  writer(database: CaseDatabase, dictionaries: Dictionaries): (record: EventRecord, event: number, image: number | null) => void;
}
