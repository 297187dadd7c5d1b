/** True for an IPv4 or IPv6 address, with or without a prefix length after a slash. Octets with leading zeros are refused. */
export function isAddressOrBlock(text: string): boolean {
  const slash = text.indexOf('/');
  if (slash === -1) return isIpv4(text) || isIpv6(text);
  const address = text.slice(0, slash);
  const bits = text.slice(slash + 1);
  if (!/^(?:0|[1-9]\d{0,2})$/.test(bits)) return false;
  return (isIpv4(address) && Number(bits) <= 32) || (isIpv6(address) && Number(bits) <= 128);
}

/** True for four decimal octets. A leading zero is refused since some readers take it for octal. */
export function isIpv4(text: string): boolean {
  const octets = text.split('.');
  return octets.length === 4 && octets.every((octet) => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255);
}

/** True for an IPv6 address in any of RFC 4291's forms, an IPv4 tail included; no zone. */
export function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const [head = '', tail] = halves;
  const last = groupCount(tail ?? head, true);
  const first = tail === undefined ? 0 : groupCount(head, false);
  if (first === undefined || last === undefined) return false;
  // "::" stands for at least one group of zeros.
  return tail === undefined ? last === 8 : first + last <= 7;
}

function groupCount(text: string, mayEndInIpv4: boolean): number | undefined {
  if (text === '') return 0;
  const groups = text.split(':');
  let count = 0;
  for (const [at, group] of groups.entries()) {
    const isLast = at === groups.length - 1;
    if (/^[0-9a-f]{1,4}$/i.test(group)) count += 1;
    else if (isLast && mayEndInIpv4 && isIpv4(group)) count += 2;
    else return undefined;
  }
  return count;
}
