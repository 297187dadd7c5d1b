import { Worker } from 'node:worker_threads';
import type { Judgement } from '../model/finding.js';

/** What rules make is gone soon: a larger young generation would only be memory. */
const LIMITS = { maxYoungGenerationSizeMb: 16 };

/** Lets the built-in rules judge a case in a thread of its own, which is there before the case is: it loads them meanwhile. */
export class Judge {
  /** What the rules say. Rejects with what they failed of. The case is closed in the other thread by then. */
  readonly judgement: Promise<Judgement>;
  readonly #worker = new Worker(new URL('./judging-thread.js', import.meta.url), { resourceLimits: LIMITS });

  constructor() {
    this.judgement = new Promise((resolve, reject) => {
      this.#worker.once('message', resolve);
      this.#worker.once('error', reject);
    });
    // Its failure is told to who waits for it.
    this.judgement.catch(() => undefined);
  }

  /** Begins to judge the case at this path. To be called once. */
  begin(path: string): void {
    this.#worker.postMessage(path);
  }

  /** Ends the thread. */
  async dismiss(): Promise<void> {
    await this.#worker.terminate();
  }
}
