// @ts-check
import { place } from './lineage.mjs';
import { plainAddress } from './sockets.mjs';

/** @import { LabEvent } from './events.mjs' */

const WHOLE_SECOND = '2026-11-20T16:36:30'.length;

/**
 * The DNS answers that name the given connections: of each, the newest before it that gave its address to its process, with what the same
 * look-up brought besides (the other address family).
 * @param {readonly LabEvent[]} events
 * @param {ReadonlySet<LabEvent>} connects
 * @returns {readonly LabEvent[]}
 */
export function answersFor(events, connects) {
  /** @type {Map<string, string>} */
  const newestByAddress = new Map();
  /** @type {Map<string, LabEvent[]>} */
  const lookUps = new Map();
  /** @type {Set<string>} */
  const wanted = new Set();
  for (const event of events) {
    const { dns } = event.body;
    if (dns !== undefined) {
      const lookUp = `${place(event.process)} ${dns.names.join(' ')} ${event.time.slice(0, WHOLE_SECOND)}`;
      lookUps.set(lookUp, [...(lookUps.get(lookUp) ?? []), event]);
      for (const ip of dns.ips ?? []) newestByAddress.set(`${place(event.process)} ${ip}`, lookUp);
    }
    const lookUp = newestByAddress.get(`${place(event.process)} ${plainAddress(event.body.destination_ip)}`);
    if (connects.has(event) && lookUp !== undefined) wanted.add(lookUp);
  }
  return [...wanted].flatMap((lookUp) => lookUps.get(lookUp) ?? []);
}
