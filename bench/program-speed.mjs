import { existsSync } from 'node:fs';
import { inTurn, runProgram, summary } from './measure.mjs';
import { Unmeasured } from './unmeasured.mjs';

/** `detect` on an imported case, by the rules of the program and with a folder of Sigma rules beside them, each in turn with an import. */
export async function detection({ workshop, runs, events, sigma }) {
  const file = await workshop.events(events);
  const words = [workshop.program, 'detect', '--case', workshop.case('detect'), '--format', 'json', '--fail-on', 'none', '--quiet'];
  const hasSigma = existsSync(sigma);
  const sides = [
    () => workshop.import(file, 'detect'),
    () => runProgram(process.execPath, words),
    ...(hasSigma ? [() => runProgram(process.execPath, [...words, '--keep-going', '--sigma', sigma], { fine: [0, 2] })] : []),
  ];
  const [imported, own, withSigma] = await inTurn(sides, runs);
  return {
    imported: summary(imported),
    own: summary(own),
    withSigma: hasSigma ? summary(withSigma) : new Unmeasured(`there are no Sigma rules in ${sigma}: name their folder with --sigma`),
  };
}

/** Start of the program beside the start of Node itself. Nothing is counted but time: the counting would take as long. */
export async function startUp({ workshop, runs }) {
  const sides = [
    ['-e', '0'],
    [workshop.program, '--version'],
    [workshop.program, '--help'],
  ].map((words) => () => runProgram(process.execPath, words, { isCounted: false }));
  const [node, version, help] = await inTurn(sides, runs * 5);
  return { node: summary(node), version: summary(version), help: summary(help) };
}
