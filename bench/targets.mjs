import { megabytes, milliseconds, percent, times } from './units.mjs';
import { Unmeasured } from './unmeasured.mjs';

const MB = 1e6;

/**
 * What is promised: in words, the most that a figure may be, and how it comes from the results. `part` is what measures it; a figure that
 * can't be given is `Unmeasured`.
 */
export const TARGETS = [
  {
    what: 'import, as a share of DuckDB’s wall time',
    part: 'import',
    most: 0.25,
    unit: times,
    figure: ({ own, yardstick }) => given(yardstick, () => own.seconds / yardstick.seconds),
  },
  { what: 'peak memory of the import', part: 'import', most: 250 * MB, unit: megabytes, figure: ({ own }) => own.peakBytes },
  {
    what: 'peak memory for a file five times as long, beside it',
    part: 'memory',
    most: 1.2,
    unit: times,
    figure: ({ short, long }) => long.peakBytes / short.peakBytes,
  },
  {
    what: 'case file, as a share of the input',
    part: 'import',
    most: 0.12,
    unit: percent,
    figure: ({ caseBytes, inputBytes }) => caseBytes / inputBytes,
  },
  { what: 'open source form, time per byte beside the Enterprise form', part: 'forms', most: 1.3, unit: times, figure: perByte },
  { what: '`sysdig -pc`, time per byte beside the Enterprise form', part: 'sysdig', most: 1.3, unit: times, figure: perByte },
  {
    what: '`detect` with SigmaHQ’s rules too, as a share of the import',
    part: 'detect',
    most: 0.5,
    unit: times,
    figure: ({ withSigma, imported }) => given(withSigma, () => withSigma.seconds / imported.seconds),
  },
  {
    what: '`--version`, beside `node -e 0`',
    part: 'start',
    most: 2,
    unit: times,
    figure: ({ version, node }) => version.seconds / node.seconds,
  },
  { what: '`--help`, beside `node -e 0`', part: 'start', most: 2, unit: times, figure: ({ help, node }) => help.seconds / node.seconds },
  {
    what: 'first useful frame while a big file is imported',
    part: 'open',
    most: 400,
    unit: milliseconds,
    figure: ({ firstFrameMs }) => firstFrameMs,
  },
  { what: 'first frame of a big case', part: 'interface', most: 400, unit: milliseconds, figure: ({ firstFrameMs }) => firstFrameMs },
  {
    what: 'a key in its tree, everything open: median',
    part: 'interface',
    most: 8,
    unit: milliseconds,
    figure: ({ keys }) => keys.last?.median,
  },
  { what: 'the same: 99th percentile', part: 'interface', most: 16, unit: milliseconds, figure: ({ keys }) => keys.last?.p99 },
  {
    what: 'search and filter while typing: from a letter to the first page of what is found, at most',
    part: 'interface',
    most: 50,
    unit: milliseconds,
    figure: ({ typed }) => typed.letters.last?.most,
  },
  {
    what: 'slowest script of an installation, beside that of better-sqlite3',
    part: 'install',
    most: 1,
    unit: times,
    figure: ({ scripts }) => besideSqlite(scripts),
  },
];

function given(side, figure) {
  return side instanceof Unmeasured ? side : figure();
}

function perByte({ bytes, enterprise, other }) {
  return other.seconds / bytes / (enterprise.seconds / enterprise.bytes);
}

function besideSqlite(scripts) {
  const own = scripts.find(({ name }) => name.startsWith('better-sqlite3'));
  return own === undefined ? new Unmeasured('better-sqlite3 ran no script') : scripts[0].seconds / own.seconds;
}
