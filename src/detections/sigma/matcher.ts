import { canonicalAddress, parseIpv4, parseIpv6 } from '../../model/address.js';
import type { SigmaEvent } from './event.js';
import type { Pattern } from './pattern.js';

/** How two numbers are compared. */
export type Comparison = 'lt' | 'lte' | 'gt' | 'gte' | 'eq' | 'neq';

/** A part of a point in time. */
export type TimeUnit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** A network: the address's bits as groups of 16 (IPv6) or 8 (IPv4), and how many of them count. */
export interface Block {
  readonly groups: readonly number[];
  readonly bits: number;
}

/** One value of a rule, ready to be asked of an event's field. `shown` is the value as the rule has it. */
export type Matcher = { readonly shown: string } & (
  | { readonly kind: 'pattern'; readonly pattern: Pattern; readonly test: (text: string) => boolean }
  | { readonly kind: 'regex'; readonly test: (text: string) => boolean }
  | { readonly kind: 'absent' }
  | { readonly kind: 'exists'; readonly isWanted: boolean }
  | { readonly kind: 'number'; readonly comparison: Comparison; readonly value: number }
  | { readonly kind: 'time'; readonly unit: TimeUnit; readonly comparison: Comparison; readonly value: number }
  | { readonly kind: 'cidr'; readonly block: Block }
  | { readonly kind: 'field'; readonly field: string; readonly relation: FieldRelation; readonly isCased: boolean }
  | { readonly kind: 'anyOf'; readonly of: readonly Matcher[] }
);

/** How a field's text relates to the other field's. */
export type FieldRelation = 'equals' | 'startswith' | 'endswith' | 'contains';

/**
 * True when the field's values, of which one may match, are what the matcher asks for. `undefined`: the event has no such field,
 * which only `null` and `exists: false` ask for.
 */
export function matches(matcher: Matcher, values: readonly string[] | undefined, event: Pick<SigmaEvent, 'values'>): boolean {
  switch (matcher.kind) {
    case 'absent':
      return values === undefined;
    case 'exists':
      return (values !== undefined) === matcher.isWanted;
    case 'pattern':
    case 'regex':
      return values?.some(matcher.test) ?? false;
    case 'number':
      return values?.some((value) => comparesAs(matcher.comparison, numberIn(value), matcher.value)) ?? false;
    case 'time':
      return values?.some((value) => comparesAs(matcher.comparison, timePart(matcher.unit, value), matcher.value)) ?? false;
    case 'cidr':
      return values?.some((value) => isInBlock(matcher.block, value)) ?? false;
    case 'field':
      return fieldsRelate(matcher, values, event.values(matcher.field));
    case 'anyOf':
      return matcher.of.some((one) => matches(one, values, event));
  }
}

/** True when the first number stands in that relation to the second. What is no number stands in none. */
export function comparesAs(comparison: Comparison, left: number | undefined, right: number): boolean {
  if (left === undefined) return false;
  switch (comparison) {
    case 'lt':
      return left < right;
    case 'lte':
      return left <= right;
    case 'gt':
      return left > right;
    case 'gte':
      return left >= right;
    case 'eq':
      return left === right;
    case 'neq':
      return left !== right;
  }
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The number that a text is, or `undefined`: unlike `Number`, an empty text is none. */
export function numberIn(text: string): number | undefined {
  const trimmed = text.trim();
  return NUMBER.test(trimmed) ? Number(trimmed) : undefined;
}

const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)|$)/;
const WEEK_MS = 604_800_000;
const DAY_MS = 86_400_000;

/** A part of the time that a field holds, as it is written there: no time zone is converted. Weeks count as in ISO 8601. */
export function timePart(unit: TimeUnit, text: string): number | undefined {
  const match = TIMESTAMP.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0] = match.slice(1, 4).map(Number);
  switch (unit) {
    case 'year':
      return year;
    case 'month':
      return month;
    case 'day':
      return day;
    case 'week':
      return isoWeek(Date.UTC(year, month - 1, day));
    case 'hour':
      return match[4] === undefined ? undefined : Number(match[4]);
    case 'minute':
      return match[5] === undefined ? undefined : Number(match[5]);
  }
}

/** The week that holds the day's Thursday belongs to that Thursday's year. */
function isoWeek(ms: number): number {
  const weekday = (new Date(ms).getUTCDay() + 6) % 7;
  const thursday = ms + (3 - weekday) * DAY_MS;
  return 1 + Math.floor((thursday - Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1)) / WEEK_MS);
}

/** The groups of an address: four of 8 bits, or eight of 16. An IPv4 address in IPv6 clothes is an IPv4 address. */
export function addressGroups(text: string): readonly number[] | undefined {
  const address = canonicalAddress(text.trim());
  return address === undefined ? undefined : (parseIpv4(address) ?? parseIpv6(address));
}

function isInBlock(block: Block, text: string): boolean {
  const groups = addressGroups(text);
  if (groups === undefined || groups.length !== block.groups.length) return false;
  const width = groups.length === 4 ? 8 : 16;
  return groups.every((group, place) => {
    const ignored = Math.min(width, Math.max(0, width * (place + 1) - block.bits));
    return group >> ignored === (block.groups[place] ?? 0) >> ignored;
  });
}

function fieldsRelate(
  { relation, isCased }: { readonly relation: FieldRelation; readonly isCased: boolean },
  left: readonly string[] | undefined,
  right: readonly string[] | undefined,
): boolean {
  if (left === undefined || right === undefined) return false;
  const folded = (text: string): string => (isCased ? text : text.toLowerCase());
  return left.some((one) => right.some((other) => relates(relation, folded(one), folded(other))));
}

function relates(relation: FieldRelation, left: string, right: string): boolean {
  switch (relation) {
    case 'equals':
      return left === right;
    case 'startswith':
      return left.startsWith(right);
    case 'endswith':
      return left.endsWith(right);
    case 'contains':
      return left.includes(right);
  }
}
