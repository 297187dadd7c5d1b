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
  /** By field, the number of the aspect that decides its values; fields without one may be another in each event. */
  readonly aspects: ReadonlyMap<string, number>;
  /** Fields that keywords without a field are looked for in. */
  readonly keywords: readonly string[];
  /** Fields that have one of a few values, the same in every event. */
  readonly constants: ReadonlyMap<string, readonly string[]>;
  /** True when a rule that names a product alone is about these events. The other classes are second views of the same facts. */
  readonly isNative: boolean;
  /** True when the events hold what somebody typed or named: where words of a rule without fields are looked for. */
  readonly isText: boolean;
}

/** By field: a text that is the same for facts whose values of the field are the same, read off a sketch of the fact. */
export type Likeness<Sketch> = ReadonlyMap<string, (sketch: Sketch) => string>;

/** How a class is stated: its fields as a table. */
export interface EventClassSource<Facts, Sketch> extends Omit<EventClass, 'fields' | 'aspects'> {
  readonly table: FieldTable<Facts>;
  /** Fields that many facts have alike. What is not among them may be another in each. */
  readonly likeness: Likeness<Sketch>;
  /** Facts that make an event of this class; all of them when it is absent. */
  accepts?(facts: Facts): boolean;
}

/** What facts are read as before anybody asks for their events: very many, of which few are ever asked about. */
export interface FactSketch {
  readonly atUs?: TimeUs | undefined;
  /** The same for facts whose findings, for one rule, have the same name; absent where that takes the fact itself. */
  readonly behaviour?: string;
}

/** One fact of a case. */
export interface FamilyFact {
  readonly atUs: TimeUs | undefined;
  readonly behaviour: string | undefined;
  /** What the fact is in these aspects, as a text. */
  likeness(aspects: readonly number[]): string;
  /** Its event in the class at this place; `undefined` where it makes none. */
  event(place: number): SigmaEvent | undefined;
}

/** Classes that are made of the same facts, so that a case is read once for all of them. */
export interface EventFamily {
  readonly kind: DataKind;
  readonly classes: readonly EventClass[];
  /** The facts in time order; likenesses are asked of these fields alone. */
  read(view: DetectionCase, fields: ReadonlySet<string>): Iterable<FamilyFact>;
}

/** How the facts of a family are read: sketches of all, and of a sketch the facts, which may be no more to be had. */
export interface FactSource<Facts, Sketch> {
  sketches(view: DetectionCase, fields: ReadonlySet<string>): Iterable<Sketch>;
  facts(view: DetectionCase, sketch: Sketch): Facts | undefined;
}

/** The family of these classes over these facts. */
export function family<Facts extends EventFacts, Sketch extends FactSketch>(
  kind: DataKind,
  classes: readonly EventClassSource<Facts, Sketch>[],
  source: FactSource<Facts, Sketch>,
): EventFamily {
  const aspects = [...new Set(classes.flatMap(({ likeness }) => [...likeness.values()]))];
  const stated: Stated<Facts, Sketch> = { classes, aspects, source };
  return {
    kind,
    classes: classes.map((one) => ({
      ...one,
      fields: new Set(one.table.keys()),
      aspects: new Map(Array.from(one.likeness, ([field, aspect]) => [field, aspects.indexOf(aspect)])),
    })),
    *read(view, fields) {
      for (const sketch of source.sketches(view, fields)) yield new SketchedFact(stated, view, sketch);
    },
  };
}

interface Stated<Facts, Sketch> {
  readonly classes: readonly EventClassSource<Facts, Sketch>[];
  readonly aspects: readonly ((sketch: Sketch) => string)[];
  readonly source: FactSource<Facts, Sketch>;
}

/** Texts as one that no others give: whoever chooses some of them can't make it look like that of another fact. */
export function together(...texts: readonly (string | number | undefined)[]): string {
  let whole = '';
  for (const text of texts) whole += typeof text === 'string' ? `${text.length}:${text}` : `${text};`;
  return whole;
}

/** A fact that is read as a whole when somebody asks for its events. */
class SketchedFact<Facts extends EventFacts, Sketch extends FactSketch> implements FamilyFact {
  readonly #stated: Stated<Facts, Sketch>;
  readonly #view: DetectionCase;
  readonly #sketch: Sketch;
  #facts: { readonly facts: Facts | undefined } | undefined;
  #events: Map<number, SigmaEvent | undefined> | undefined;

  constructor(stated: Stated<Facts, Sketch>, view: DetectionCase, sketch: Sketch) {
    this.#stated = stated;
    this.#view = view;
    this.#sketch = sketch;
  }

  get atUs(): TimeUs | undefined {
    return this.#sketch.atUs;
  }

  get behaviour(): string | undefined {
    return this.#sketch.behaviour;
  }

  likeness(aspects: readonly number[]): string {
    let text = '';
    for (const aspect of aspects) text += together(this.#stated.aspects[aspect]?.(this.#sketch));
    return text;
  }

  event(place: number): SigmaEvent | undefined {
    this.#events ??= new Map();
    if (!this.#events.has(place)) this.#events.set(place, this.#eventAt(place));
    return this.#events.get(place);
  }

  #eventAt(place: number): SigmaEvent | undefined {
    this.#facts ??= { facts: this.#stated.source.facts(this.#view, this.#sketch) };
    const { facts } = this.#facts;
    const one = this.#stated.classes[place];
    return one === undefined || facts === undefined || one.accepts?.(facts) === false ? undefined : new FactEvent(one, facts);
  }
}

/** An event whose fields are worked out when somebody asks, and once. */
class FactEvent<Facts extends EventFacts> implements SigmaEvent {
  readonly #stated: EventClassSource<Facts, never>;
  readonly #facts: Facts;
  #subject: EventSubject | undefined;
  readonly #known = new Map<string, readonly string[] | undefined>();

  constructor(stated: EventClassSource<Facts, never>, facts: Facts) {
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
