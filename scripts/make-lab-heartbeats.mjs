// @ts-check
/**
 * Makes the data of the lab `fixtures/labs/heartbeats`: `node scripts/make-lab-heartbeats.mjs SOURCE.jsonl.gz [FOLDER]` writes
 * `heartbeat.jsonl.gz`, the recording's lines as they are, and `builds.jsonl.gz`, which is made up here: the report that chalk writes when an
 * image is built, so that the ids in the heartbeats lead to images and commits. README.md of the lab says which is which.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { linesOf, writeLines } from './make-lab/recording.mjs';

const FIXTURE = fileURLToPath(new URL('../fixtures/labs/heartbeats', import.meta.url));
const BUILT_AT_MS = Date.UTC(2026, 10, 19, 9);
const MINUTE_MS = 60_000;

/** Host names of the containers, which are the beginnings of their ids, and the images that they were started from. */
const IMAGES = new Map([
  ['70842dc03e48', 'localhost/kafka-lite:3.2-lab'],
  ['efbb77a08f86', 'localhost/elasticsearch:7.17-lab'],
  ['849dd1d50f87', 'localhost/jobs-app-coreapi:v0.8.0'],
  ['59cac0455260', 'localhost/jobs-app-loader:v0.8.0'],
  ['0b5224ca5ad6', 'localhost/jobs-app-jobposting:v0.8.0'],
  ['8dd367382660', 'localhost/jobs-app-resumes:v0.8.0'],
  ['1017447fd19b', 'localhost/jobs-app-recruiter:v0.8.0'],
  ['b84d1dbeb536', 'localhost/jobs-app-crawler:v0.8.0'],
  ['073cd6f103ee', 'localhost/ops-prober:1.4'],
]);

const [source, folder = FIXTURE] = process.argv.slice(2);
if (source === undefined) {
  console.error('usage: node scripts/make-lab-heartbeats.mjs SOURCE.jsonl.gz [FOLDER]');
  process.exitCode = 2;
} else {
  const lines = linesOf(source);
  const chalkIds = new Map(lines.flatMap((line) => JSON.parse(line)).map((report) => [report._OP_HOSTNAME, report._CHALKS[0].CHALK_ID]));
  writeLines(join(folder, 'heartbeat.jsonl.gz'), lines);
  writeLines(
    join(folder, 'builds.jsonl.gz'),
    [...IMAGES].map(([host, image], place) => buildReport(image, String(chalkIds.get(host)), place)),
  );
}

/**
 * @param {string} image
 * @param {string} chalkId
 * @param {number} place
 */
function buildReport(image, chalkId, place) {
  const name = image.replace(/^localhost\/(.*):.*$/, '$1');
  const mark = {
    CHALK_ID: chalkId,
    DOCKER_TAGS: [image],
    ORIGIN_URI: `https://git.example/jobs/${name}.git`,
    BRANCH: 'main',
    COMMIT_ID: createHash('sha1').update(image).digest('hex'),
  };
  return JSON.stringify([{ _OPERATION: 'build', _TIMESTAMP: BUILT_AT_MS + place * MINUTE_MS, _CHALKS: [mark], _OP_CHALK_COUNT: 1 }]);
}
