import { Worker } from 'node:worker_threads';
import type { ImportProgress } from '../model/progress.js';
import type { PlannedImport } from './import/plan.js';

/** What the importing thread is told at its start. */
export interface WorkerOrder {
  readonly plan: Omit<PlannedImport, 'ended'>;
  readonly lateAfterSeconds: number;
  readonly isFollowing?: boolean;
}

/** What it tells. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly progress: ImportProgress }
  | { readonly kind: 'ended'; readonly progress: ImportProgress };

/** An import that runs in a thread of its own while the case is shown. */
export interface BackgroundImport {
  /** Calls back for each progress from now on; the returned function ends that. */
  subscribe(listener: (progress: ImportProgress) => void): () => void;
  current(): ImportProgress | undefined;
  /** What the import failed of, if it was no mistake of the user's. */
  bug(): Error | undefined;
  /** Ends the import, keeping what it committed. Resolves once it has ended, or at once when it was done. */
  stop(): Promise<void>;
}

/** What it is told later. */
export type WorkerCommand = 'stop' | 'input ended';

/** What an import makes is gone soon: a larger young generation would only be memory. */
const LIMITS = { maxYoungGenerationSizeMb: 12 };

/** Starts importing in another thread. Failures arrive as progress of phase `failed`. */
export function startBackgroundImport({ plan, ...options }: WorkerOrder & { readonly plan: PlannedImport }): BackgroundImport {
  const order: WorkerOrder = { ...options, plan: { path: plan.path, inputs: plan.inputs } };
  const listeners = new Set<(progress: ImportProgress) => void>();
  // Nothing is shown of the case yet: the first frame says why.
  let current: ImportProgress | undefined = begun(plan);
  let bug: Error | undefined;
  const worker = new Worker(new URL('./import-thread.js', import.meta.url), { workerData: order, resourceLimits: LIMITS });
  const say = (command: WorkerCommand) => worker.postMessage(command);
  void plan.ended?.then(() => say('input ended'));
  const tell = (progress: ImportProgress) => {
    current = progress;
    for (const listener of listeners) listener(progress);
  };
  const ended = new Promise<void>((resolve) => {
    worker.on('message', (message: WorkerMessage) => {
      tell(message.progress);
      if (message.kind === 'ended') resolve();
    });
    worker.on('error', (thrown: unknown) => {
      const error = errorOf(thrown);
      bug = error;
      tell({
        phase: 'failed',
        bytesRead: 0,
        events: current?.events ?? 0,
        problems: current?.problems ?? 0,
        elapsedMs: 0,
        message: error.message,
      });
      resolve();
    });
    worker.on('exit', () => resolve());
  });
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    current: () => current,
    bug: () => bug,
    async stop() {
      // Reading stops after its batch. Linking is one transaction: ended midway it leaves nothing, and is done when the case is read again.
      if (current?.phase === 'reading' || current?.phase === 'following') {
        say('stop');
        await ended;
      }
      await worker.terminate();
    },
  };
}

function begun({ inputs: [first] }: PlannedImport): ImportProgress {
  const path = first === undefined ? {} : { path: first.path };
  return { phase: 'reading', ...path, bytesRead: 0, events: 0, problems: 0, elapsedMs: 0 };
}

/** An error of another thread is a copy: one of a class that only SQLite knows comes as a plain object. */
function errorOf(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new Error(objectText(thrown));
}

function objectText(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  return 'message' in thrown ? String(thrown.message) : JSON.stringify(thrown);
}
