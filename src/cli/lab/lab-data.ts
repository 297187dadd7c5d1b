import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Lab, labName } from '../../labs/definition.js';
import { NothingReadableError } from '../../model/error.js';
import { printable } from '../../model/printable.js';
import { fileOfLab, type LabFolder } from './lab-folder.js';

/** SHA-256 of a file's bytes, in hex. */
export function sha256Of(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/**
 * Absolute paths of a lab's data. Throws when a file is not the one that the lab was made for: on other data the answers are others, so
 * nothing could be said of them (exit 3).
 */
export function pinnedData({ folder, content: { lab } }: LabFolder): readonly string[] {
  const changed = lab.data.filter(({ file, sha256 }) => sha256Of(fileOfLab(folder, file)) !== sha256);
  if (changed.length > 0)
    throw new NothingReadableError(
      wording(
        lab,
        changed.map(({ file }) => file),
      ),
      'Fetch the lab anew; who writes it pins new data with: workbench lab lint --seal',
    );
  return lab.data.map(({ file }) => fileOfLab(folder, file));
}

function wording(lab: Lab, files: readonly string[]): string {
  return `${files.map((file) => printable(file)).join(', ')} is not the data that ${labName(lab)} was made for: nothing is graded`;
}
