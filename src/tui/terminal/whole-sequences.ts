/** Longer than a sequence is on its way in pieces, shorter than anybody waits for Escape. */
const PATIENCE_MS = 40;

const ESCAPE = '\u001b';
/** A sequence that is not whole yet: an escape alone, a CSI without its last byte, SS3 without its letter. */
const UNFINISHED = new RegExp(`${ESCAPE}(?:\\[[0-9:;<=>?]*[ -/]*|O)?$`);

/** Puts the pieces of sequences together. */
export interface WholeSequences {
  /** What came from the keyboard. */
  take(chunk: string): void;
  /** Nothing more comes: what is held is given on. */
  end(): void;
}

/**
 * Gives a keyboard's bytes on with each sequence in one piece. A slow link delivers `ESC [ A` in parts while a key is held, and whoever
 * takes the first part for the key Escape leaves what the user is in. An escape after which nothing comes is the key, a moment later.
 */
export function wholeSequences(give: (text: string) => void): WholeSequences {
  let held = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const giveHeld = (): void => {
    clearTimeout(timer);
    const text = held;
    held = '';
    if (text !== '') give(text);
  };
  return {
    take: (chunk) => {
      clearTimeout(timer);
      const text = held + chunk;
      held = UNFINISHED.exec(text)?.[0] ?? '';
      if (held.length < text.length) give(text.slice(0, text.length - held.length));
      if (held !== '') timer = setTimeout(giveHeld, PATIENCE_MS);
    },
    end: giveHeld,
  };
}
