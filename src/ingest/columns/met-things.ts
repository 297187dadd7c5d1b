import { randomUUID } from 'node:crypto';
import type { MetProcess } from '../../model/event-columns.js';
import type { PodDescription, ProcessDescription } from '../../model/record.js';

/** Texts, pods and processes that a reader met, numbered from 1, and which of them were not told to the store yet. */
export class MetThings {
  readonly reader = randomUUID();
  /** Grows each time that all is forgotten. */
  generation = 0;
  readonly #texts = new Map<string, number>();
  readonly #allTexts: string[] = [''];
  readonly #pods = new Map<PodDescription, number>();
  #processCount = 0;
  #newTexts: string[] = [];
  #newPods: PodDescription[] = [];
  #newProcesses: MetProcess[] = [];

  /** How many there are of whichever is most. */
  get size(): number {
    return Math.max(this.#texts.size, this.#pods.size, this.#processCount);
  }

  text(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.size + 1;
    this.#texts.set(text, number);
    this.#newTexts.push(text);
    this.#allTexts.push(text);
    return number;
  }

  /** The text of a number. */
  textOf(number: number): string {
    return this.#allTexts[number] ?? '';
  }

  /** The same object is the same pod: a reader gives one for the same bytes. */
  pod(pod: PodDescription): number {
    const known = this.#pods.get(pod);
    if (known !== undefined) return known;
    const number = this.#pods.size + 1;
    this.#pods.set(pod, number);
    this.#newPods.push(pod);
    return number;
  }

  /** Each call makes a process of its own. */
  process({ pod, ...met }: ProcessDescription): number {
    this.#newProcesses.push({ process: met, pod: pod === undefined ? 0 : this.pod(pod) });
    this.#processCount += 1;
    return this.#processCount;
  }

  /** What was met since the last call. */
  takeNew(): {
    readonly texts: readonly string[];
    readonly pods: readonly PodDescription[];
    readonly processes: readonly MetProcess[];
  } {
    const taken = { texts: this.#newTexts, pods: this.#newPods, processes: this.#newProcesses };
    this.#newTexts = [];
    this.#newPods = [];
    this.#newProcesses = [];
    return taken;
  }

  /** Begins to count anew. To be called when everything was taken. */
  forget(): void {
    this.generation += 1;
    this.#texts.clear();
    this.#allTexts.length = 1;
    this.#pods.clear();
    this.#processCount = 0;
  }
}
