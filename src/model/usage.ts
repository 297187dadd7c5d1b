/** What was moved in or out of one thing that a process had open. */
export interface IoFact {
  /** `ipc`: unix sockets and pipes. */
  readonly target: 'file' | 'network' | 'ipc';
  /** Path of the file, `local->remote` of the socket. */
  readonly name: string;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly reads: number;
  readonly writes: number;
}

/** What a process, or a container where no process is named, used within the second that the record's time begins. Sizes in bytes. */
export interface UsageFact {
  readonly cpuNs?: number;
  /** The most that was seen. */
  readonly virtualBytes?: number;
  readonly residentBytes?: number;
  readonly io: readonly IoFact[];
}
