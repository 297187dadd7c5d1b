import { Worker } from 'node:worker_threads';
import type { Judgement } from '../model/finding.js';

/** Lets the built-in rules judge a case in a thread of its own, which is there before the case is: it loads them meanwhile. */
export class Judge {
  readonly #worker = new Worker(new URL('./judging-thread.js', import.meta.url), { resourceLimits: LIMITS });
  readonly #judgement: Promise<Judgement>;

  constructor() {
    this.#judgement = new Promise((resolve, reject) => {
      this.#worker.once('message', resolve);
      this.#worker.once('error', reject);
    });
    // Its failure is told to who waits for it.
    this.#judgement.catch(() => undefined);
  }

  /** Begins to judge the case at this path. To be called once. */
  begin(path: string): void {
    this.#worker.postMessage(path);
  }

  /** What the rules say. Rejects with what they failed of. The case is closed in the other thread by then. */
  get judgement(): Promise<Judgement> {
    return this.#judgement;
  }

  /** Ends the thread. */
  async dismiss(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** What rules make is gone soon: a larger young generation would only be memory. */
const LIMITS = { maxYoungGenerationSizeMb: 16 };
