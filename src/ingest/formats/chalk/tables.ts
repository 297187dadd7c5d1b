import { canonicalAddress, isUnspecified } from '../../../model/address.js';
import type { SocketEnd } from '../../../model/record.js';
import type { InterfaceCounter, Neighbour, SnapshotSocket } from '../../../model/snapshot.js';
import { integerOf, listOf, objectOf, textOf } from '../json-value.js';

/** A table's rows, and how many of it could not be read. */
export interface Table<Row> {
  readonly rows: readonly Row[];
  readonly unreadable: number;
}

/** *Source:* chalk's `proc_net.nim`: local address, local port, remote address, remote port, state, uid, inode. All text before 1.0.0. */
export function socketTable(value: unknown, protocol: 'tcp' | 'udp'): Table<SnapshotSocket> {
  return tableOf(value, (row) => {
    const [localIp, localPort, remoteIp, remotePort, state, uid, inode] = row;
    const local = endOf(localIp, localPort);
    const remote = endOf(remoteIp, remotePort);
    const name = textOf(state);
    if (local === undefined || name === undefined) return undefined;
    const owner = integerOf(uid);
    const node = integerOf(inode);
    return {
      protocol,
      local,
      ...(remote === undefined || (remote.port === 0 && isUnspecified(remote.ip)) ? {} : { remote }),
      state: name,
      ...(owner === undefined ? {} : { uid: owner }),
      ...(node === undefined || node === 0 ? {} : { inode: node }),
    };
  });
}

function tableOf<Row>(value: unknown, read: (row: readonly unknown[]) => Row | undefined): Table<Row> {
  const told = listOf(value);
  const rows = told.flatMap((row) => read(listOf(row)) ?? []);
  return { rows, unreadable: told.length - rows.length };
}

function endOf(ip: unknown, port: unknown): SocketEnd | undefined {
  const address = addressOf(ip);
  const number = integerOf(port);
  return address === undefined || number === undefined || number < 0 || number > 65_535 ? undefined : { ip: address, port: number };
}

/** The address in its one spelling; `undefined` for what is none. */
export function addressOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : canonicalAddress(text);
}

/** Addresses that routes lead over. *Source:* `_OP_IPV4_ROUTES`: destination, gateway, mask, interface, … */
export function gatewaysOf(value: unknown): readonly string[] {
  const gateways = listOf(value).flatMap((row) => addressOf(listOf(row)[1]) ?? []);
  return [...new Set(gateways.filter((ip) => !isUnspecified(ip)))];
}

/** *Source:* `_OP_ARP_TABLE`: address, hardware type, flags, hardware address, mask, interface. Flags of 0: nobody answered. */
export function neighboursOf(value: unknown): readonly Neighbour[] {
  return tableOf(value, ([address, , flags, mac]) => {
    const ip = addressOf(address);
    const hardware = textOf(mac);
    if (ip === undefined) return undefined;
    return { ip, ...(Number(flags) === 0 || hardware === undefined ? {} : { mac: hardware }) };
  }).rows;
}

const SENT_COLUMN = 8;

/** *Source:* `_OP_IPV4_INTERFACES`, which is /proc/net/dev: by name two lists of eight since 1.0.0, before that one list of seventeen texts. */
export function countersOf(value: unknown): readonly InterfaceCounter[] {
  const modern = objectOf(value);
  const rows =
    modern === undefined ? listOf(value).map(listOf) : Object.entries(modern).map(([name, both]) => [name, ...listOf(both).flat()]);
  return rows.flatMap((row) => {
    const [name, ...numbers] = row;
    const receivedBytes = integerOf(numbers[0]);
    const sentBytes = integerOf(numbers[SENT_COLUMN]);
    const label = textOf(name);
    return label === undefined || receivedBytes === undefined || sentBytes === undefined ? [] : [{ name: label, receivedBytes, sentBytes }];
  });
}

const LINK_LOCAL = /^fe[89ab]/;

/** Addresses of `_OP_IPV6_INTERFACES` that others can reach. Address first in either form. */
export function globalIpv6Of(value: unknown): readonly string[] {
  const modern = objectOf(value);
  const rows = modern === undefined ? listOf(value) : Object.values(modern);
  const addresses = rows.flatMap((row) => addressOf(listOf(row)[0]) ?? []);
  return addresses.filter((ip) => ip !== '::1' && !LINK_LOCAL.test(ip));
}
