import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scrypt } from '../../src/cli/lab/scrypt.js';
import type { Lab } from '../../src/labs/definition.js';
import { type LabKey, readKey } from '../../src/labs/key.js';
import { readLab } from '../../src/labs/read-lab.js';
import { withSeals } from '../../src/labs/write-seals.js';

export const LABS_FOLDER = fileURLToPath(new URL('../../fixtures/labs', import.meta.url));

/** Names of the labs that ship. */
export const LAB_NAMES: readonly string[] = readdirSync(LABS_FOLDER);

/** The text of a file of a lab. */
export function labText(name: string, file: string): string {
  return readFileSync(join(LABS_FOLDER, name, file), 'utf8');
}

/** A lab that ships, with its key. */
export function shippedLab(name: string): { readonly lab: Lab; readonly key: LabKey } {
  const { lab, problems } = readLab(labText(name, 'lab.yaml'));
  if (lab === undefined) throw new Error(JSON.stringify(problems));
  const { key, problems: keyProblems } = readKey(labText(name, 'key.yaml'), lab);
  if (key === undefined) throw new Error(JSON.stringify(keyProblems));
  return { lab, key };
}

/** Copies a lab that ships to a folder, with seals that are opened in no time: tests measure nothing. */
export function cheapCopy(name: string, folder: string): void {
  cpSync(join(LABS_FOLDER, name), folder, { recursive: true });
  const path = join(folder, 'lab.yaml');
  const text = readFileSync(path, 'utf8').replaceAll(/N: \d+/g, 'N: 2');
  const { lab } = readLab(text);
  if (lab === undefined) throw new Error(`${name} is no lab any more`);
  writeFileSync(path, withSeals(text, lab, shippedLab(name).key, { kdf: scrypt, salt: () => 'ab12', sha256: () => undefined }));
}

/** A file of answers with what a key holds, as a person writes it. */
export function answersFrom(lab: Lab, key: LabKey): string {
  const questions = lab.questions.map((question) => {
    const fields = question.fields.map(({ name, type }) => `    ${name}: ${writtenAnswer(key, question.id, name, type.kind === 'set')}`);
    return [`  ${question.id}:`, ...fields].join('\n');
  });
  return `lab: ${lab.id}@${lab.version}\nanswers:\n${questions.join('\n')}\n`;
}

function writtenAnswer(key: LabKey, question: string, field: string, isSet: boolean): string {
  const written = key.questions.get(question)?.get(field)?.written ?? [];
  return isSet ? `[${written.join(', ')}]` : (written[0] ?? '');
}
