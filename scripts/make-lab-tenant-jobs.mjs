// @ts-check
/**
 * Makes the events of the lab `fixtures/labs/tenant-jobs` from the full recording: `node scripts/make-lab-tenant-jobs.mjs SOURCE.jsonl.gz`
 * writes `events.jsonl.gz` there (or to the path given after SOURCE) and prints, per kind, how many lines were read and kept.
 *
 * Whole lines are kept or dropped, never edited, and stay in order; which ones, README.md of the lab says. No line is chosen by name:
 * what the application repeats is kept in a few windows of time, what happened less often is kept whole. The same recording gives the
 * same lines on every machine, and the same bytes with the same version of Node (the compressor is Node's own).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { parseEvents } from './make-lab-tenant-jobs/events.mjs';
import { keptLines } from './make-lab-tenant-jobs/selection.mjs';

/** @import { LabEvent } from './make-lab-tenant-jobs/events.mjs' */

const FIXTURE = fileURLToPath(new URL('../fixtures/labs/tenant-jobs/events.jsonl.gz', import.meta.url));
const GZIP_OS_BYTE = 9;
const GZIP_OS_UNKNOWN = 255;

const [source, target = FIXTURE] = process.argv.slice(2);
if (source === undefined) {
  console.error('usage: node scripts/make-lab-tenant-jobs.mjs SOURCE.jsonl.gz [TARGET.jsonl.gz]');
  process.exitCode = 2;
} else {
  const events = parseEvents(gunzipSync(readFileSync(source)).toString('utf8'));
  const kept = keptLines(events);
  const bytes = compressed(kept.map((event) => `${event.text}\n`).join(''));
  writeFileSync(target, bytes);
  console.log(`${countsByKind(events, kept)}\n${bytes.length} bytes: ${target}`);
}

/**
 * Node writes no name and a modification time of zero; the byte for the operating system is made the same everywhere.
 * @param {string} text
 */
function compressed(text) {
  const bytes = gzipSync(text, { level: 9, memLevel: 9 });
  bytes[GZIP_OS_BYTE] = GZIP_OS_UNKNOWN;
  return bytes;
}

/**
 * A Markdown table as README.md of the lab holds it: kinds by name, all of them at the end.
 * @param {readonly LabEvent[]} read
 * @param {readonly LabEvent[]} kept
 */
function countsByKind(read, kept) {
  const kindOf = (/** @type {LabEvent} */ event) =>
    event.functionName === undefined ? event.kind : `${event.kind} \`${event.functionName}\``;
  const kinds = [...new Set(read.map(kindOf))].sort();
  const count = (/** @type {readonly LabEvent[]} */ events, /** @type {string} */ kind) =>
    events.filter((event) => kindOf(event) === kind).length;
  const rows = kinds.map((kind) => `| ${kind} | ${count(read, kind)} | ${count(kept, kind)} |`);
  return ['| kind | recorded | kept |', '|---|---:|---:|', ...rows, `| all | ${read.length} | ${kept.length} |`].join('\n');
}
