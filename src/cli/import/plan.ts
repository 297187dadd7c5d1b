import { dirname } from 'node:path';
import type { Input } from '../../ingest/source-file.js';
import type { FormatName } from '../../model/source.js';
import { caseFor, defaultCaseDirectory } from './case-path.js';
import { expandInputs } from './inputs.js';
import { GrowingStandardInput, spooledInput } from './standard-input.js';

/** What is to be imported, as a user names it. */
export interface ImportRequest {
  /** Files, folders, patterns, or `-`. */
  readonly inputs: readonly string[];
  /** Where the case is kept; by default a place of its own for these files. */
  readonly casePath?: string;
  /** What to read every input as, whatever it looks like. */
  readonly format?: FormatName;
  readonly signal: AbortSignal;
  /** Go on reading as the inputs grow, until stopped. */
  readonly isFollowing?: boolean;
}

/** A place to import into, and what: decided before anything is read, so that a view of the case can be opened meanwhile. */
export interface PlannedImport {
  readonly path: string;
  readonly inputs: readonly Input[];
  /** Settles once standard input was closed, when it is read while it comes. */
  readonly ended?: Promise<void>;
}

/** Finds the files that inputs name and the case they belong in. Reads standard input to its end, unless it is followed. Rejects with a `UserError`. */
export async function planImport(request: ImportRequest): Promise<PlannedImport> {
  const spool = request.casePath === undefined ? defaultCaseDirectory() : dirname(request.casePath);
  const standardInput = request.isFollowing === true ? new GrowingStandardInput(spool, request.signal) : undefined;
  const inputs = await expandInputs(request.inputs, async () => standardInput?.begin() ?? spooledInput(spool, request.signal));
  const { format } = request;
  return {
    path:
      request.casePath ??
      caseFor(
        inputs.map((input) => input.file),
        format,
      ),
    inputs: format === undefined ? inputs : inputs.map((input) => ({ ...input, format })),
    ...(standardInput?.ended === undefined ? {} : { ended: standardInput.ended }),
  };
}
