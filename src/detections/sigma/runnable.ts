import type { Condition } from './condition.js';
import { itemsOf, type Selection } from './detection.js';
import type { DetectionItem } from './detection-item.js';
import type { DataKind, EventClass } from './events/event-class.js';
import { EVENT_FAMILIES } from './events/families.js';
import { covers, logSourceText } from './log-source.js';
import { type Matcher, matches } from './matcher.js';
import type { SigmaRule } from './rule.js';

/** What a case holds that rules may be asked about. */
export interface CaseData {
  readonly kinds: ReadonlySet<DataKind>;
  /** System calls that policies reported. */
  readonly systemCalls: ReadonlySet<string> | 'any';
  /** Fields that no event of this case has, though events of their class may: names where nothing resolved any. */
  readonly absentFields: ReadonlySet<string>;
}

/** A case that lacks nothing that this program can read: what a rule lacks there it lacks everywhere. */
export const EVERYTHING: CaseData = {
  kinds: new Set(EVENT_FAMILIES.map((family) => family.kind)),
  systemCalls: 'any',
  absentFields: new Set(),
};

/**
 * Whether a rule can find anything. `runs`: all of it. `partly`: some of what it asks for is not there, and `lacks` says what.
 * `lacking`: whatever happened, it would be silent.
 */
export interface Runnable {
  readonly kind: 'runs' | 'partly' | 'lacking';
  readonly lacks: readonly string[];
}

const LACKS_DATA: Readonly<Record<DataKind, string>> = {
  processes: 'process events',
  connections: 'connection events: a network policy, or an export with them',
  files: 'file events: a policy that hooks files',
  dns: 'DNS events: a policy that reads DNS',
  hooks: 'system call events: a policy that hooks them',
};

/**
 * The classes of events that the rule's log source names. One that names a product alone means each fact once, and if it has no fields, what
 * was typed or written and not every address that was looked up.
 */
export function classesOf(
  rule: Pick<SigmaRule, 'logSource' | 'detection'>,
): readonly { readonly kind: DataKind; readonly eventClass: EventClass }[] {
  const { category, service } = rule.logSource;
  const isBroad = category === undefined && service === undefined;
  const isWords = isBroad && [...rule.detection.selections.values()].flatMap(itemsOf).every((item) => item.field === undefined);
  return EVENT_FAMILIES.flatMap(({ kind, classes }) =>
    classes
      .filter(
        (one) => one.sources.some((source) => covers(rule.logSource, source)) && (one.isNative || !isBroad) && (one.isText || !isWords),
      )
      .map((eventClass) => ({ kind, eventClass })),
  );
}

/** Whether the rule can find anything in such a case, and what it lacks. */
export function runnable(rule: SigmaRule, data: CaseData): Runnable {
  const shapes = classesOf(rule);
  if (shapes.length === 0) return { kind: 'lacking', lacks: [`events of ${logSourceText(rule.logSource)}`] };
  const asked = shapes.map(({ kind, eventClass }) => ({ kind, answer: askClass(rule, eventClass, data) }));
  const able = asked.filter(({ answer }) => answer.canHold);
  if (able.length === 0) return { kind: 'lacking', lacks: lacksText(nearestToHold(asked.map(({ answer }) => answer.lacks))) };
  const present = able.filter(({ kind }) => data.kinds.has(kind));
  const absent = distinct(able.filter(({ kind }) => !data.kinds.has(kind)).map(({ kind }) => LACKS_DATA[kind]));
  if (present.length === 0) return { kind: 'lacking', lacks: absent };
  const lacks = [...lackedByAll(present), ...wordsOnly(rule)];
  if (lacks.length === 0) return { kind: 'runs', lacks };
  const lastly = [...lackedByAll(able), ...wordsOnly(rule)];
  return { kind: 'partly', lacks: lastly.length < lacks.length ? [...absent, ...lastly] : lacks };
}

/** What every one of the classes lacks: what one class does not have another may. */
function lackedByAll(asked: readonly { readonly answer: Answer }[]): readonly string[] {
  const [first, ...others] = asked.map(({ answer }) => lacksText(answer.lacks));
  return (first ?? []).filter((lack) => others.every((list) => list.includes(lack)));
}

/** Rules that name a product alone look for words in whatever a host logs. */
function wordsOnly({ logSource: { category, service } }: SigmaRule): readonly string[] {
  return category === undefined && service === undefined ? ['log lines: its words are looked for in command lines, names and paths'] : [];
}

/** A field that no event has, or a value that the field never has; or a field that only events with that value would have. */
interface Lack {
  readonly kind: 'field' | 'value' | 'implied';
  readonly text: string;
}

/** Whether something can be true and can be false, and what is missing for more. */
interface Answer {
  readonly canHold: boolean;
  readonly canFail: boolean;
  readonly lacks: readonly Lack[];
}

const ANYTHING: Answer = { canHold: true, canFail: true, lacks: [] };

function askClass(rule: SigmaRule, eventClass: EventClass, data: CaseData): Answer {
  const constants = new Map(eventClass.constants);
  const { systemCalls } = data;
  if (eventClass.fields.has('SYSCALL') && !constants.has('SYSCALL') && systemCalls !== 'any') constants.set('SYSCALL', [...systemCalls]);
  const shape: Shape = { fields: new Set([...eventClass.fields].filter((field) => !data.absentFields.has(field))), constants };
  const detections = [rule.detection, ...rule.filters.map((filter) => filter.detection)];
  return all(detections.map(({ condition, selections }) => askCondition(condition, (name) => askSelection(selections.get(name), shape))));
}

