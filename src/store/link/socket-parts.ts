import { majorKey, minorKey } from '../../model/link/order-sockets.js';
import type { SocketOwners } from '../../model/link/socket-columns.js';
import type { CaseDatabase } from '../database.js';
import { type OrderKey, PartBounds } from '../part-bounds.js';
import { PartedRows } from '../parted-rows.js';
import { type SocketFactColumns, type SocketLists, socketLists, socketStretches } from './socket-columns.js';
import type { ImageOwners } from './socket-owners.js';
import { orderCookies, type SampledSockets, type SocketIdentities, type SocketSurvey, surveyOf, surveySockets } from './socket-survey.js';
import type { SocketsAhead } from './sockets-ahead.js';

/** Socket facts that are in memory at a time, about: some three megabytes. */
const FACTS_AT_A_TIME = 2 ** 15;
/** So many are worked on at once: dividing them would take longer than it is worth in memory. */
export const FACTS_AT_ONCE = 2 ** 18;

/** All socket facts of a case. */
export interface SocketFacts extends SocketSurvey {
  /**
   * Themselves, in parts of about so many, each in order of event. All events of a socket are in one part, and the sockets of a part are before
   * those of the next one in the order in which connections are numbered: what is made of parts one after the other is what would be made of all at
   * once. A part is good until the next one. To be asked for once.
   */
  parts(owners: ImageOwners): Iterable<SocketFactColumns>;
}

/** How socket facts are read: how many of them at a time, and by which other thread, if any. */
export interface SocketReading {
  readonly factsAtATime?: number;
  readonly sockets?: SocketsAhead;
}

/** Reads socket facts, of which there are so many: once where all of them are worked on at once. */
export function socketFacts(database: CaseDatabase, count: number, { factsAtATime: most, sockets }: SocketReading): SocketFacts {
  const factsAtATime = most ?? (count <= FACTS_AT_ONCE ? FACTS_AT_ONCE : FACTS_AT_A_TIME);
  if (count > factsAtATime) {
    const survey = surveySockets(database, count);
    return {
      ...survey,
      parts: (owners) => socketParts(database, { survey, owners }, { parts: Math.ceil(count / factsAtATime), factsAtATime }),
    };
  }
  const whole = sockets?.take() ?? allSockets(database, count);
  const survey = surveyOf(database, whole);
  orderCookies(whole, survey);
  return { ...survey, parts: () => [whole] };
}

function allSockets(database: CaseDatabase, count: number): SocketFactColumns {
  const lists = socketLists(count);
  const [length = 0] = socketStretches(database, lists, count);
  return { ...lists, length };
}

interface SurveyedSockets {
  readonly survey: SampledSockets;
  readonly owners: ImageOwners;
}

interface Division {
  readonly parts: number;
  readonly factsAtATime: number;
}

function* socketParts(database: CaseDatabase, sockets: SurveyedSockets, division: Division): Generator<SocketFactColumns> {
  let lists = socketLists(division.factsAtATime);
  const aside = divided(database, sockets, lists, division);
  try {
    for (let part = 0; part < division.parts; part++) {
      const length = aside.rows(part);
      if (length > lists.us.length) lists = socketLists(length);
      aside.into(part, lists);
      yield { ...lists, length };
    }
  } finally {
    aside.clear();
  }
}

/** Puts all facts aside, each in the part that it belongs to. */
function divided(
  database: CaseDatabase,
  { survey, owners }: SurveyedSockets,
  lists: SocketLists,
  { parts, factsAtATime }: Division,
): PartedRows<SocketLists> {
  const bounds = new PartBounds(keysOf(survey.sample, owners.of(survey.sample)), parts);
  const aside = new PartedRows<SocketLists>(database, 'parted_socket', parts);
  for (const length of socketStretches(database, lists, factsAtATime)) {
    const stretch = { ...lists, length };
    orderCookies(stretch, survey);
    const owned = owners.of(stretch);
    aside.put(lists, length, (at) => bounds.partOf(majorKey(stretch, owned, at), minorKey(stretch, owned, at)));
  }
  return aside;
}

function keysOf(sample: SocketIdentities, owned: SocketOwners): OrderKey[] {
  return Array.from({ length: sample.length }, (_, at) => ({ major: majorKey(sample, owned, at), minor: minorKey(sample, owned, at) }));
}
