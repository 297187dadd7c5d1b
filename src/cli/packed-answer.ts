import type { ConnectionGroup } from '../model/connection-list.js';
import type { SeenBy, ServiceEdge } from '../model/service-map.js';
import type { Answer } from '../tui/effects.js';

type Groups = Extract<Answer, { kind: 'connectionGroups' }>;
type Services = Extract<Answer, { kind: 'services' }>;

/**
 * An answer as it goes from thread to thread. Lists of tens of thousands go as columns: copied as objects they would cost the thread that
 * draws, and the one that answers, more than the answer itself.
 */
export type PackedAnswer =
  | { readonly kind: 'plain'; readonly answer: Answer | undefined }
  | { readonly kind: 'groups'; readonly answer: Omit<Groups, 'groups'>; readonly groups: PackedGroups }
  | {
      readonly kind: 'services';
      readonly answer: Omit<Services, 'map'>;
      readonly map: Omit<Services['map'], 'edges'>;
      readonly edges: PackedEdges;
    };

/** Numbers of a group stand behind each other; `NaN` for one that it does not have. */
interface PackedGroups {
  readonly names: readonly string[];
  readonly keys: readonly ConnectionGroup['key'][];
  readonly labels: readonly string[];
  /** Distinct ones, and which of them each group has: -1 for none. */
  readonly places: readonly string[];
  readonly placeOf: Int32Array;
  readonly numbers: Float64Array;
}

const GROUP_NUMBERS = [
  ...(['count', 'openCount', 'externalCount', 'processId', 'containerId'] as const),
  ...(['bytesSent', 'bytesReceived', 'firstUs', 'lastUs', 'longestUs'] as const),
] as const;

/** Texts are places in one list of distinct ones. */
interface PackedEdges {
  readonly texts: readonly string[];
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly protocol: Int32Array;
  readonly bits: Uint8Array;
  readonly numbers: Float64Array;
}

const EDGE_NUMBERS = [
  ...(['port', 'connections', 'attempts', 'firstUs', 'lastUs', 'bytesSent', 'bytesReceived'] as const),
  ...(['caller', 'server'] as const),
] as const;

const SEEN_BY = ['caller', 'server', 'both'] as const satisfies readonly SeenBy[];
const SEEN_BITS = 3;
const [HAS_DECLARED, IS_DECLARED, HAS_NEW, IS_NEW] = [4, 8, 16, 32] as const;

/** Packs an answer. */
export function packed(answer: Answer | undefined): PackedAnswer {
  if (answer?.kind === 'connectionGroups') {
    const { groups, ...rest } = answer;
    return { kind: 'groups', answer: rest, groups: packedGroups(groups) };
  }
  if (answer?.kind === 'services') {
    const {
      map: { edges, ...map },
      ...rest
    } = answer;
    return { kind: 'services', answer: rest, map, edges: packedEdges(edges) };
  }
  return { kind: 'plain', answer };
}

/** The answer that was packed. */
export function unpacked(message: PackedAnswer): Answer | undefined {
  switch (message.kind) {
    case 'plain':
      return message.answer;
    case 'groups':
      return { ...message.answer, groups: unpackedGroups(message.groups) };
    case 'services':
      return { ...message.answer, map: { ...message.map, edges: unpackedEdges(message.edges) } };
  }
}

type Changeable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Numbers texts from 0, each distinct one once. */
class TextNumbers {
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  of(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.push(text) - 1;
    this.#numbers.set(text, number);
    return number;
  }
}

function packedGroups(groups: readonly ConnectionGroup[]): PackedGroups {
  const places = new TextNumbers();
  const numbers = new Float64Array(groups.length * GROUP_NUMBERS.length);
  let at = 0;
  for (const group of groups) for (const name of GROUP_NUMBERS) numbers[at++] = group[name] ?? Number.NaN;
  return {
    names: groups.map(({ name }) => name),
    keys: groups.map(({ key }) => key),
    labels: groups.map(({ label }) => label),
    placeOf: Int32Array.from(groups, ({ place }) => (place === undefined ? -1 : places.of(place))),
    places: places.texts,
    numbers,
  };
}

