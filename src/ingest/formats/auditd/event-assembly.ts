import type { AuditEvent, PlacedRecord } from './audit-event.js';

/** auditd's own library takes an event for whole once records that are this much younger have come. *Source:* auparse(3). */
const WHOLE_AFTER_US = 2_000_000;
/** Events begun at the same time on one machine are a handful; beyond this the oldest is taken as it is. */
const MOST_BEGUN = 1_000;

interface Begun extends AuditEvent {
  readonly records: PlacedRecord[];
  /** Records that an end of the source has told already. */
  told: number;
}

/** An event as far as its records have come. */
export interface AssembledEvent extends AuditEvent {
  /** How many of its records an end of the source told before: more came once it grew. */
  readonly told: number;
}

/** Puts the records of each event together again: those of several events come mixed. */
export class EventAssembly {
  readonly #begun = new Map<string, Begun>();

  /** The events that this record makes whole, the oldest first. */
  add(record: PlacedRecord, node: string): readonly AssembledEvent[] {
    const { line } = record;
    const key = `${node} ${line.event}`;
    const known = this.#begun.get(key);
    const event = known ?? { node, time: line.time, id: line.event, records: [], told: 0 };
    event.records.push(record);
    if (known === undefined) this.#begun.set(key, event);
    const whole = this.#taken((other) => line.time.us - other.time.us > WHOLE_AFTER_US);
    if (isLastRecord(record)) {
      this.#begun.delete(key);
      return [...whole, event];
    }
    return this.#begun.size > MOST_BEGUN ? [...whole, ...this.#oldest()] : whole;
  }

  /** What has come of events that are not known to be whole. They are kept: the source may grow. */
  pending(): readonly AssembledEvent[] {
    const events = [...this.#begun.values()].filter((event) => event.told < event.records.length);
    const told = events.map((event) => ({ ...event, records: [...event.records] }));
    for (const event of events) event.told = event.records.length;
    return told;
  }

  #taken(isWhole: (event: Begun) => boolean): readonly Begun[] {
    const taken: Begun[] = [];
    for (const [key, event] of this.#begun) {
      if (!isWhole(event)) break;
      this.#begun.delete(key);
      taken.push(event);
    }
    return taken;
  }

  #oldest(): readonly Begun[] {
    let isFirst = true;
    return this.#taken(() => {
      const is = isFirst;
      isFirst = false;
      return is;
    });
  }
}

/** The kernel tells a command line last, and auditd's own log ends an event of several records with EOE. */
function isLastRecord({ line }: PlacedRecord): boolean {
  return line.type === 'PROCTITLE' || line.type === 'EOE';
}
