import { wholeSequences } from './whole-sequences.js';

/** A keyboard's stream for Ink, and what ends it. */
export interface KeyStream {
  readonly stream: NodeJS.ReadStream;
  close(): void;
}

/**
 * The terminal's input stream with each sequence in one piece. Ink waits for `readable` and reads until there is no more: these come from
 * `wholeSequences`, all else is the terminal's own. What was typed before anybody listened is told of to whoever comes first, as a
 * stream of Node's would.
 */
export function keyStream(stdin: NodeJS.ReadStream): KeyStream {
  const waiting: string[] = [];
  const listeners = new Set<() => void>();
  const whole = wholeSequences((text) => {
    waiting.push(text);
    for (const listener of listeners) listener();
  });
  const onReadable = (): void => {
    for (let chunk: unknown = stdin.read(); chunk !== null; chunk = stdin.read()) whole.take(String(chunk));
  };
  stdin.setEncoding('utf8');
  stdin.on('readable', onReadable);
  const listen = (listener: () => void): void => {
    listeners.add(listener);
    // Not at once: Ink listens before it has anybody to give a key to.
    if (waiting.length > 0) setImmediate(() => listeners.has(listener) && listener());
  };
  const own: Readonly<Record<string, unknown>> = {
    read: () => waiting.shift() ?? null,
    addListener: listened(listen, stdin),
    removeListener: listened((listener) => listeners.delete(listener), stdin),
  };
  const stream = new Proxy(stdin, {
    get(target, property) {
      if (typeof property === 'string' && Object.hasOwn(own, property)) return own[property];
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return {
    stream,
    close: () => {
      stdin.removeListener('readable', onReadable);
      whole.end();
    },
  };
}

function listened(act: (listener: () => void) => void, stdin: NodeJS.ReadStream) {
  return (_event: string, listener: () => void): NodeJS.ReadStream => {
    act(listener);
    return stdin;
  };
}
