import type { Writable } from 'node:stream';

/** Lets a reader go away (`| head`): the stream is closed and what is still written to it is dropped. Other errors stay errors. */
export function survivesClosedPipe(stream: Writable): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    stream.destroy();
  });
}
