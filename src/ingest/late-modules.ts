import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/** Unpacks gzip. As the next, loaded where it is needed: few sources need it, and each takes milliseconds of a start. */
export function zlib(): typeof import('node:zlib') {
  return load('node:zlib');
}

/** Starts other programs. */
export function childProcess(): typeof import('node:child_process') {
  return load('node:child_process');
}
