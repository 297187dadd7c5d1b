import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/** Unpacks gzip. Loaded for who meets some: with the next it takes as long as to look at a file. */
export function zlib(): typeof import('node:zlib') {
  return load('node:zlib');
}

/** Starts other programs. */
export function childProcess(): typeof import('node:child_process') {
  return load('node:child_process');
}
