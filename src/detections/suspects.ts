import type { DetectionCase } from '../model/detection-case.js';
import type { Process } from '../model/process.js';
import { INTERPRETER_FILES, isMemoryOnly, SHELL_FILES, TEMPORARY_FOLDERS } from './programs.js';
import { isCommandedByInput, isImprovisedProgram, shellKind } from './shell.js';

/**
 * The processes that rules begin from, children of one process together and by start time, so that what rules ask of their parents is asked in
 * one go. Shells and interpreters can be most of a case, so they are read once, and of each only the row is kept.
 */
export interface Suspects {
  /** Shells that read their commands from their input. */
  commanded(): Iterable<Process>;
  /** Shells, and programs without a file, that have sockets. */
  shellsWithSockets(): Iterable<Process>;
  /** Programs with sockets that were given to an interpreter as text, or lie in a temporary folder. */
  improvisedWithSockets(): Iterable<Process>;
  /** Shells that were given a command line, as rows with their parents' rows. */
  commandLines(): readonly CommandLine[];
}

/** A shell that was given a command line. */
export interface CommandLine {
  readonly shellId: number;
  readonly parentId: number;
}

interface Suspect {
  readonly id: number;
  readonly parentId: number;
}

/** The suspects of a case. One pass over its shells and interpreters. */
export function suspectsOf(view: DetectionCase): Suspects {
  const commanded: Suspect[] = [];
  const shells: Suspect[] = [];
  const improvised: Suspect[] = [];
  const commandLines: Suspect[] = [];
  for (const process of view.outlinesNamed([...SHELL_FILES, ...INTERPRETER_FILES])) {
    const kinds = process.images.map(shellKind);
    const suspect = { id: process.id, parentId: process.parentId ?? 0 };
    if (kinds.some(isCommandedByInput)) commanded.push(suspect);
    if (process.parentId !== undefined && kinds.includes('command')) commandLines.push(suspect);
    if (process.connectionCount === 0) continue;
    if (kinds.some((kind) => kind !== undefined) || process.images.some(isMemoryOnly)) shells.push(suspect);
    if (process.images.some(isImprovisedProgram)) improvised.push(suspect);
  }
  improvised.push(...homelessOnes(view, new Set(improvised.map(({ id }) => id))));
  for (const list of [commanded, shells, improvised, commandLines]) list.sort((a, b) => a.parentId - b.parentId);
  return {
    commanded: () => processes(view, commanded),
    shellsWithSockets: () => processes(view, shells),
    improvisedWithSockets: () => processes(view, improvised),
    commandLines: () => commandLines.map(({ id, parentId }) => ({ shellId: id, parentId })),
  };
}

/** Programs with sockets that lie where anybody may write, those left out that are known. */
function homelessOnes(view: DetectionCase, known: ReadonlySet<number>): readonly Suspect[] {
  const found: Suspect[] = [];
  for (const { id, parentId = 0, connectionCount } of view.outlinesIn(TEMPORARY_FOLDERS))
    if (connectionCount > 0 && !known.has(id)) found.push({ id, parentId });
  return found;
}

function* processes(view: DetectionCase, suspects: readonly Suspect[]): Iterable<Process> {
  for (const { id } of suspects) {
    const process = view.process(id);
    if (process !== undefined) yield process;
  }
}
