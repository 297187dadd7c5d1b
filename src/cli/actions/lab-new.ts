import { copyFileSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { labName } from '../../labs/definition.js';
import { subjectOf } from '../../labs/proof.js';
import { type Highlight, scaffold } from '../../labs/scaffold.js';
import type { CaseView } from '../../model/case-view.js';
import type { Connection } from '../../model/connection.js';
import { UserError } from '../../model/error.js';
import { parseFilter } from '../../model/filter-grammar.js';
import { printable } from '../../model/printable.js';
import type { Process } from '../../model/process.js';
import type { Source } from '../../model/source.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { sha256Of } from '../lab/lab-data.js';
import { readLabFolder, shortPath } from '../lab/lab-folder.js';
import { schemaPath } from '../lab/schema-path.js';
import { LATE_AFTER_SECONDS } from '../options/case-options.js';
import { type StyleOptions, wholeNumber } from '../options/output-options.js';
import { withCase } from '../session.js';
import { counted } from '../text/wording.js';
import { sealLab } from './lab-lint.js';

/** Options of `lab new`. */
export type NewLabOptions = StyleOptions & { readonly title?: string; readonly questions: string };

const LAB_ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Makes a lab of event files, or of the files that a case was read from. */
export async function newLab(call: Call<NewLabOptions>): Promise<ExitCode> {
  const { operands, options, world } = call;
  const [named = '', ...inputs] = operands;
  const folder = resolve(world.folder, named);
  const id = basename(folder).toLowerCase();
  if (!LAB_ID.test(id)) throw new UserError(`${printable(id)} can't name a lab`, 'Name the folder with lower-case letters, digits and -.');
  if (existsSync(folder)) throw new UserError(`${printable(named)} exists`, 'Name a folder that is not there yet.');
  const caseCall = { operands: inputs, options: { ...options, lateAfter: LATE_AFTER_SECONDS }, isGiven: () => false, world };
  return withCase(
    caseCall,
    async ({ view, sources }) => {
      const highlights = highlightsOf(view, wholeNumber(options.questions));
      if (highlights.length === 0) throw new UserError('there is no process to ask about', 'A lab needs events of processes.');
      const data = copied(folder, sources, inputs);
      for (const { name, text } of scaffold({ id, title: options.title ?? id, data, highlights, schemaOf: schemaPath }))
        write(join(folder, name), text);
      sealLab(readLabFolder(folder));
      tell(call, folder);
      return EXIT.ok;
    },
    { hasFilter: false },
  );
}

function tell({ world, options }: Call<NewLabOptions>, folder: string): void {
  const { content } = readLabFolder(folder);
  const name = printable(shortPath(folder));
  world.stdout.write(`${labName(content.lab)} is in ${name}: ${counted(content.lab.questions.length, 'question')}, proved and sealed\n`);
  if (options.quiet === true) return;
  world.stderr.write(
    `Replace each TODO in ${name}, then: workbench lab lint ${name} --seal\nWith the editor's completion: docs/writing-labs.md\n`,
  );
}

/** The worst findings, one for each process; where there are none, the late processes with a connection, then any with one. */
function highlightsOf(view: CaseView, most: number): readonly Highlight[] {
  const found = view.findings().flatMap((finding) => {
    const process = view.process(finding.process.id);
    return process === undefined ? [] : [{ why: finding.title, process, connection: outward(finding.connections) }];
  });
  const late =
    found.length > 0 ? [] : matching(view, 'late connected').map((process) => ({ why: 'it started late and has a connection', process }));
  const any = found.length + late.length > 0 ? [] : matching(view, 'connected').map((process) => ({ why: 'it has a connection', process }));
  const all: readonly { why: string; process: Process; connection?: Connection | undefined }[] = [...found, ...late, ...any];
  const first = all.filter(({ process }, place) => all.findIndex((one) => one.process.id === process.id) === place);
  return first.slice(0, most).map(({ why, process, connection }) => {
    const best = connection ?? outward(view.connectionsOf(process.id));
    return { why, subject: subjectOf(view, process, best) };
  });
}

function matching(view: CaseView, text: string): readonly Process[] {
  const parsed = parseFilter(text);
  return parsed.kind === 'filter' ? view.processes(parsed.filter, { limit: 10 }).rows : [];
}

/** Of connections the one that a question is about: out of the cluster before within it. */
function outward(connections: readonly Connection[]): Connection | undefined {
  const calls = connections.filter(
    ({ direction, protocol, remote }) => direction === 'outbound' && protocol === 'tcp' && remote !== undefined,
  );
  return calls.find(({ scope }) => scope === 'external') ?? calls[0];
}

/** The file of a source. A case that was kept has paths as they were given then, perhaps from another folder: what is named now comes first. */
function fileOf({ path }: Source, inputs: readonly string[]): string {
  const places = inputs.flatMap((input) => [input, join(input, basename(path))]).filter((place) => basename(place) === basename(path));
  const found = [...places, path].find((place) => existsSync(place) && statSync(place).isFile());
  if (found === undefined) throw new UserError(`${printable(path)} is not there any more, and the lab needs its events`);
  return found;
}

function copied(folder: string, sources: readonly Source[], inputs: readonly string[]) {
  const files = sources.map((source) => ({ path: fileOf(source, inputs), format: source.format }));
  mkdirSync(folder, { recursive: true });
  return files.map(({ path, format }) => {
    const file = basename(path);
    const target = join(folder, file);
    if (existsSync(target)) throw new UserError(`two files are called ${printable(file)}`, 'Give them names of their own first.');
    copyFileSync(path, target);
    return { file, format, sha256: sha256Of(target) };
  });
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { flag: 'wx' });
}
