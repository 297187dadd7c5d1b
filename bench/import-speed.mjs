import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inTurn, median, runProgram } from './measure.mjs';

/** Import of one export into a complete, linked and judged case, beside the yardstick where it is installed. */
export async function importAgainstYardstick({ workshop, program, runs, events, duckdb }) {
  const file = await workshop.events(events);
  const target = workshop.path('import.case');
  const sides = [importSide(workshop, program, file, target)];
  const yardstick = join(workshop.tools, 'duckdb-import.mjs');
  const hasYardstick = duckdb !== undefined && existsSync(join(duckdb, 'node_modules', '@duckdb', 'node-api'));
  if (hasYardstick) sides.push(() => runProgram(process.execPath, [yardstick, file, workshop.path('yardstick.duckdb')], { cwd: duckdb }));
  const [own, other] = await inTurn(sides, runs);
  return {
    events,
    inputBytes: workshop.sizeOf(file),
    caseBytes: workshop.sizeOf(target),
    own: summary(own),
    ...(other === undefined ? {} : { yardstick: summary(other) }),
  };
}

function importSide(workshop, program, file, target) {
  return () => {
    workshop.remove(target);
    return runProgram(process.execPath, [program, 'import', file, '--case', target, '--quiet']);
  };
}

/** Bytes a second of other forms of the same events, as shares of the Enterprise form's. */
export async function formsCompared({ workshop, program, runs, events }) {
  const forms = ['enterprise', 'oss'];
  const files = [];
  for (const form of forms) files.push(await workshop.events(events, form));
  const results = await inTurn(
    files.map((file, at) => importSide(workshop, program, file, workshop.path(`form-${forms[at]}.case`))),
    runs,
  );
  return results.map((form, at) => ({ form: forms[at], bytes: workshop.sizeOf(files[at]), ...summary(form) }));
}

/** How time, memory and size grow with the number of events. Files are deleted as soon as they were measured. */
export async function growth({ workshop, program, counts }) {
  const rows = [];
  for (const events of counts) {
    const file = await workshop.events(events);
    const target = workshop.newCase(`growth-${events}`);
    const { seconds, peakBytes } = await runProgram(process.execPath, [program, 'import', file, '--case', target, '--quiet']);
    rows.push({ events, inputBytes: workshop.sizeOf(file), caseBytes: workshop.sizeOf(target), seconds, peakBytes });
    workshop.remove(target, file);
  }
  return rows;
}

/** `detect` on a case that is imported, and with a folder of Sigma rules beside the rules of our own. */
export async function detection({ workshop, program, runs, events, sigma }) {
  const target = workshop.path('import.case');
  if (!existsSync(target)) {
    await runProgram(process.execPath, [program, 'import', await workshop.events(events), '--case', target, '--quiet']);
  }
  const words = ['detect', '--case', target, '--format', 'json', '--fail-on', 'none', '--quiet'];
  const sides = [() => runProgram(process.execPath, [program, ...words])];
  if (sigma !== undefined && existsSync(sigma)) sides.push(() => runProgram(process.execPath, [program, ...words, '--sigma', sigma]));
  const [own, withSigma] = await inTurn(sides, runs);
  return { own: summary(own), ...(withSigma === undefined ? {} : { withSigma: summary(withSigma) }) };
}

/** Start of the program beside the start of Node itself. */
export async function startUp({ program, runs }) {
  const many = runs * 5;
  const sides = [
    ['-e', '0'],
    [program, '--version'],
    [program, '--help'],
  ].map((words) => () => runProgram(process.execPath, words));
  const [node, version, help] = await inTurn(sides, many);
  return { node: summary(node), version: summary(version), help: summary(help) };
}

function summary(runs) {
  const peaks = runs.flatMap(({ peakBytes }) => (peakBytes === undefined ? [] : [peakBytes]));
  return {
    seconds: median(runs.map(({ seconds }) => seconds)),
    ...(peaks.length === 0 ? {} : { peakBytes: Math.max(...peaks) }),
  };
}
