import type { ProcessOutline } from '../../../model/detection-case.js';
import { together } from './event-class.js';

type Program = ProcessOutline['images'][number];

/** Programs that are told apart; then it is begun anew with other numbers. */
const MOST_PROGRAMS = 20_000;

/** A number for each binary with its arguments: what is compared again and again is compared short. Two numbers may be of one program, never two programs of one number. */
export class ProgramNumbers {
  readonly #byText = new Map<string, number>();
  readonly #byImage = new WeakMap<Program, number>();
  #next = 0;

  of(image: Program): number {
    const known = this.#byImage.get(image);
    if (known !== undefined) return known;
    const text = together(image.binary, image.arguments);
    const number = this.#byText.get(text) ?? this.#next++;
    if (this.#byText.size >= MOST_PROGRAMS) this.#byText.clear();
    this.#byText.set(text, number);
    this.#byImage.set(image, number);
    return number;
  }
}
