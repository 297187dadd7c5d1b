import type { Connection } from '../model/connection.js';

/** Connections in order, each read when it is asked for: a busy process has thousands, of which a screen shows ten. */
export interface ConnectionList {
  readonly length: number;
  /** `undefined` past the end, and for one that is not in the case any more. */
  at(place: number): Connection | undefined;
  /** Place of the connection with this row, -1 when the list doesn't hold it. */
  placeOf(id: number): number;
  /** The first whose other end is another process of the case. */
  firstHop(): Connection | undefined;
}

/** The list of connections with these rows. `firstHop`: row of the one that leads to another process first. */
export function connectionList(
  ids: Int32Array,
  read: (id: number) => Connection | undefined,
  firstHop: () => number | undefined,
): ConnectionList {
  const known = new Map<number, Connection | undefined>();
  const connection = (id: number | undefined): Connection | undefined => {
    if (id === undefined) return undefined;
    if (!known.has(id)) known.set(id, read(id));
    return known.get(id);
  };
  return {
    length: ids.length,
    at: (place) => connection(ids[place]),
    placeOf: (id) => ids.indexOf(id),
    firstHop: () => connection(firstHop()),
  };
}

/** No connections. */
export const NO_CONNECTIONS: ConnectionList = connectionList(
  new Int32Array(0),
  () => undefined,
  () => undefined,
);
