/** Memory is given out once, when the scanner is made, and never given back: what is forgotten is written over. */

const ALIGNED: usize = 16;
const PAGE_BYTES: usize = 65536;
/** Bytes are read sixteen at a time, so that a few beyond what is asked for must exist. */
const BEYOND: usize = 32;

let top: usize = __heap_base;

/** So many bytes, which are zero. */
export function room(bytes: usize): usize {
  const start = (top + ALIGNED - 1) & ~(ALIGNED - 1);
  top = start + bytes + BEYOND;
  const pages = <i32>((top + PAGE_BYTES - 1) / PAGE_BYTES);
  if (pages > memory.size() && memory.grow(pages - memory.size()) < 0) unreachable();
  return start;
}
