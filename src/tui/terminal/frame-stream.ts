/**
 * The terminal's output stream as Ink sees it: `columns` wide, and what Ink writes is taken as a whole frame and handed to `onFrame`.
 * Ink is asked to write every frame whole (`debug`) and believes that it is not on a terminal, so it sends no sequence of its own. Nor
 * does it hear of resizes, at which it would draw the old frame once more: the program's next state is what answers them.
 */
export function frameStream(stdout: NodeJS.WriteStream, columns: number, onFrame: (frame: string) => void): NodeJS.WriteStream {
  return new Proxy(stdout, {
    get(target, property) {
      if (property === 'isTTY') return false;
      if (property === 'columns') return columns;
      if (property === 'write') return take;
      if (property === 'on' || property === 'off') return () => target;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

  function take(text: string | Uint8Array, ...rest: readonly unknown[]): boolean {
    if (typeof text === 'string' && text !== '') onFrame(text);
    const done = rest.find((argument) => typeof argument === 'function');
    if (typeof done === 'function') queueMicrotask(() => done());
    return true;
  }
}
