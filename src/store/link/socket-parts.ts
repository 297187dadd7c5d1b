import { majorKey, minorKey } from '../../model/link/order-sockets.js';
import type { SocketOwners } from '../../model/link/socket-columns.js';
import type { CaseDatabase } from '../database.js';
import { SOCKET_COLUMNS } from '../pages/page-schema.js';
import { type OrderKey, PartBounds } from '../part-bounds.js';
import { PartedRows } from '../parted-rows.js';
import { type SocketFactColumns, SocketFactReader, type SocketLists, socketLists } from './socket-columns.js';
import type { ImageOwners } from './socket-owners.js';
import { orderCookies, type SocketIdentities, type SocketSurvey } from './socket-survey.js';

/** Socket facts that are in memory at a time, about: some three megabytes. */
const FACTS_AT_A_TIME = 2 ** 15;
/** So many are worked on at once: dividing them would take longer than it is worth in memory. */
const FACTS_AT_ONCE = 2 ** 18;

/** All socket facts of a case, and what was seen of them before. */
export interface SurveyedSockets {
  readonly count: number;
  readonly survey: SocketSurvey;
  readonly owners: ImageOwners;
}

/**
 * Socket facts in parts of about so many, each in order of event. All events of a socket are in one part, and the sockets of a part are before
 * those of the next one in the order in which connections are numbered: what is made of parts one after the other is what would be made of all at
 * once. A part is good until the next one.
 */
export function* socketParts(
  database: CaseDatabase,
  sockets: SurveyedSockets,
  factsAtATime = sockets.count <= FACTS_AT_ONCE ? FACTS_AT_ONCE : FACTS_AT_A_TIME,
): Generator<SocketFactColumns> {
  const parts = Math.ceil(sockets.count / factsAtATime);
  if (parts <= 1) {
    const lists = socketLists(sockets.count);
    for (const length of stretches(database, sockets.survey, lists, sockets.count)) yield { ...lists, length };
    return;
  }
  let lists = socketLists(factsAtATime);
  const aside = divided(database, sockets, lists, { parts, factsAtATime });
  try {
    for (let part = 0; part < parts; part++) {
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
  { parts, factsAtATime }: { readonly parts: number; readonly factsAtATime: number },
): PartedRows<SocketLists> {
  const bounds = new PartBounds(keysOf(survey.sample, owners.of(survey.sample)), parts);
  const aside = new PartedRows<SocketLists>(database, 'parted_socket', parts);
  for (const length of stretches(database, survey, lists, factsAtATime)) {
    const stretch = { ...lists, length };
    const owned = owners.of(stretch);
    aside.put(lists, length, (at) => bounds.partOf(majorKey(stretch, owned, at), minorKey(stretch, owned, at)));
  }
  return aside;
}

function keysOf(sample: SocketIdentities, owned: SocketOwners): OrderKey[] {
  return Array.from({ length: sample.length }, (_, at) => ({ major: majorKey(sample, owned, at), minor: minorKey(sample, owned, at) }));
}

/** Fills lists with facts again and again, as many as have room. Gives how many there are each time. */
function* stretches(database: CaseDatabase, survey: SocketSurvey, lists: SocketLists, room: number): Generator<number> {
  let length = 0;
  for (const page of new SocketFactReader(database).pages(SOCKET_COLUMNS)) {
    for (let at = 0; at < page.count; at++) {
      page.copy(at, lists, length++);
      if (length < room) continue;
      orderCookies({ ...lists, length }, survey);
      yield length;
      length = 0;
    }
  }
  if (length === 0) return;
  orderCookies({ ...lists, length }, survey);
  yield length;
}
