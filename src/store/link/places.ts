/** Where a process says that it is: its node, and the container's id and pod's metadata as far as they are told. */
export interface Place {
  /** Number of the node. */
  readonly node: number;
  readonly docker: string | null;
  /** Row of the pod's metadata. */
  readonly pod: number | null;
}

/** No container and no pod is told. */
export const NO_PLACE = 0;

/** Each place of a case once, under a number: as many as containers, not as many as processes. */
export class Places {
  readonly #places: Place[] = [];
  readonly #numbers = new Map<string | null, Map<number, number>>();

  /** Number of the place; `NO_PLACE` where neither container nor pod is told. */
  numberOf(node: number, docker: string | null, pod: number | null): number {
    if (docker === null && pod === null) return NO_PLACE;
    let ofDocker = this.#numbers.get(docker);
    if (ofDocker === undefined) {
      ofDocker = new Map();
      this.#numbers.set(docker, ofDocker);
    }
    const key = (pod ?? 0) * MOST_NODES + node;
    const known = ofDocker.get(key);
    if (known !== undefined) return known;
    const number = this.#places.push({ node, docker, pod });
    ofDocker.set(key, number);
    return number;
  }

  get(number: number): Place | undefined {
    return this.#places[number - 1];
  }

  /** Every place with its number, in order of number. */
  all(): readonly (Place & { readonly number: number })[] {
    return this.#places.map((place, at) => ({ ...place, number: at + 1 }));
  }
}

/** Numbers of nodes are below this: pod and node are one number then. */
const MOST_NODES = 2 ** 24;
