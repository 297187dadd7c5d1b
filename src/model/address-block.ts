import { parseIpv4, parseIpv6 } from './address.js';

/** True when the address lies in the block, an address or CIDR block as text that was checked. Families do not mix. Never throws. */
export function isInBlock(ip: string, block: string): boolean {
  const [base = '', bits] = block.split('/');
  const address = groups(ip);
  const network = groups(base);
  if (address === undefined || network === undefined || address.width !== network.width) return false;
  const length = bits === undefined ? address.width * address.values.length : Number(bits);
  return address.values.every((value, at) => {
    const covered = Math.min(address.width, Math.max(0, length - at * address.width));
    const free = address.width - covered;
    return value >> free === (network.values[at] ?? 0) >> free;
  });
}

interface Groups {
  readonly values: readonly number[];
  /** Bits of a group. */
  readonly width: 8 | 16;
}

function groups(ip: string): Groups | undefined {
  const v4 = parseIpv4(ip);
  if (v4 !== undefined) return { values: v4, width: 8 };
  const v6 = parseIpv6(ip);
  return v6 === undefined ? undefined : { values: v6, width: 16 };
}
