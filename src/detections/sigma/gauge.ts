import { holds } from './condition.js';
import type { Bound, CorrelationCondition, SigmaCorrelation } from './correlation-rule.js';
import { comparesAs, numberIn } from './matcher.js';
import { type Occurrence, valuesOf } from './occurrence.js';

/** What of a correlation says how it reckons. */
type Gauged = Pick<SigmaCorrelation, 'key' | 'type' | 'condition' | 'aliases'>;
type Bounds = Extract<CorrelationCondition, { kind: 'bounds' }>;

/** What a correlation reckons over a window, kept up to date as occurrences come in and fall out. */
export interface Gauge {
  add(occurrence: Occurrence): void;
  remove(occurrence: Occurrence): void;
  /** True when the window is what the correlation asks for. */
  isMet(): boolean;
}

/** The gauge of a correlation that does not ask for an order. */
export function gaugeOf(correlation: Gauged): Gauge {
  const { type, condition } = correlation;
  if (condition.kind === 'expression') return expressionGauge(condition);
  const { bounds, fields, percentile = 50 } = condition;
  switch (type) {
    case 'event_count':
      return distinctGauge(bounds, (occurrence) => [occurrence.identity]);
    case 'value_count':
      return distinctGauge(bounds, (occurrence) => combinations(correlation, occurrence, fields));
    case 'temporal':
    case 'temporal_ordered':
      return distinctGauge(bounds, (occurrence) => [occurrence.key]);
    case 'value_sum':
      return numbersGauge(correlation, condition, (numbers) => numbers.sum());
    case 'value_avg':
      return numbersGauge(correlation, condition, (numbers) => (numbers.size === 0 ? undefined : numbers.sum() / numbers.size));
    case 'value_median':
      return numbersGauge(correlation, condition, (numbers) => numbers.percentile(50));
    case 'value_percentile':
      return numbersGauge(correlation, condition, (numbers) => numbers.percentile(percentile));
  }
}

/**
 * True when a window that is met stays met whatever else falls into it: then each window counts from the moment it is met. Otherwise only
 * windows count that nothing more falls into, for what holds for a part of them need not hold for them.
 */
export function staysMet({ type, condition }: Gauged): boolean {
  const isCount = type === 'event_count' || type === 'value_count' || type.startsWith('temporal');
  if (condition.kind === 'expression') return !hasNot(condition.condition);
  return isCount && condition.bounds.every(({ comparison }) => comparison === 'gt' || comparison === 'gte');
}

function hasNot(condition: Extract<CorrelationCondition, { kind: 'expression' }>['condition']): boolean {
  if (condition.kind === 'name') return false;
  return condition.kind === 'not' || condition.of.some(hasNot);
}

function meets(bounds: readonly Bound[], number: number | undefined): boolean {
  return bounds.every(({ comparison, value }) => comparesAs(comparison, number, value));
}

/** Counts each thing once, however often it comes. */
function distinctGauge(bounds: readonly Bound[], things: (occurrence: Occurrence) => readonly unknown[]): Gauge {
  const counts = new Map<unknown, number>();
  return {
    add: (occurrence) => {
      for (const thing of things(occurrence)) counts.set(thing, (counts.get(thing) ?? 0) + 1);
    },
    remove: (occurrence) => {
      for (const thing of things(occurrence)) {
        const left = (counts.get(thing) ?? 0) - 1;
        if (left > 0) counts.set(thing, left);
        else counts.delete(thing);
      }
    },
    isMet: () => counts.size > 0 && meets(bounds, counts.size),
  };
}

/** One text for each combination of the fields' values; none when a field is missing. */
function combinations(correlation: Gauged, occurrence: Occurrence, fields: readonly string[]): readonly string[] {
  return fields.reduce<readonly string[]>(
    (starts, field) => starts.flatMap((start) => valuesOf(correlation, occurrence, field).map((value) => `${start}\u0000${value}`)),
    [''],
  );
}

function expressionGauge({ condition }: Extract<CorrelationCondition, { kind: 'expression' }>): Gauge {
  const counts = new Map<string, number>();
  const change = ({ key }: Occurrence, by: number): void => {
    counts.set(key, (counts.get(key) ?? 0) + by);
  };
  return {
    add: (occurrence) => change(occurrence, 1),
    remove: (occurrence) => change(occurrence, -1),
    isMet: () => holds(condition, (key) => (counts.get(key) ?? 0) > 0),
  };
}

function numbersGauge(correlation: Gauged, { bounds, fields }: Bounds, reckon: (numbers: SortedNumbers) => number | undefined): Gauge {
  const numbers = new SortedNumbers();
  const each = (occurrence: Occurrence, act: (number: number) => void): void => {
    for (const field of fields) {
      for (const value of valuesOf(correlation, occurrence, field)) {
        const number = numberIn(value);
        if (number !== undefined) act(number);
      }
    }
  };
  return {
    add: (occurrence) => each(occurrence, (number) => numbers.add(number)),
    remove: (occurrence) => each(occurrence, (number) => numbers.remove(number)),
    isMet: () => numbers.size > 0 && meets(bounds, reckon(numbers)),
  };
}

/** Numbers in ascending order, and their sum. */
class SortedNumbers {
  readonly #numbers: number[] = [];
  #wholeSum = 0;
  #fractions = 0;

  get size(): number {
    return this.#numbers.length;
  }

  add(number: number): void {
    this.#numbers.splice(this.#placeOf(number), 0, number);
    this.#count(number, 1);
  }

  remove(number: number): void {
    const place = this.#placeOf(number);
    if (this.#numbers[place] !== number) return;
    this.#numbers.splice(place, 1);
    this.#count(number, -1);
  }

  /** Whole numbers are added and taken away as they come and go. With fractions that sum would drift, so it is made anew. */
  sum(): number {
    return this.#fractions === 0 ? this.#wholeSum : this.#numbers.reduce((sum, number) => sum + number, 0);
  }

  #count(number: number, sign: 1 | -1): void {
    if (Number.isSafeInteger(number)) this.#wholeSum += sign * number;
    else this.#fractions += sign;
  }

  /** Between two neighbours the value is drawn out in proportion, so that the 50th is the median. */
  percentile(percent: number): number | undefined {
    const at = (percent / 100) * (this.#numbers.length - 1);
    const below = this.#numbers[Math.floor(at)];
    const above = this.#numbers[Math.ceil(at)];
    return below === undefined || above === undefined ? undefined : below + (above - below) * (at - Math.floor(at));
  }

  #placeOf(number: number): number {
    let low = 0;
    let high = this.#numbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#numbers[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
