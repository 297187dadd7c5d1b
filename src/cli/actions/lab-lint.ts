import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { labName } from '../../labs/definition.js';
import { type LabKey, readKey } from '../../labs/key.js';
import { type LintResult, lintAnswers } from '../../labs/lint.js';
import { withSeals } from '../../labs/write-seals.js';
import { UserError } from '../../model/error.js';
import { printable } from '../../model/printable.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { pinnedData, sha256Of } from '../lab/lab-data.js';
import { DEFINITION, fileOfLab, findLab, type LabFolder, placed, readLabFolder, shortPath } from '../lab/lab-folder.js';
import type { LabOptions } from '../lab/lab-options.js';
import { randomSalt, scrypt } from '../lab/scrypt.js';
import { LATE_AFTER_SECONDS } from '../options/case-options.js';
import { openOutput, writeAll } from '../output.js';
import { fileError, readText } from '../read-text.js';
import { replaceFile } from '../replaced-file.js';
import { withCase } from '../session.js';
import { counted } from '../text/wording.js';

/** Options of `lab lint`. */
export type LintLabOptions = LabOptions & { readonly key?: string; readonly seal?: boolean };

const USUAL_KEY = 'key.yaml';

/** Proves a lab's answers against its data. */
export async function lintLab(call: Call<LintLabOptions>): Promise<ExitCode> {
  const { options, world, operands } = call;
  const folder = findLab(operands[0] ?? '', options.labs);
  const before = readLabFolder(folder);
  const keyPath = options.key ?? join(folder, USUAL_KEY);
  const key = existsSync(keyPath) || options.key !== undefined ? keyAt(keyPath, before) : undefined;
  if (options.seal === true) sealLab(before, options.key);
  const opened = options.seal === true ? readLabFolder(folder) : before;
  const data = pinnedData(opened);
  // Progress of an import would stand between what is proved; a case of its own keeps the lab's folder free of files.
  const caseCall = { operands: data, options: { ...options, quiet: true, lateAfter: LATE_AFTER_SECONDS }, isGiven: () => false, world };
  return withCase(
    caseCall,
    async ({ view }) => {
      const { lab } = opened.content;
      const results = lintAnswers(lab, { view, kdf: scrypt, ...(key === undefined ? {} : { key }) });
      const problems = opened.warnings.map((problem) => placed(join(folder, DEFINITION), problem));
      const lines = [...problems.map(({ file, line, column, reason }) => `${file}:${line}:${column}: ${reason}`), ...results.map(lineOf)];
      await writeAll(
        openOutput(world, {}),
        lines.map((line) => `${printable(line)}\n`),
      );
      if (options.quiet !== true) world.stderr.write(`${labName(lab)}: ${summary(results, key)}\n`);
      return codeOf(results);
    },
    { hasFilter: false },
  );
}

function keyAt(path: string, { content: { lab } }: LabFolder): LabKey {
  const { key, problems } = readKey(readText(path), lab);
  const [first, ...rest] = problems.map((problem) => placed(path, problem));
  if (first !== undefined) throw fileError([first, ...rest]);
  if (key === undefined) throw new UserError(`${printable(path)} holds no key`);
  return key;
}

/** Pins the data of a lab and seals the answers of its key, in `lab.yaml`. Throws `UserError` when there is no key. */
export function sealLab(opened: LabFolder, keyPath: string = join(opened.folder, USUAL_KEY)): void {
  const { folder, content } = opened;
  if (!existsSync(keyPath)) throw new UserError(`there is no ${printable(shortPath(keyPath))}`, 'Its answers are what is sealed.');
  const path = join(folder, DEFINITION);
  const sha256 = (file: string): string => sha256Of(fileOfLab(folder, file));
  const before = readText(path);
  const after = withSeals(before, content.lab, keyAt(keyPath, opened), { kdf: scrypt, salt: randomSalt, sha256 });
  if (after !== before) replaceFile(path, after);
}

const WORDS: Readonly<Record<LintResult['outcome'], string>> = {
  proved: 'proved',
  wrong: 'WRONG',
  unproved: 'unproved',
  warning: 'warning',
};

function lineOf({ question, field, outcome, message }: LintResult): string {
  return `${WORDS[outcome].padEnd(8)} ${question}${field === undefined ? '' : `.${field}`}: ${message}`;
}

function summary(results: readonly LintResult[], key: LabKey | undefined): string {
  const count = (outcome: LintResult['outcome']): number => results.filter((result) => result.outcome === outcome).length;
  const parts = [
    `${counted(count('proved'), 'answer')} proved`,
    `${count('wrong')} wrong`,
    `${count('unproved')} unproved`,
    counted(count('warning'), 'warning'),
  ];
  return parts.join(', ') + (key === undefined ? `: there is no ${USUAL_KEY}` : '');
}

function codeOf(results: readonly LintResult[]): ExitCode {
  if (results.some(({ outcome }) => outcome === 'wrong')) return EXIT.found;
  return results.some(({ outcome }) => outcome === 'unproved') ? EXIT.inconclusive : EXIT.ok;
}
