import { COUNTED_COOKIE, NO_COOKIE, TEXT_COOKIE } from '../../model/link/connection-columns.js';
import { LISTENING } from '../../model/link/socket-columns.js';
import type { CaseDatabase } from '../database.js';
import { COOKIE_IS_TERM } from '../pages/page-schema.js';
import { type SocketFactColumns, SocketFactReader, type UnpackedPage } from './socket-columns.js';

/** Socket facts that are looked at to see how all of them are spread, about. */
const SAMPLED = 16_384;

/** Events of sockets that say which port is listened on. */
export type ListeningFacts = Pick<SocketFactColumns, 'length' | 'image' | 'source' | 'localPort'>;

/** What tells which socket an event is of. */
export type SocketIdentities = Pick<SocketFactColumns, 'length' | 'image' | 'source' | 'cookieKind' | 'cookieHigh' | 'cookieLow'>;

/** What must be known of all socket facts before any of them are paired. */
export interface SocketSurvey {
  readonly listening: ListeningFacts;
  /** Cookies that are no numbers, by row of `term`: its place in `cookieTexts`. */
  readonly cookiePlaces: ReadonlyMap<number, number>;
  /** In order. */
  readonly cookieTexts: readonly string[];
}

/** What has to be known to divide them. */
export interface SampledSockets extends SocketSurvey {
  /** Some facts, spread as all of them are. Their cookies that are texts are left out. */
  readonly sample: SocketIdentities;
}

/** Looks at socket facts that are all in memory. */
export function surveyOf(
  database: CaseDatabase,
  { length, operation, image, source, localPort, cookieKind, cookieLow }: SocketFactColumns,
): SocketSurvey {
  const listening: Listening[] = [];
  const terms = new Set<number>();
  for (let at = 0; at < length; at++) {
    if (cookieKind[at] === TEXT_COOKIE) terms.add(cookieLow[at] ?? 0);
    if (operation[at] === LISTENING) listening.push({ image: image[at] ?? 0, source: source[at] ?? 0, localPort: localPort[at] ?? -1 });
  }
  return { listening: listeningFacts(listening), ...cookiesInOrder(database, terms) };
}

/** Looks once at all socket facts, of which there are so many. */
export function surveySockets(database: CaseDatabase, count: number): SampledSockets {
  const gathering = new Gathering(Math.max(1, Math.floor(count / SAMPLED)));
  const columns = ['event', 'operation', 'localPort', 'cookieKind', 'cookieHigh', 'cookieLow'] as const;
  for (const page of new SocketFactReader(database).pages(columns)) for (let at = 0; at < page.count; at++) gathering.look(page, at);
  return { listening: listeningFacts(gathering.listening), sample: gathering.sample(), ...cookiesInOrder(database, gathering.cookieTerms) };
}

class Gathering {
  readonly cookieTerms = new Set<number>();
  readonly listening: Listening[] = [];
  readonly #every: number;
  readonly #sample: Sampled[] = [];
  #seen = 0;

  /** One of so many facts is taken into the sample. */
  constructor(every: number) {
    this.#every = every;
  }

  look(page: UnpackedPage, at: number): void {
    const { columns, source } = page;
    const image = page.image[at] ?? 0;
    const isTextCookie = columns.cookieKind[at] === COOKIE_IS_TERM;
    if (isTextCookie) this.cookieTerms.add(columns.cookieLow[at] ?? 0);
    if (columns.operation[at] === LISTENING) this.listening.push({ image, source, localPort: columns.localPort[at] || -1 });
    if (this.#seen++ % this.#every !== 0 || isTextCookie) return;
    const cookieKind = columns.cookieKind[at] === 0 ? NO_COOKIE : COUNTED_COOKIE;
    this.#sample.push({ image, source, cookieKind, cookieHigh: columns.cookieHigh[at] ?? 0, cookieLow: columns.cookieLow[at] ?? 0 });
  }

  sample(): SocketIdentities {
    const facts = this.#sample;
    return {
      length: facts.length,
      image: Int32Array.from(facts, ({ image }) => image),
      source: Int32Array.from(facts, ({ source }) => source),
      cookieKind: Uint8Array.from(facts, ({ cookieKind }) => cookieKind),
      cookieHigh: Uint32Array.from(facts, ({ cookieHigh }) => cookieHigh),
      cookieLow: Uint32Array.from(facts, ({ cookieLow }) => cookieLow),
    };
  }
}

function listeningFacts(facts: readonly Listening[]): ListeningFacts {
  return {
    length: facts.length,
    image: Int32Array.from(facts, ({ image }) => image),
    source: Int32Array.from(facts, ({ source }) => source),
    localPort: Int32Array.from(facts, ({ localPort }) => localPort),
  };
}

interface Listening {
  readonly image: number;
  readonly source: number;
  readonly localPort: number;
}

interface Sampled {
  readonly image: number;
  readonly source: number;
  readonly cookieKind: number;
  readonly cookieHigh: number;
  readonly cookieLow: number;
}

function cookiesInOrder(database: CaseDatabase, terms: ReadonlySet<number>): Pick<SocketSurvey, 'cookiePlaces' | 'cookieTexts'> {
  const find = database.prepare<[number], string>('select text from term where id = ?').pluck();
  const told = [...terms].map((term) => ({ term, text: find.get(term) ?? '' })).sort((a, b) => (a.text < b.text ? -1 : 1));
  return { cookiePlaces: new Map(told.map(({ term }, place) => [term, place])), cookieTexts: told.map(({ text }) => text) };
}

/** Has cookies that are no numbers stand for their place in the order of texts. */
export function orderCookies({ length, cookieKind, cookieLow }: SocketIdentities, { cookiePlaces }: SocketSurvey): void {
  if (cookiePlaces.size === 0) return;
  for (let at = 0; at < length; at++) if (cookieKind[at] === TEXT_COOKIE) cookieLow[at] = cookiePlaces.get(cookieLow[at] ?? 0) ?? 0;
}
