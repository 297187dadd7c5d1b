const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const MASK = 0xffffffffffffffffn;

/**
 * 64 bits of a text as 16 hexadecimal digits, the same on every machine: FNV-1a over its UTF-8 bytes. For names that must stay the same,
 * not for secrets: whoever wants two texts with one hash can find them.
 * *Source:* RFC 9923.
 */
export function textHash(text: string): string {
  let hash = OFFSET;
  for (const byte of new TextEncoder().encode(text)) hash = ((hash ^ BigInt(byte)) * PRIME) & MASK;
  return hash.toString(16).padStart(16, '0');
}
