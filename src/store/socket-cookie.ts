/** Numbers as the kernel prints them: no sign, no leading zero, 64 bits at most. */
const COUNTED = /^[1-9][0-9]{0,18}$|^1[0-9]{19}$/;
const BITS = 64;
const LARGEST = 2n ** 64n - 1n;

/** What is stored of a socket's cookie: the number with the same 64 bits, eight bytes instead of twenty; other texts as they are. */
export function storedCookie(cookie: string): bigint | string {
  if (!COUNTED.test(cookie)) return cookie;
  const number = BigInt(cookie);
  return number > LARGEST ? cookie : BigInt.asIntN(BITS, number);
}

/** SQL for the text of a stored cookie, `null` where there is none. */
export function cookieText(column: string): string {
  return `case typeof(${column}) when 'integer' then printf('%u', ${column}) else ${column} end`;
}

/** The 64 bits of a cookie that is a number of the kernel's. */
export function cookieBits(cookie: string): { readonly high: number; readonly low: number } | undefined {
  const stored = storedCookie(cookie);
  if (typeof stored === 'string') return undefined;
  return { high: Number(BigInt.asUintN(BITS / 2, stored >> 32n)), low: Number(BigInt.asUintN(BITS / 2, stored)) };
}

/** The cookie that these bits are, as it is stored. */
export function cookieOfBits(high: number, low: number): bigint {
  return BigInt.asIntN(BITS, (BigInt(high) << 32n) | BigInt(low));
}
