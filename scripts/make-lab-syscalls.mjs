// @ts-check
/**
 * Makes the events of the lab `fixtures/labs/syscalls` from the full recording:
 * `node scripts/make-lab-syscalls.mjs SOURCE.jsonl.gz [TARGET.jsonl.gz]`. Two of nine containers are kept: the first half minute of each, in
 * which what belongs there starts, and the minutes of the attack. README.md of the lab says more.
 */
import { fileURLToPath } from 'node:url';
import { makeLab } from './make-lab/recording.mjs';

const FIXTURE = fileURLToPath(new URL('../fixtures/labs/syscalls/events.jsonl.gz', import.meta.url));

const CONTAINERS = new Set(['crawler', 'resumes']);

/** UTC, both ends included. */
const WINDOWS = [
  ['2026-11-20T16:36:28', '2026-11-20T16:37:20'],
  ['2026-11-20T16:42:00', '2026-11-20T16:43:40'],
];

const SPANS = WINDOWS.map(([from = '', to = '']) => [
  BigInt(Date.parse(`${from}Z`)) * 1_000_000n,
  BigInt(Date.parse(`${to}Z`)) * 1_000_000n,
]);

makeLab(FIXTURE, (lines) => {
  const ids = containerIds(lines);
  return lines.filter((line) => {
    const { container, time } = placeOf(line);
    return container !== undefined && ids.has(container) && SPANS.some(([from = 0n, to = 0n]) => time >= from && time <= to);
  });
});

/**
 * Ids of the containers, found by name: the first events of a container have its id and no name yet.
 * @param {readonly string[]} lines
 */
function containerIds(lines) {
  const named = lines.map((line) => JSON.parse(line)).filter((event) => CONTAINERS.has(event['container.name']));
  return new Set(named.map((event) => String(event['container.id'])));
}

/**
 * The container and the time of an event. The time's nineteen digits are taken from the text: as a number they would lose the last ones.
 * @param {string} line
 */
function placeOf(line) {
  const event = JSON.parse(line);
  const digits = /"evt\.(?:rawtime|outputtime)":(\d+)/.exec(line)?.[1] ?? '0';
  const container = event['container.id'];
  return { container: typeof container === 'string' ? container : undefined, time: BigInt(digits) };
}
