import type { DetectionCase } from '../model/detection-case.js';
import type { Level } from '../model/finding.js';
import type { Call, WantedCalls } from './calls.js';
import type { Draft, Story } from './draft.js';
import type { Scenario } from './scenario.js';
import type { Suspects } from './suspects.js';
import type { Watched } from './watched.js';

/** A number that a user may set: seconds or a count, as its name says. */
export interface RuleOption {
  readonly value: number;
  /** What it bounds and why the default is what it is, in one sentence. */
  readonly description: string;
}

/** What a rule can't do without: sockets, containers with a start time, DNS messages, or what standard streams were put on. */
export type Need = 'connections' | 'containers' | 'names' | 'standard streams';

/** What a rule may look at. */
export interface Facts {
  readonly view: DetectionCase;
  readonly suspects: Suspects;
  /** Shell stories found by the rules before: empty for those rules themselves. */
  readonly stories: readonly Story[];
  /** Calls to another host, every one or those wanted, process after process and by time within each. */
  calls(wanted?: WantedCalls): Iterable<Call>;
  /** Places of which only heartbeats or network flows tell. */
  watched(): readonly Watched[];
}

/** What a rule is asked with. */
export interface Question<Option extends string> extends Facts {
  option(name: Option): number;
}

/** What a rule is written as. `Option` are the names of its own options. */
export interface RuleSource<Option extends string> {
  /** The name of its file. */
  readonly id: string;
  readonly title: string;
  /** Two or three sentences: the behaviour, and what makes it tell an attack from work. */
  readonly description: string;
  /** The highest level it gives. */
  readonly level: Level;
  /** `shell`: its drafts become stories. `consequence`: it is asked afterwards, with the stories. */
  readonly stage: 'shell' | 'consequence';
  /** ATT&CK v19 technique ids. */
  readonly attack: readonly string[];
  readonly needs: readonly Need[];
  readonly options: Readonly<Record<Option, RuleOption>>;
  readonly falsePositives: readonly string[];
  run(question: Question<Option>): Iterable<Draft>;
  /** Each must make the rule speak. */
  readonly hits: readonly Scenario[];
  /** The nearest harmless things: on none of them may it speak at level high or above. */
  readonly nearMisses: readonly Scenario[];
}

/** Values that a user set, by option name; the rest keep their defaults. */
export type OptionValues = Readonly<Record<string, number>>;

/** A rule as the registry holds it, whatever its options are called. */
export interface Rule extends Omit<RuleSource<string>, 'run'> {
  run(facts: Facts, values?: OptionValues): Iterable<Draft>;
}

/** The rule of a source: its options resolved by name against the values that a user set. */
export function defineRule<Option extends string>(source: RuleSource<Option>): Rule {
  return {
    ...source,
    run: (facts, values = {}) => source.run({ ...facts, option: (name) => values[name] ?? source.options[name].value }),
  };
}
