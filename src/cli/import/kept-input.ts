import type { Input } from '../../ingest/source-file.js';

/** True for an input that stands for standard input: its file was made for it. */
export function isKeptInput({ path, file }: Input): boolean {
  return path === '-' && file !== path;
}
