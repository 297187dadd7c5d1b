/** A selection in a view that was left: by name, so that it can be found again in every revision. */
export interface Visit {
  readonly viewId: string;
  /** Absent: the view had nothing selected. */
  readonly selection?: string;
}

/** Where one has been, and where one came back from; oldest first. */
export interface History {
  readonly back: readonly Visit[];
  readonly forward: readonly Visit[];
}

/** Nowhere yet. */
export const NO_HISTORY: History = { back: [], forward: [] };
