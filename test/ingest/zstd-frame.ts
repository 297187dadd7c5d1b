const LARGEST_BLOCK = 128 * 1024;

/**
 * A zstd frame of uncompressed blocks: what a compressor writes for bytes that do not shrink. No encoder is needed for it.
 * *Source:* RFC 8878 §3.1.1: magic, a descriptor with an 8-byte content size, and blocks of type 0 (raw).
 */
export function zstdFrame(content: Buffer): Buffer {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xe0, ...sizeOf(content)]);
  const blocks: Buffer[] = [];
  for (let from = 0; from === 0 || from < content.length; from += LARGEST_BLOCK) {
    const block = content.subarray(from, from + LARGEST_BLOCK);
    const isLast = from + LARGEST_BLOCK >= content.length;
    const head = Buffer.alloc(3);
    head.writeUIntLE(block.length * 8 + Number(isLast), 0, 3);
    blocks.push(head, block);
  }
  return Buffer.concat([header, ...blocks]);
}

function sizeOf(content: Buffer): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(content.length));
  return size;
}
