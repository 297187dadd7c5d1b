import type { RecordPlace } from '../../format.js';
import type { Line } from '../../lines.js';

/** Where the last line stands that told of a record: records that sum up what was left at the end are told to be from there. */
export class LastPlace {
  #bytes = Buffer.alloc(0);
  #place: Omit<RecordPlace, 'bytes'> | undefined;
  #length = 0;

  /** With a copy of the line's bytes, which lie where the last one's did. */
  get place(): RecordPlace | undefined {
    return this.#place === undefined ? undefined : { ...this.#place, bytes: Buffer.from(this.#bytes.subarray(0, this.#length)) };
  }

  get isKnown(): boolean {
    return this.#place !== undefined;
  }

  is({ number, byteOffset, byteLength, wrapped, bytes }: Line): void {
    const text = wrapped ?? bytes;
    if (this.#bytes.length < text.length) this.#bytes = Buffer.alloc(text.length * 2);
    text.copy(this.#bytes);
    this.#length = text.length;
    this.#place = { line: number, byteOffset, byteLength };
  }
}
