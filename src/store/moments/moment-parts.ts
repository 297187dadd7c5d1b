import type { CaseDatabase } from '../database.js';
import { PartBounds } from '../part-bounds.js';
import { PartedRows } from '../parted-rows.js';
import { GatheredMoments, type MomentColumns, type MomentSink, momentColumns } from './moment-columns.js';

/** Moments that are in memory at a time, about: some megabytes. */
const MOMENTS_AT_A_TIME = 2 ** 16;
/** So many are gathered at once: dividing them would take longer than it is worth in memory. */
const MOMENTS_AT_ONCE = 2 ** 19;

/** What is known of moments before they are gathered. */
export interface ExpectedMoments {
  /** How many there will be, about. */
  readonly count: number;
  /** Times that are spread as theirs are. */
  readonly sampleUs: readonly number[];
}

/** Some moments of a case: all that are before those of the next part, in the order in which they were gathered. */
export interface MomentPart {
  readonly columns: MomentColumns;
  readonly count: number;
}

/** Gathers moments in no order, and gives them back part by part in order of time. Those that share a time are of one part, untimed ones of the last. */
export class MomentParts implements MomentSink {
  readonly #atATime: number;
  readonly #count: number;
  readonly #bounds: PartBounds;
  readonly #aside: PartedRows<MomentColumns> | undefined;
  readonly #gathered = new GatheredMoments();

  constructor(
    database: CaseDatabase,
    { count, sampleUs }: ExpectedMoments,
    atATime = count <= MOMENTS_AT_ONCE ? MOMENTS_AT_ONCE : MOMENTS_AT_A_TIME,
  ) {
    this.#atATime = atATime;
    this.#count = Math.max(1, Math.ceil(count / atATime));
    this.#bounds = new PartBounds(
      sampleUs.map((us) => ({ major: us, minor: 0 })),
      this.#count,
    );
    this.#aside = this.#count === 1 ? undefined : new PartedRows(database, 'parted_moment', this.#count);
  }

  add(us: number, what: number, ref: number, process = 0, part = 0): void {
    if (this.#aside !== undefined && this.#gathered.count === this.#atATime) this.#putAside(this.#aside);
    this.#gathered.add(us, what, ref, process, part);
  }

  /** All parts. To be asked for once, when everything was gathered; a part is good until the next one. */
  *parts(): Generator<MomentPart> {
    const aside = this.#aside;
    if (aside === undefined) {
      yield { columns: this.#gathered.columns, count: this.#gathered.count };
      return;
    }
    this.#putAside(aside);
    let room = this.#gathered.columns;
    for (let part = 0; part < this.#count; part++) {
      const count = aside.rows(part);
      if (count > room.us.length) room = momentColumns(count);
      aside.into(part, room);
      yield { columns: room, count };
    }
    aside.clear();
  }

  #putAside(aside: PartedRows<MomentColumns>): void {
    const { columns, count } = this.#gathered;
    aside.put(columns, count, (at) => this.#bounds.partOf(columns.us[at] ?? 0, 0));
    this.#gathered.clear();
  }
}
