import { parseIpv4, parseIpv6 } from './address.js';

/**
 * True for an IPv4 or IPv6 address as a person writes one, with or without a prefix length after a slash. Octets with leading zeros
 * are refused, since some readers take them for octal, and so is a zone, which means nothing on another machine.
 */
export function isAddressOrBlock(text: string): boolean {
  const [address = '', bits = '0', ...rest] = text.split('/');
  if (rest.length > 0 || !/^(?:0|[1-9]\d{0,2})$/.test(bits)) return false;
  if (parseIpv4(address) !== undefined) return Number(bits) <= 32 && !/(?:^|\.)0\d/.test(address);
  return parseIpv6(address) !== undefined && !address.includes('%') && Number(bits) <= 128;
}
