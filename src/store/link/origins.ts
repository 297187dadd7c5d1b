import type { CaseDatabase } from '../database.js';

/** Whose word counts where two tell the same: the agent in the kernel first, then what knows threads and exits. */
const TRUSTED: readonly string[] = ['tetragon', 'sysdig', 'auditd', 'chisel', 'falco', 'chalk', 'hubble'];

/** Place of a kind of source, or of one of its streams, in the order of trust: 0 is trusted most. */
export function trust(origin: string): number {
  const [kind = ''] = origin.split(' ', 1);
  const place = TRUSTED.indexOf(kind);
  return place === -1 ? TRUSTED.length : place;
}

/** True when more than one kind of source speaks of processes. */
export function hasSeveralOrigins(database: CaseDatabase): boolean {
  return Number(database.prepare('select count(distinct origin) from image').pluck().get()) > 1;
}
