// @ts-check
/**
 * Makes the events of the lab `fixtures/labs/shell-zoo` from the full recording:
 * `node scripts/make-lab-shell-zoo.mjs SOURCE.jsonl.gz [TARGET.jsonl.gz]`. Of 39 containers, each with a shell of another kind, eight
 * are kept whole. README.md of the lab says what was recorded.
 */
import { fileURLToPath } from 'node:url';
import { makeLab } from './make-lab/recording.mjs';
import { containerLines, isOf } from './make-lab/tetragon-containers.mjs';

const FIXTURE = fileURLToPath(new URL('../fixtures/labs/shell-zoo/events.jsonl.gz', import.meta.url));

/** Beginnings of their ids, in the order that they ran. */
const CONTAINERS = [
  '7a00d256279f', // job-03-8hfs4
  '02704d8a4edf', // job-05-2c74s
  '4c2f37c9ed33', // job-06-mrjt4
  '84edb38fe477', // job-08-26g6r
  'd7dda388d967', // job-09-m5wg9
  'e9d42bb1123e', // job-13-fss5k
  'cb02483a6712', // job-21-dn7pq
  '01dd7a754b15', // job-24-dczf2
];

makeLab(FIXTURE, (lines) => containerLines(lines, { isKept: (event) => isOf(event, CONTAINERS) }));