function unpackedGroups({ names, keys, labels, places, placeOf, numbers }: PackedGroups): readonly ConnectionGroup[] {
  return names.map((name, row) => {
    const at = row * GROUP_NUMBERS.length;
    const number = (column: number): number => numbers[at + column] ?? 0;
    const place = places[placeOf[row] ?? -1];
    const group: Changeable<ConnectionGroup> = {
      name,
      key: keys[row] ?? null,
      label: labels[row] ?? '',
      count: number(0),
      openCount: number(1),
      externalCount: number(2),
    };
    if (place !== undefined) group.place = place;
    for (const { name: optional, column } of OPTIONAL_GROUP_NUMBERS) if (!Number.isNaN(number(column))) group[optional] = number(column);
    return group;
  });
}

const OPTIONAL_GROUP_NUMBERS = (['processId', 'containerId', 'bytesSent', 'bytesReceived', 'firstUs', 'lastUs', 'longestUs'] as const).map(
  (name) => ({ name, column: GROUP_NUMBERS.indexOf(name) }),
);

function packedEdges(edges: readonly ServiceEdge[]): PackedEdges {
  const texts = new TextNumbers();
  const numbers = new Float64Array(edges.length * EDGE_NUMBERS.length);
  let at = 0;
  for (const { heartbeats, ...edge } of edges)
    for (const name of EDGE_NUMBERS) numbers[at++] = (name === 'caller' || name === 'server' ? heartbeats[name] : edge[name]) ?? Number.NaN;
  return {
    from: Int32Array.from(edges, (edge) => texts.of(edge.from)),
    to: Int32Array.from(edges, (edge) => texts.of(edge.to)),
    protocol: Int32Array.from(edges, (edge) => texts.of(edge.protocol)),
    bits: Uint8Array.from(edges, bitsOf),
    texts: texts.texts,
    numbers,
  };
}

function bitsOf({ seenBy, isDeclared, isNew }: ServiceEdge): number {
  return (
    SEEN_BY.indexOf(seenBy) |
    (isDeclared === undefined ? 0 : HAS_DECLARED | (isDeclared ? IS_DECLARED : 0)) |
    (isNew === undefined ? 0 : HAS_NEW | (isNew ? IS_NEW : 0))
  );
}

function unpackedEdges({ texts, from, to, protocol, bits, numbers }: PackedEdges): readonly ServiceEdge[] {
  const textOf = (column: Int32Array, row: number): string => texts[column[row] ?? -1] ?? '';
  return Array.from(bits, (bit, row) => {
    const at = row * EDGE_NUMBERS.length;
    const number = (column: number): number => numbers[at + column] ?? 0;
    const edge: Changeable<ServiceEdge> = {
      from: textOf(from, row),
      to: textOf(to, row),
      protocol: textOf(protocol, row),
      port: number(0),
      connections: number(1),
      attempts: number(2),
      seenBy: SEEN_BY[bit & SEEN_BITS] ?? 'caller',
      heartbeats: { caller: number(7), server: number(8) },
    };
    for (const { name, column } of OPTIONAL_EDGE_NUMBERS) if (!Number.isNaN(number(column))) edge[name] = number(column);
    if ((bit & HAS_DECLARED) !== 0) edge.isDeclared = (bit & IS_DECLARED) !== 0;
    if ((bit & HAS_NEW) !== 0) edge.isNew = (bit & IS_NEW) !== 0;
    return edge;
  });
}

const OPTIONAL_EDGE_NUMBERS = (['firstUs', 'lastUs', 'bytesSent', 'bytesReceived'] as const).map((name) => ({
  name,
  column: EDGE_NUMBERS.indexOf(name),
}));
