import type { DetectionCase } from '../model/detection-case.js';
import type { Process } from '../model/process.js';
import { INTERPRETER_FILES, isMemoryOnly, SHELL_FILES } from './programs.js';
import { isCommandedByInput, isImprovisedProgram, shellKind } from './shell.js';

/**
 * The processes that rules begin from, by start time. Shells and interpreters can be most of a case, so they are read once, and of each only
 * the row is kept.
 */
export interface Suspects {
  /** Shells that read their commands from their input. */
  commanded(): Iterable<Process>;
  /** Shells, and programs without a file, that have sockets. */
  shellsWithSockets(): Iterable<Process>;
  /** Interpreters with sockets whose program was given as text or lies in a temporary folder. */
  improvisedWithSockets(): Iterable<Process>;
  /** Shells that were given a command line, as rows with their parents' rows. */
  commandLines(): readonly CommandLine[];
}

/** A shell that was given a command line. */
export interface CommandLine {
  readonly shellId: number;
  readonly parentId: number;
}

/** The suspects of a case. One pass over its shells and interpreters. */
export function suspectsOf(view: DetectionCase): Suspects {
  const commanded: number[] = [];
  const shells: number[] = [];
  const improvised: number[] = [];
  const commandLines: CommandLine[] = [];
  for (const process of view.processesNamed([...SHELL_FILES, ...INTERPRETER_FILES])) {
    const kinds = process.images.map(shellKind);
    if (kinds.some(isCommandedByInput)) commanded.push(process.id);
    if (process.parentId !== undefined && kinds.includes('command')) commandLines.push({ shellId: process.id, parentId: process.parentId });
    if (process.connectionCount === 0) continue;
    if (kinds.some((kind) => kind !== undefined) || process.images.some(isMemoryOnly)) shells.push(process.id);
    if (process.images.some(isImprovisedProgram)) improvised.push(process.id);
  }
  return {
    commanded: () => processes(view, commanded),
    shellsWithSockets: () => processes(view, shells),
    improvisedWithSockets: () => processes(view, improvised),
    commandLines: () => commandLines,
  };
}

function* processes(view: DetectionCase, ids: readonly number[]): Iterable<Process> {
  for (const id of ids) {
    const process = view.process(id);
    if (process !== undefined) yield process;
  }
}
