import type { Format } from '../format.js';
import { auditd } from './auditd.js';
import { chalk } from './chalk.js';
import { chisel } from './chisel.js';
import { falco } from './falco.js';
import { hubble } from './hubble.js';
import { sysdig } from './sysdig.js';
import { tetragon } from './tetragon.js';
import { tetragonCompact } from './tetragon-compact.js';

/** Every format there is. A source is read as the one that is surest of its first lines. */
export const FORMATS: readonly Format[] = [tetragon, tetragonCompact, hubble, chalk, auditd, sysdig, chisel, falco];
