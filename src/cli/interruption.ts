import { EXIT } from './exit-code.js';
import type { Interruption } from './world.js';

/**
 * Listens for SIGINT and SIGTERM. The first asks to stop: what runs ends at its next safe point and says what was kept. The second
 * ends the process at once.
 */
export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  let received: 'SIGINT' | 'SIGTERM' | undefined;
  const stop = (name: 'SIGINT' | 'SIGTERM') => (): void => {
    if (received !== undefined) process.exit(name === 'SIGINT' ? EXIT.interrupted : EXIT.terminated);
    received = name;
    controller.abort();
  };
  process.on('SIGINT', stop('SIGINT'));
  process.on('SIGTERM', stop('SIGTERM'));
  return { signal: controller.signal, received: () => received };
}
