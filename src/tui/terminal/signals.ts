/** What the interface does when it is told to end, stop or go on from outside. */
export interface SignalActions {
  /** The terminal is given back; called before the process ends, whatever ends it. */
  leave(): void;
  /** The process was stopped and goes on. */
  goOn(): void;
  /** Something that nobody caught. */
  crash(error: unknown): void;
}

const ENDING: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP', 'SIGINT'];

/** Watches every way out of the process until the returned function is called. */
export function watchSignals(process: NodeJS.Process, actions: SignalActions): () => void {
  const end = (signal: NodeJS.Signals): void => {
    actions.leave();
    // Whoever else listens decides how the process ends; without anybody it ends as the signal would have ended it.
    process.removeListener(signal, end);
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const leave = (): void => actions.leave();
  const goOn = (): void => actions.goOn();
  const crash = (error: unknown): void => actions.crash(error);
  for (const signal of ENDING) process.on(signal, end);
  process.on('SIGCONT', goOn);
  process.on('exit', leave);
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  return () => {
    for (const signal of ENDING) process.removeListener(signal, end);
    process.removeListener('SIGCONT', goOn);
    process.removeListener('exit', leave);
    process.removeListener('uncaughtException', crash);
    process.removeListener('unhandledRejection', crash);
  };
}
