import { cpus, totalmem } from 'node:os';

const megabytes = (bytes) => (bytes === undefined ? 'not known' : `${(bytes / 1e6).toFixed(0)} MB`);
const seconds = (value) => `${value.toFixed(2)} s`;
const milliseconds = (value) => `${value.toFixed(0)} ms`;
const times = (value) => `${value.toFixed(2)} x`;

/** The measurements as Markdown: what was measured, the figure, what it is compared with. */
export function report({ when, node, results }) {
  const lines = [
    '# Measured speed',
    '',
    `Written by \`npm run bench\` on ${when} with Node ${node}, ${cpus().length} cores, ${megabytes(totalmem())} of memory.`,
    'Ratios count, not seconds: both sides of a ratio ran in turn on the same machine.',
    '',
    '| what | figure | beside |',
    '|---|---|---|',
    ...rowsOf(results).map((cells) => `| ${cells.join(' | ')} |`),
    '',
  ];
  return [...lines, ...growthLines(results.growth)].join('\n');
}

function rowsOf({ imported, forms, detection, startUp, opened, shown }) {
  return [
    ...(imported === undefined ? [] : importRows(imported)),
    ...(forms === undefined ? [] : formRows(forms)),
    ...(detection === undefined ? [] : detectionRows(detection, imported)),
    ...(startUp === undefined ? [] : startRows(startUp)),
    ...(opened === undefined ? [] : [['first frame while importing', milliseconds(opened.firstFrameMs), `${opened.events} events`]]),
    ...(shown === undefined ? [] : interfaceRows(shown)),
  ];
}

function importRows({ events, inputBytes, caseBytes, own, yardstick }) {
  const rate = `${(inputBytes / own.seconds / 1e6).toFixed(0)} MB/s`;
  return [
    [`import of ${events} events (${megabytes(inputBytes)})`, seconds(own.seconds), rate],
    ...(yardstick === undefined
      ? [['the same by DuckDB', 'not measured', 'name a folder where @duckdb/node-api is installed with --duckdb']]
      : [
          ['the same by DuckDB', seconds(yardstick.seconds), megabytes(yardstick.peakBytes)],
          ['import as a share of DuckDB', times(own.seconds / yardstick.seconds), ''],
        ]),
    ['peak memory of the import', megabytes(own.peakBytes), ''],
    ['case file as a share of the input', `${((100 * caseBytes) / inputBytes).toFixed(1)} %`, megabytes(caseBytes)],
  ];
}

function formRows(forms) {
  const [first] = forms;
  const perByte = (form) => form.seconds / form.bytes;
  return forms
    .slice(1)
    .map((form) => [`time per byte of the ${form.form} form`, times(perByte(form) / perByte(first)), `of the ${first.form} form`]);
}

function detectionRows({ own, withSigma }, imported) {
  const beside = (run) => (imported === undefined ? '' : `${times(run.seconds / imported.own.seconds)} of the import`);
  return [
    ['detect on the imported case', seconds(own.seconds), beside(own)],
    ...(withSigma === undefined ? [] : [['detect with a folder of Sigma rules', seconds(withSigma.seconds), beside(withSigma)]]),
  ];
}

function startRows({ node, version, help }) {
  return [
    ['node -e 0', milliseconds(node.seconds * 1000), ''],
    ['workbench --version', milliseconds(version.seconds * 1000), times(version.seconds / node.seconds)],
    ['workbench --help', milliseconds(help.seconds * 1000), times(help.seconds / node.seconds)],
  ];
}

function interfaceRows(shown) {
  return [
    [`first frame of a case of ${shown.events} events`, milliseconds(shown.firstFrameMs), ''],
    ['opening everything', milliseconds(shown.openingMs), ''],
    ['a key in the tree, everything open: median', milliseconds(shown.keyMedianMs), `99th percentile ${milliseconds(shown.key99Ms)}`],
    ['a letter of a search or filter: median', milliseconds(shown.typingMedianMs), `most ${milliseconds(shown.typingMostMs)}`],
  ];
}

function growthLines(rows) {
  if (rows === undefined || rows.length === 0) return [];
  return [
    '## How the cost grows',
    '',
    '| events | input | seconds | microseconds an event | peak memory | case |',
    '|---|---|---|---|---|---|',
    ...rows.map(
      ({ events, inputBytes, seconds: took, peakBytes, caseBytes }) =>
        `| ${events} | ${megabytes(inputBytes)} | ${took.toFixed(1)} | ${((took * 1e6) / events).toFixed(1)} | ${megabytes(peakBytes)} | ${megabytes(caseBytes)} |`,
    ),
    '',
  ];
}
