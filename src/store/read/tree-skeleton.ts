import type { Grouping, TreeGroup, TreeSkeleton } from '../../model/case-view.js';
import type { CaseDatabase } from '../database.js';

/** The tree that linking laid out; an empty one where nothing was linked. */
export function readTree(database: CaseDatabase, grouping: Grouping): TreeSkeleton {
  const row = database
    .prepare<[string], { ids: Buffer; sizes: Buffer; depths: Buffer; flags: Buffer; groups: string }>(
      'select * from tree where grouping = ?',
    )
    .get(grouping);
  if (row === undefined)
    return { grouping, ids: new Int32Array(), sizes: new Int32Array(), depths: new Uint16Array(), flags: new Uint16Array(), groups: [] };
  const groups: readonly TreeGroup[] = JSON.parse(row.groups);
  return { grouping, ids: int32(row.ids), sizes: int32(row.sizes), depths: uint16(row.depths), flags: uint16(row.flags), groups };
}

function int32(bytes: Buffer): Int32Array {
  return new Int32Array(ownBytes(bytes));
}

function uint16(bytes: Buffer): Uint16Array {
  return new Uint16Array(ownBytes(bytes));
}

/** Those of a buffer may begin anywhere. */
function ownBytes({ buffer, byteOffset, byteLength }: Buffer): ArrayBuffer {
  const bytes = new Uint8Array(byteLength);
  bytes.set(new Uint8Array(buffer, byteOffset, byteLength));
  return bytes.buffer;
}
