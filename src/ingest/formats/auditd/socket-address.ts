import { canonicalAddress } from '../../../model/address.js';
import type { SocketEnd } from '../../../model/record.js';

const AF_INET = 2;
const AF_INET6 = 10;

/** The internet address that a SOCKADDR record's `saddr` holds; `undefined` for a unix, netlink or damaged one. *Source:* struct sockaddr_in, sockaddr_in6. */
export function socketAddress(saddr: string | undefined): SocketEnd | undefined {
  if (saddr === undefined || !/^(?:[0-9A-Fa-f]{2})+$/.test(saddr)) return undefined;
  const bytes = Buffer.from(saddr, 'hex');
  const [low = 0, high = 0] = bytes;
  // The family is in the machine's own byte order, the rest in the network's.
  const family = high === 0 ? low : high;
  if (family === AF_INET && bytes.length >= 8) return end(bytes.subarray(4, 8).join('.'), bytes);
  if (family === AF_INET6 && bytes.length >= 24) return end(groups(bytes.subarray(8, 24)), bytes);
  return undefined;
}

function groups(bytes: Buffer): string {
  return Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16)).join(':');
}

function end(address: string, bytes: Buffer): SocketEnd | undefined {
  const ip = canonicalAddress(address);
  return ip === undefined ? undefined : { ip, port: bytes.readUInt16BE(2) };
}
