import type { DetectionCase } from '../../../model/detection-case.js';
import type { TimeUs } from '../../../model/time.js';
import type { EventSource, EventSubject, SigmaEvent } from '../event.js';

/** What a case may hold: the kinds of facts that events are made of. */
export type DataKind = 'processes' | 'connections' | 'files' | 'dns' | 'hooks';

/** How a field is read off a fact; `undefined` where the fact does not have it. */
export type FieldTable<Facts> = ReadonlyMap<string, (facts: Facts) => readonly string[] | undefined>;

/** Facts of one event, with what every event has. */
export interface EventFacts {
  readonly atUs?: TimeUs;
  /** Worked out only for an event that a rule matched: hardly any. */
  subject(): EventSubject;
}

/** One shape of events: where they come from in Sigma's words, and which fields they have. */
export interface EventClass {
  readonly name: string;
  readonly sources: readonly EventSource[];
  readonly fields: ReadonlySet<string>;
  /** Fields that keywords without a field are looked for in. */
  readonly keywords: readonly string[];
  /** Fields that have one of a few values, the same in every event. */
  readonly constants: ReadonlyMap<string, readonly string[]>;
  /** True when a rule that names a product alone is about these events. The other classes are second views of the same facts. */
  readonly isNative: boolean;
  /** True when the events hold what somebody typed or named: where words of a rule without fields are looked for. */
  readonly isText: boolean;
}

/** How a class is stated: its fields as a table. */
export interface EventClassSource<Facts> extends Omit<EventClass, 'fields'> {
  readonly table: FieldTable<Facts>;
  /** Facts that make an event of this class; all of them when it is absent. */
  accepts?(facts: Facts): boolean;
}

/** Classes that are made of the same facts, so that a case is read once for all of them. */
export interface EventFamily {
  readonly kind: DataKind;
  readonly classes: readonly EventClass[];
  /** For each fact, in time order, its event in each of the classes; `undefined` where it makes none. */
  read(view: DetectionCase): Iterable<readonly (SigmaEvent | undefined)[]>;
}

/** The family of these classes over these facts. */
export function family<Facts extends EventFacts>(
  kind: DataKind,
  classes: readonly EventClassSource<Facts>[],
  facts: (view: DetectionCase) => Iterable<Facts>,
): EventFamily {
  return {
    kind,
    classes: classes.map((one) => ({ ...one, fields: new Set(one.table.keys()) })),
    *read(view) {
      for (const fact of facts(view)) {
        yield classes.map((one) => (one.accepts?.(fact) === false ? undefined : new FactEvent(one, fact)));
      }
    },
  };
}

/** An event whose fields are worked out when somebody asks, and once. */
class FactEvent<Facts extends EventFacts> implements SigmaEvent {
  readonly #stated: EventClassSource<Facts>;
  readonly #facts: Facts;
  #subject: EventSubject | undefined;
  readonly #known = new Map<string, readonly string[] | undefined>();

  constructor(stated: EventClassSource<Facts>, facts: Facts) {
    this.#stated = stated;
    this.#facts = facts;
  }

  get sources(): readonly EventSource[] {
    return this.#stated.sources;
  }

  get atUs(): TimeUs | undefined {
    return this.#facts.atUs;
  }

  get subject(): EventSubject {
    this.#subject ??= this.#facts.subject();
    return this.#subject;
  }

  values(field: string): readonly string[] | undefined {
    if (this.#known.has(field)) return this.#known.get(field);
    const values = this.#stated.constants.get(field) ?? this.#stated.table.get(field)?.(this.#facts);
    const told = values === undefined || values.length === 0 ? undefined : values;
    this.#known.set(field, told);
    return told;
  }

  keywords(): readonly string[] {
    return this.#stated.keywords.flatMap((field) => this.values(field) ?? []);
  }
}

/** The one value of a field, or none. */
export function one(value: string | number | boolean | undefined): readonly string[] | undefined {
  return value === undefined || value === '' ? undefined : [String(value)];
}

/** The values of a field, each once, or none. */
export function each(values: readonly (string | undefined)[]): readonly string[] | undefined {
  const known = [...new Set(values.filter((value) => value !== undefined && value !== ''))];
  return known.length === 0 ? undefined : known.filter((value) => value !== undefined);
}
