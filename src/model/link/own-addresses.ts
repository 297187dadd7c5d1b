import type { ConnectionTable } from './connection-table.js';
import { isUnspecifiedNumber, TCP } from './texts.js';

/** Containers by address: one is a container's own when TCP sockets of no other container had it as their local end. */
export type OwnAddresses = ReadonlyMap<number, number>;

const SEVERAL = -1;

/** Whose each address is. */
export function ownAddresses(table: ConnectionTable): OwnAddresses {
  const { protocol, localIp } = table.columns;
  const owners = new Map<number, number>();
  for (const row of table.rows()) {
    const [owner, ip] = [table.containerOf(row), localIp[row] ?? 0];
    if (protocol[row] !== TCP || owner === 0 || ip === 0) continue;
    const known = owners.get(ip);
    if (known === undefined) owners.set(ip, isUnspecifiedNumber(ip) || isOfAnyHost(table.texts.text(ip) ?? '') ? SEVERAL : owner);
    else if (known !== owner) owners.set(ip, SEVERAL);
  }
  for (const [ip, owner] of owners) if (owner === SEVERAL) owners.delete(ip);
  return owners;
}

/** True for an address that every host has. */
export function isOfAnyHost(ip: string): boolean {
  return ip.startsWith('127.') || ip === '::1';
}
