// @ts-check
/**
 * Makes the events of the lab `fixtures/labs/quiet-day` from the full recording:
 * `node scripts/make-lab-quiet-day.mjs SOURCE.jsonl.gz [TARGET.jsonl.gz]`. Of thirteen containers seven are kept, whole but for
 * duplicated file descriptors and entered namespaces, which are a third of the recording and tell nothing here.
 */
import { fileURLToPath } from 'node:url';
import { makeLab } from './make-lab/recording.mjs';
import { containerLines, isOf } from './make-lab/tetragon-containers.mjs';

const FIXTURE = fileURLToPath(new URL('../fixtures/labs/quiet-day/events.jsonl.gz', import.meta.url));

const CONTAINERS = [
  '1fa292cc152b', // pg
  '16b12f7e12c5', // report
  'deb9b09a777b', // notify
  '45ea0577022f', // web
  '4d3fcf4970ee', // backup-b
  '55d9331ae00b', // gateway
  'd422f088d222', // backup-a
];

const NOISY_FUNCTIONS = new Set(['__x64_sys_dup2', '__x64_sys_dup3', '__x64_sys_setns']);

makeLab(FIXTURE, (lines) =>
  containerLines(lines, { isKept: (event) => isOf(event, CONTAINERS) && !NOISY_FUNCTIONS.has(event.functionName ?? '') }),
);
