import { cpus, totalmem } from 'node:os';
import { TARGETS } from './targets.mjs';
import { megabytes, milliseconds, seconds, times } from './units.mjs';
import { Unmeasured } from './unmeasured.mjs';

/** The measurements as Markdown: the table of what is promised, and all that was measured. */
export function report({ when, node, results }) {
  const sections = [
    ['Goals', ['what', 'goal', 'figure', 'met'], TARGETS.map((target) => targetRow(target, results[target.part]))],
    ['Whole programs', ['what', 'seconds', 'processor seconds', 'peak memory', 'input or case'], programRows(results)],
    ['The interface', ['what', 'median', '99th percentile', 'most', 'processor: median', 'most'], interfaceRows(results)],
    [
      'Installation',
      ['script of', 'seconds'],
      measured(results.install, ({ scripts }) => scripts.map((one) => [one.name, seconds(one.seconds)])),
    ],
    [
      'How the cost grows',
      ['events', 'input', 'seconds', 'processor seconds', 'microseconds an event', 'peak memory', 'case', 'bytes an event'],
      measured(results.growth, (rows) => rows.map(growthRow)),
    ],
  ];
  return [
    '# Measured speed',
    '',
    `Written by \`npm run bench\` on ${when} with Node ${node}, ${cpus().length} cores, ${megabytes(totalmem())} of memory.`,
    'Medians of several runs. Ratios count, not seconds: both sides of a ratio ran in turn on the same machine.',
    '',
    ...sections.flatMap(([title, heads, rows]) => (rows.length === 0 ? [] : [`## ${title}`, '', ...table(heads, rows), ''])),
  ].join('\n');
}

function table(heads, rows) {
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/** Nothing of a part that was not measured. */
function measured(result, rows) {
  return result === undefined || result instanceof Unmeasured ? [] : rows(result);
}

function targetRow({ what, most, unit, figure }, result) {
  const goal = `at most ${unit(most)}`;
  if (result === undefined) return [what, goal, 'not asked for', ''];
  const value = result instanceof Unmeasured ? result : figure(result);
  if (value instanceof Unmeasured) return [what, goal, `not measured: ${value.message}`, ''];
  if (value === undefined) return [what, goal, 'not known here', ''];
  return [what, goal, unit(value), value <= most ? 'yes' : `no: ${times(value / most)} the goal`];
}

function programRows(results) {
  return [
    ...measured(results.import, importRows),
    ...measured(results.memory, ({ events, times: factor, long }) => [programRow(`import of ${events * factor} events`, long)]),
    ...measured(results.forms, (form) => formRows('open source form', form)),
    ...measured(results.sysdig, (form) => formRows('`sysdig -pc`', form)),
    ...measured(results.detect, detectionRows),
    ...measured(results.start, ({ node, version, help }) => [
      programRow('`node -e 0`', node),
      programRow('`workbench --version`', version),
      programRow('`workbench --help`', help),
    ]),
  ];
}

function programRow(what, { seconds: took, cpuSeconds, peakBytes }, beside = '') {
  return [
    what,
    seconds(took),
    cpuSeconds === undefined ? '' : seconds(cpuSeconds),
    peakBytes === undefined ? '' : megabytes(peakBytes),
    beside,
  ];
}

function importRows({ events, inputBytes, caseBytes, own, yardstick }) {
  const rate = `${(inputBytes / own.seconds / 1e6).toFixed(0)} MB/s`;
  return [
    programRow(`import of ${events} events`, own, `${megabytes(inputBytes)}, ${rate}; case ${megabytes(caseBytes)}`),
    ...measured(yardstick, (run) => [programRow('the same by DuckDB', run)]),
  ];
}

function formRows(name, { bytes, enterprise, other }) {
  return [programRow(name, other, megabytes(bytes)), programRow('beside it, Enterprise form', enterprise, megabytes(enterprise.bytes))];
}

function detectionRows({ imported, own, withSigma }) {
  const share = (run) => `${times(run.seconds / imported.seconds)} of the import`;
  return [
    programRow('`detect` on the imported case', own, share(own)),
    ...measured(withSigma, (run) => [programRow('`detect` with SigmaHQ’s rules too', run, share(run))]),
  ];
}

function interfaceRows(results) {
  return [
    ...measured(results.open, ({ events, ...frames }) => [frameRow(`first useful frame while ${events} events are imported`, frames)]),
    ...measured(results.interface, shownRows),
  ];
}

function frameRow(what, { firstFrameMs, nodeMs }) {
  return [what, milliseconds(firstFrameMs), '', `\`node -e 0\` beside it: ${milliseconds(nodeMs)}`, '', ''];
}

function shownRows({ events, opening, keys, typed: { letters, entered, hurried }, views, ...frames }) {
  return [
    frameRow(`first frame of a case of ${events} events`, frames),
    keyRow('opening everything in the tree', opening),
    keyRow(`${keys.count} keys in the tree, everything open`, keys),
    keyRow(`${letters.count} letters of searches and filters, to the letter`, letters, 'first'),
    keyRow('the same, to the first page of what is found; processor of all threads', { ...letters, cpu: letters.work }),
    keyRow('the first letter, typed with the key that opens the line', { ...hurried, cpu: hurried.work }),
    keyRow(`Enter after ${entered.count} searches and filters`, entered),
    ...views.flatMap(({ name, shown, keys: moves, filtered }) => [
      keyRow(`opening ${name}`, shown),
      ...(moves.count === 0 ? [] : [keyRow(`${moves.count} keys in ${name}`, moves)]),
      ...(filtered === undefined
        ? []
        : [
            keyRow(`${filtered.count} letters of filters in ${name}, to the list that is left; of all threads`, {
              ...filtered,
              cpu: filtered.work,
            }),
          ]),
    ]),
  ];
}

function keyRow(what, times, until = 'last') {
  const wall = times[until];
  if (wall === undefined) return [what, 'nothing changed', '', '', ''];
  const processor = times.cpu === undefined ? ['', ''] : [milliseconds(times.cpu.median), milliseconds(times.cpu.most)];
  return [what, milliseconds(wall.median), milliseconds(wall.p99), milliseconds(wall.most), ...processor];
}

function growthRow({ events, inputBytes, seconds: took, cpuSeconds, peakBytes, caseBytes }) {
  return [
    String(events),
    megabytes(inputBytes),
    took.toFixed(1),
    cpuSeconds === undefined ? '' : cpuSeconds.toFixed(1),
    ((took * 1e6) / events).toFixed(1),
    megabytes(peakBytes),
    megabytes(caseBytes),
    (caseBytes / events).toFixed(0),
  ];
}
