import type { AuditEvent, PlacedRecord } from './audit-event.js';

/** auditd's own library takes an event for whole once records that are this much younger have come. *Source:* auparse(3). */
const WHOLE_AFTER_US = 2_000_000;
/** Events begun at the same time on one machine are a handful; beyond this the oldest is taken as it is. */
const MOST_BEGUN = 1_000;
const MOST_BYTES = 32 * 1024 * 1024;

interface Begun extends AuditEvent {
  readonly records: PlacedRecord[];
  isWhole: boolean;
  /** Records that an end of the source has told already. */
  told: number;
  isRevised: boolean;
}

/** An event as far as its records have come. */
export interface AssembledEvent extends AuditEvent {
  /** How many of its records an end of the source told before: more came once it grew. */
  readonly told: number;
  /** True when one of those was cut off then, and is whole now. */
  readonly isRevised: boolean;
}

/** Puts the records of each event together again: those of several events come mixed. Gives events in the order in which they began. */
export class EventAssembly {
  readonly #begun = new Map<string, Begun>();
  #bytes = 0;

  /** The events that can be told now that this record has come. */
  add(record: PlacedRecord, node: string): readonly AssembledEvent[] {
    const { line } = record;
    const key = `${node} ${line.event}`;
    const event = this.#begun.get(key) ?? { node, time: line.time, id: line.event, records: [], isWhole: false, told: 0, isRevised: false };
    event.records.push(record);
    event.isWhole ||= isLastRecord(record);
    this.#begun.set(key, event);
    this.#bytes += record.place.bytes.length;
    return this.#taken(({ isWhole, time }) => isWhole || line.time.us - time.us > WHOLE_AFTER_US || this.#isFull);
  }

  /** Puts a record in the place of one that came in part. */
  replace(part: PlacedRecord, whole: PlacedRecord, node: string): void {
    const event = this.#begun.get(`${node} ${whole.line.event}`);
    const at = event?.records.indexOf(part) ?? -1;
    if (event === undefined || at < 0) return;
    event.records.splice(at, 1, whole);
    event.isRevised = true;
  }

  /** What has come and was not told. Events that are not whole are kept: the source may grow. */
  pending(): readonly AssembledEvent[] {
    const untold = [...this.#begun].filter(([, event]) => event.told < event.records.length);
    const events = untold.map(([, event]) => ({ ...event, records: [...event.records] }));
    for (const [key, event] of untold) {
      event.told = event.records.length;
      if (event.isWhole) this.#remove(key, event);
    }
    return events;
  }

  /** Up to the first that must wait. */
  #taken(isReady: (event: Begun) => boolean): readonly Begun[] {
    const taken: Begun[] = [];
    for (const [key, event] of this.#begun) {
      if (!isReady(event)) break;
      this.#remove(key, event);
      taken.push(event);
    }
    return taken;
  }

  get #isFull(): boolean {
    return this.#begun.size > MOST_BEGUN || this.#bytes > MOST_BYTES;
  }

  #remove(key: string, event: Begun): void {
    this.#begun.delete(key);
    this.#bytes -= event.records.reduce((sum, { place }) => sum + place.bytes.length, 0);
  }
}

/** The kernel tells a command line last, and auditd's own log ends an event of several records with EOE. */
function isLastRecord({ line }: PlacedRecord): boolean {
  return line.type === 'PROCTITLE' || line.type === 'EOE';
}
