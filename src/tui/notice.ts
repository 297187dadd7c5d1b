/** One sentence on the status line, until the next key. */
export interface Notice {
  readonly tone: 'said' | 'warned' | 'failed';
  readonly text: string;
}

/** Something was done or found. */
export function said(text: string): Notice {
  return { tone: 'said', text };
}

/** Something asked for can't be, and why. */
export function warned(text: string): Notice {
  return { tone: 'warned', text };
}

/** Something went wrong. */
export function failed(text: string): Notice {
  return { tone: 'failed', text };
}
