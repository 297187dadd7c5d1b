import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Lab } from '../../labs/definition.js';
import type { LabProblem } from '../../labs/problem.js';
import { readLab } from '../../labs/read-lab.js';
import type { LabContent } from '../../labs/sheet.js';
import { UserError } from '../../model/error.js';
import { nearest } from '../../model/nearest.js';
import { printable } from '../../model/printable.js';
import { PACKAGE_FOLDER } from '../package-folder.js';
import { fileError, readText } from '../read-text.js';

/** A lab on disk. */
export interface LabFolder {
  /** Absolute path. */
  readonly folder: string;
  readonly content: LabContent;
  readonly warnings: readonly LabProblem[];
}

/** The labs that come with workbench. */
const SHIPPED = fileURLToPath(new URL('fixtures/labs', PACKAGE_FOLDER));
/** The file that makes a folder a lab. */
export const DEFINITION = 'lab.yaml';

/** Absolute paths of the folders of labs: those that come with workbench, or those in another folder of labs. */
export function labFolders(labs: string = SHIPPED): readonly string[] {
  if (!existsSync(labs)) throw new UserError(`${printable(labs)} is no folder of labs`);
  return readdirSync(labs)
    .map((name) => resolve(labs, name))
    .filter((folder) => existsSync(join(folder, DEFINITION)))
    .sort();
}

/** The lab that a name or the path of a folder stands for. Throws `UserError` with every mistake of its files. */
export function openLab(named: string, labs?: string): LabFolder {
  return readLabFolder(findLab(named, labs));
}

/** The folder of the lab that a name or a path stands for. */
export function findLab(named: string, labs?: string): string {
  const path = named.endsWith(`${sep}${DEFINITION}`) || named === DEFINITION ? resolve(named, '..') : resolve(named);
  if (existsSync(join(path, DEFINITION))) return path;
  const id = named.split('@', 1)[0] ?? '';
  const folders = labFolders(labs);
  const found = folders.find((folder) => folder.endsWith(sep + id) && id !== '');
  if (found !== undefined) return found;
  const names = folders.map((folder) => folder.slice(folder.lastIndexOf(sep) + 1));
  const meant = nearest(id, names);
  throw new UserError(
    `there is no lab ${printable(named)}`,
    meant === undefined ? `There are ${names.join(', ')}; or name a folder that holds a lab.yaml.` : `Did you mean ${meant}?`,
  );
}

/** Reads the lab of a folder with its texts. */
export function readLabFolder(folder: string): LabFolder {
  const file = join(folder, DEFINITION);
  const { lab, problems } = readLab(readText(file));
  const [first, ...rest] = problems.filter(({ severity }) => severity === 'error').map((problem) => placed(file, problem));
  if (first !== undefined) throw fileError([first, ...rest]);
  if (lab === undefined) throw new UserError(`${printable(file)} holds no lab`);
  return { folder, content: { lab, texts: textsOf(folder, lab) }, warnings: problems };
}

/** A problem in a file that a person wrote, as it is printed. */
export function placed(file: string, { line, column, message }: LabProblem) {
  return { file: shortPath(file), line, column, reason: message };
}

/** A path as one would type it here, when it is below this folder. */
export function shortPath(path: string): string {
  const short = relative('', path);
  return short === '' || short.startsWith('..') ? path : short;
}

function textsOf(folder: string, lab: Lab): ReadonlyMap<string, string> {
  const explained = lab.questions.flatMap(({ explain }) => explain ?? []);
  const files = [...lab.chapters.map(({ text }) => text), ...explained, ...(lab.path === undefined ? [] : [lab.path])];
  return new Map(files.map((file) => [file, readFileSync(fileOfLab(folder, file), 'utf8')]));
}

const LARGEST_TEXT = 1_000_000;

/** Absolute path of a lab's file. Throws `UserError` when it is not there, or leads out of the folder by a link. */
export function fileOfLab(folder: string, file: string): string {
  const path = join(folder, file);
  const stat = existsSync(path) ? statSync(path) : undefined;
  if (stat === undefined || !stat.isFile()) throw new UserError(`the lab names ${printable(file)}, which is not in ${printable(folder)}`);
  if (!realpathSync(path).startsWith(realpathSync(folder) + sep))
    throw new UserError(`${printable(file)} is a link out of the lab's folder`);
  if (file.endsWith('.md') && stat.size > LARGEST_TEXT) throw new UserError(`${printable(file)} is larger than any text of a lab`);
  return path;
}