interface Shape {
  readonly fields: ReadonlySet<string>;
  readonly constants: ReadonlyMap<string, readonly string[]>;
}

function askCondition(condition: Condition, ask: (name: string) => Answer): Answer {
  switch (condition.kind) {
    case 'name':
      return ask(condition.name);
    case 'not': {
      const answer = askCondition(condition.of, ask);
      return { canHold: answer.canFail, canFail: answer.canHold, lacks: answer.lacks };
    }
    case 'and':
      return all(condition.of.map((part) => askCondition(part, ask)));
    case 'or':
      return any(condition.of.map((part) => askCondition(part, ask)));
  }
}

function askSelection(selection: Selection | undefined, shape: Shape): Answer {
  if (selection === undefined) return { canHold: false, canFail: true, lacks: [] };
  if (selection.kind === 'item') return askItem(selection.item, shape);
  const parts = selection.of.map((part) => askSelection(part, shape));
  return selection.kind === 'all' ? all(parts) : any(parts);
}

function askItem(item: DetectionItem, shape: Shape): Answer {
  const parts = item.matchers.map((matcher) => askMatcher(matcher, item, shape));
  const anyPart = any(parts);
  // One of the values is enough: that another never comes is no loss.
  const answer = item.linking === 'all' ? all(parts) : { ...anyPart, lacks: anyPart.canHold ? [] : anyPart.lacks };
  return item.isNegated ? { canHold: answer.canFail, canFail: answer.canHold, lacks: answer.lacks } : answer;
}

const NO_EVENT = { values: () => undefined };

function askMatcher(matcher: Matcher, { field }: DetectionItem, shape: Shape): Answer {
  if (field === undefined) return ANYTHING;
  if (matcher.kind === 'anyOf')
    return any(matcher.of.map((one) => askMatcher(one, { field, name: field, linking: 'any', isNegated: false, matchers: [] }, shape)));
  const isKnown = shape.fields.has(field);
  if (!isKnown || (matcher.kind === 'field' && !shape.fields.has(matcher.field))) {
    const holds = !isKnown && matches(matcher, undefined, NO_EVENT);
    return {
      canHold: holds,
      canFail: !holds,
      lacks: [{ kind: 'field', text: `the field ${isKnown && matcher.kind === 'field' ? matcher.field : field}` }],
    };
  }
  const values = shape.constants.get(field);
  if (values !== undefined) return askConstant(matcher, field, values);
  if (isDeadOnLinux(matcher, field))
    return {
      canHold: false,
      canFail: true,
      lacks: [{ kind: 'value', text: `a path with a backslash, as in ${field} "${matcher.shown}"` }],
    };
  return ANYTHING;
}

function askConstant(matcher: Matcher, field: string, values: readonly string[]): Answer {
  const canHold = values.some((value) => matches(matcher, [value], NO_EVENT));
  const canFail = values.length === 0 || values.some((value) => !matches(matcher, [value], NO_EVENT));
  return { canHold, canFail, lacks: canHold ? [] : [{ kind: 'value', text: `events with ${field} ${matcher.shown}` }] };
}

const PATH_FIELDS = new Set(['Image', 'ParentImage', 'exe', 'TargetFilename', 'CurrentDirectory']);

/** A path of Linux holds no backslash but in a name that somebody chose to hold one: such a value was written for Windows. */
function isDeadOnLinux(matcher: Matcher, field: string): boolean {
  return (
    matcher.kind === 'pattern' && PATH_FIELDS.has(field) && matcher.pattern.some((part) => part.kind === 'text' && part.text.includes('\\'))
  );
}

/** Where all must hold, a value that never comes says more than the fields that would have come with it. */
function all(parts: readonly Answer[]): Answer {
  const canHold = parts.every((part) => part.canHold);
  const lacks = parts.filter((part) => canHold || !part.canHold).flatMap((part) => part.lacks);
  const hasValue = !canHold && lacks.some(({ kind }) => kind === 'value');
  const told = hasValue ? lacks.map((lack): Lack => (lack.kind === 'field' ? { ...lack, kind: 'implied' } : lack)) : lacks;
  return { canHold, canFail: parts.some((part) => part.canFail), lacks: told };
}

function any(parts: readonly Answer[]): Answer {
  return {
    canHold: parts.some((part) => part.canHold),
    canFail: parts.every((part) => part.canFail),
    lacks: parts.flatMap((part) => part.lacks),
  };
}

/** The class of events that comes nearest: it has the values and misses the fewest fields. */
function nearestToHold(lists: readonly (readonly Lack[])[]): readonly Lack[] {
  const distance = (lacks: readonly Lack[]): number => lacks.filter(({ kind }) => kind === 'value').length * 1000 + lacks.length;
  return lists.reduce((least, list) => (distance(list) < distance(least) ? list : least), lists[0] ?? []);
}

function lacksText(lacks: readonly Lack[]): readonly string[] {
  return distinct(lacks.filter(({ kind }) => kind !== 'implied').map(({ text }) => text));
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
