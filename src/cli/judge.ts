import { Worker } from 'node:worker_threads';
import type { Judgement } from '../model/finding.js';
import type { OutboundCallColumns } from '../model/link/outbound-calls.js';

/** What rules make is gone soon: a larger young generation would only be memory. */
const LIMITS = { maxYoungGenerationSizeMb: 16 };

/** What the thread is told as it starts: where the case is. */
export interface JudgingOrder {
  readonly path: string;
}

/** What the thread is told: that all was read, with memory for socket facts where it is to read these, and what it is to judge with. */
export type JudgingStep =
  | { readonly kind: 'read'; readonly sockets: SharedArrayBuffer | undefined }
  | { readonly kind: 'judge'; readonly calls: OutboundCallColumns };

/** Lets the built-in rules judge a case in a thread of its own, which loads them while the case is read. */
export class Judge {
  /** What the rules say. Rejects with what they failed of. The case is closed in the other thread by then. */
  readonly judgement: Promise<Judgement>;
  readonly #worker: Worker;

  constructor(path: string) {
    const workerData: JudgingOrder = { path };
    this.#worker = new Worker(new URL('./judging-thread.js', import.meta.url), { resourceLimits: LIMITS, workerData });
    this.judgement = new Promise((resolve, reject) => {
      this.#worker.once('message', (told: string) => resolve(JSON.parse(told)));
      this.#worker.once('error', reject);
    });
    // Its failure is told to who waits for it.
    this.judgement.catch(() => undefined);
  }

  /** All was read: while processes are linked, the thread reads socket facts and puts the file in order. */
  endReading(sockets: SharedArrayBuffer | undefined): void {
    this.#tell({ kind: 'read', sockets });
  }

  /** Begins to judge. To be called once, when all that rules ask is in the case. `calls` are handed over. */
  begin(calls: OutboundCallColumns): void {
    this.#tell({ kind: 'judge', calls }, [calls.connection.buffer]);
  }

  #tell(step: JudgingStep, handedOver: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(step, handedOver);
  }

  /** Ends the thread. */
  async dismiss(): Promise<void> {
    await this.#worker.terminate();
  }
}
