/** A way to move within rows, with the keys that it has everywhere. */
export interface Motion {
  readonly id: string;
  readonly keys: readonly string[];
  readonly description: string;
  /** How many rows further, where a page has so many; beyond an end is at it. */
  by(page: number): number;
}

/** The ways to move within rows, which `one` is called. */
export function motionsOver(one: 'row' | 'line'): readonly Motion[] {
  return [
    { id: 'up', keys: ['up', 'k'], description: `up one ${one}`, by: () => -1 },
    { id: 'down', keys: ['down', 'j'], description: `down one ${one}`, by: () => 1 },
    { id: 'page-up', keys: ['pageup', 'ctrl+b', 'ctrl+u'], description: 'up one page', by: (page) => -page },
    { id: 'page-down', keys: ['pagedown', 'ctrl+f', 'ctrl+d'], description: 'down one page', by: (page) => page },
    { id: 'first', keys: ['g', 'home'], description: `to the first ${one}`, by: () => Number.NEGATIVE_INFINITY },
    { id: 'last', keys: ['G', 'end'], description: `to the last ${one}`, by: () => Number.POSITIVE_INFINITY },
  ];
}
