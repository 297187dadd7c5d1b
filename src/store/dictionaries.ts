import type { PodDescription } from '../model/record.js';
import type { FactStatements } from './fact-statements.js';

/** Pods remembered at a time: a node runs a few hundred. */
const REMEMBERED_PODS = 10_000;

/** Terms remembered at a time: a port scan alone names more addresses than memory should hold. */
const REMEMBERED_TERMS = 20_000;

/** Short texts that repeat (kinds, functions, policies, capabilities, addresses), each kept once. */
export class Terms {
  readonly #statements: FactStatements;
  readonly #ids = new Map<string, number>();

  constructor(statements: FactStatements) {
    this.#statements = statements;
  }

  /** Row of the text. */
  id(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    if (this.#ids.size >= REMEMBERED_TERMS) this.#ids.clear();
    const stored = this.#statements.findTerm.get(text);
    const id = stored === undefined ? Number(this.#statements.term.run(text).lastInsertRowid) : Number(stored);
    this.#ids.set(text, id);
    return id;
  }
}

/** Pod metadata, each distinct copy kept once. */
export class Pods {
  readonly #statements: FactStatements;
  readonly #seen = new WeakMap<PodDescription, number>();
  readonly #ids = new Map<string, number>();

  constructor(statements: FactStatements) {
    this.#statements = statements;
  }

  /** Row of the metadata. Readers give the same object for the same pod. */
  id(pod: PodDescription): number {
    const seen = this.#seen.get(pod) ?? this.#idOf(pod);
    this.#seen.set(pod, seen);
    return seen;
  }

  #idOf(pod: PodDescription): number {
    const content = JSON.stringify(pod);
    const known = this.#ids.get(content);
    if (known !== undefined) return known;
    if (this.#ids.size >= REMEMBERED_PODS) this.#ids.clear();
    const stored = this.#statements.findPod.get(content);
    const id = stored === undefined ? this.#insert(content, pod) : Number(stored);
    this.#ids.set(content, id);
    return id;
  }

  #insert(content: string, { container, labels, ...pod }: PodDescription): number {
    const { lastInsertRowid } = this.#statements.pod.run(
      content,
      pod.namespace ?? null,
      pod.name ?? null,
      pod.workload ?? null,
      pod.workloadKind ?? null,
      labels === undefined ? null : JSON.stringify(labels),
      container?.id ?? null,
      container?.runtime ?? null,
      container?.name ?? null,
      container?.imageId ?? null,
      container?.image ?? null,
      container?.start?.us ?? null,
    );
    return Number(lastInsertRowid);
  }
}
