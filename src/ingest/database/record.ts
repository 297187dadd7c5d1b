/** A number of one to nine bytes, and where it ends. *Source:* SQLite's file format, section 1.6. */
export function varint(bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let place = 0; place < 8; place++) {
    const byte = bytes[at + place] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: at + place + 1 };
  }
  return { value: value * 256 + (bytes[at + 8] ?? 0), end: at + 9 };
}

const FIRST_BLOB = 12;
const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0];

/** A row's values as far as they are text or small numbers; `undefined` stands for all others. *Source:* as above, section 2.1. */
export function valuesOf(payload: Buffer): readonly (string | number | undefined)[] {
  const { value: headerBytes, end } = varint(payload, 0);
  const values: (string | number | undefined)[] = [];
  let at = end;
  let from = headerBytes;
  while (at < headerBytes && at < payload.length) {
    const type = varint(payload, at);
    const length = type.value < FIRST_BLOB ? (INTEGER_BYTES[type.value] ?? 0) : Math.floor((type.value - FIRST_BLOB) / 2);
    values.push(fieldOf(payload, type.value, from, length));
    at = type.end;
    from += length;
  }
  return values;
}

function fieldOf(payload: Buffer, type: number, from: number, length: number): string | number | undefined {
  if (from + length > payload.length) return undefined;
  if (type === 8 || type === 9) return type - 8;
  if (type >= 1 && type <= 5) return payload.readIntBE(from, length);
  return type > FIRST_BLOB && type % 2 === 1 ? payload.toString('utf8', from, from + length) : undefined;
}
