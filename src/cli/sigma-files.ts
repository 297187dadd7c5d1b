import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { loadSigma, type SigmaFile, type SigmaProblem, type SigmaRuleSet } from '../detections/sigma/index.js';
import { UserError } from '../model/error.js';
import { printable } from '../model/printable.js';
import { type FileProblem, fileError, readText } from './read-text.js';

/** The rules that files, folders and patterns hold, in the order of their paths. Throws `UserError` for a word that names no file. */
export function loadRuleFiles(words: readonly string[]): SigmaRuleSet {
  const paths = [...new Set(words.flatMap(pathsOf))];
  return loadSigma(paths.map((path): SigmaFile => ({ path, text: readText(path) })));
}

const IS_RULE = /\.ya?ml$/i;

function pathsOf(word: string): readonly string[] {
  const stats = statSync(word, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) return folderPaths(word);
  if (stats !== undefined) return [word];
  const matches = /[*?[\]{}]/.test(word) ? globSync(word, { onlyFiles: true, dot: false, expandDirectories: false }) : [];
  if (matches.length > 0) return matches.sort();
  throw new UserError(`there is no rule file ${printable(word)}`, 'Name files of Sigma rules, a folder of them, or a pattern.');
}

function folderPaths(folder: string): readonly string[] {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && IS_RULE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  if (paths.length > 0) return paths.sort();
  throw new UserError(`the folder ${printable(folder)} holds no rules`, 'Rules are files named *.yml or *.yaml.');
}

/** What kept documents of a set out. */
export function errorsOf(set: SigmaRuleSet): readonly SigmaProblem[] {
  return set.problems.filter((problem) => problem.severity === 'error');
}

/** The error for documents that did not load, each in a line with its place. */
export function loadError(errors: readonly [FileProblem, ...FileProblem[]]): UserError {
  const listed = fileError(errors);
  return new UserError(listed.message, [...(listed.hint === undefined ? [] : [listed.hint]), '--keep-going asks the others.'].join('\n'));
}

/** What is wrong with rule files, a line each and safe to print. */
export function problemLines(problems: readonly SigmaProblem[]): readonly string[] {
  return problems.map(({ file, line, column, severity, reason }) => printable(`${file}:${line}:${column}: ${severity}: ${reason}`));
}
