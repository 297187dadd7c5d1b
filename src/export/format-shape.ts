import type { FormatName } from '../model/source.js';
import { type JsonObject, present } from './json.js';

/** A format that sources are read as. */
export interface ReadFormat {
  readonly name: FormatName;
  readonly title: string;
  readonly contributes: string;
}

/** A format as `formats` prints it. */
export function formatShape({ name, title, contributes }: ReadFormat): JsonObject {
  return present({ name, title, contributes });
}
