import type { EventRecord } from '../../../model/record.js';
import type { Instant } from '../../../model/time.js';
import type { IoFact } from '../../../model/usage.js';
import { recordAt } from './call.js';
import type { TrackedProcess } from './tracked-process.js';

const SECOND_US = 1_000_000;
const KILOBYTE = 1024;
/** One process's files and sockets of one second in one record; a process that touches more gets another: the bound on memory. */
const MOST_THINGS = 512;

/** Bytes that one call moved. */
export interface Move extends Pick<IoFact, 'target' | 'name'> {
  readonly bytes: number;
  readonly isIn: boolean;
}

type MutableIo = { -readonly [Key in keyof IoFact]: IoFact[Key] };

interface Second {
  readonly process: TrackedProcess;
  readonly us: number;
  cpuNs: number | undefined;
  virtualBytes: number | undefined;
  residentBytes: number | undefined;
  readonly io: Map<string, MutableIo>;
}

/** What each process used, second by second, summed up until the next second begins. */
export class UsageSeconds {
  #us = Number.NEGATIVE_INFINITY;
  readonly #seconds = new Map<TrackedProcess, Second>();

  /** Records of the seconds that are over when it is this time. */
  advance(at: Instant | undefined): readonly EventRecord[] {
    if (at === undefined || at.us < this.#us + SECOND_US) return NONE;
    this.#us = startOf(at.us);
    return this.#seconds.size === 0 ? NONE : this.flush();
  }

  /** Records of everything that was summed up. */
  flush(): readonly EventRecord[] {
    const records = [...this.#seconds.values()].flatMap((second) => usageRecord(second) ?? []);
    this.#seconds.clear();
    return records;
  }

  /** Bytes that a call moved; gives back a record when the process has moved through very many things. */
  moved(process: TrackedProcess, at: Instant | undefined, { target, name, bytes, isIn }: Move): readonly EventRecord[] {
    if (at === undefined) return NONE;
    const second = this.#of(process, at);
    let io = second.io.get(name);
    if (io === undefined) {
      io = { target, name, bytesIn: 0, bytesOut: 0, reads: 0, writes: 0 };
      second.io.set(name, io);
    }
    if (isIn) {
      io.bytesIn += bytes;
      io.reads += 1;
    } else {
      io.bytesOut += bytes;
      io.writes += 1;
    }
    return second.io.size < MOST_THINGS ? NONE : this.ended(process);
  }

  /** Sizes that an event told, in kilobytes: the largest of the second counts. */
  sawMemory(process: TrackedProcess, at: Instant | undefined, virtualKb: number | undefined, residentKb: number | undefined): void {
    if (at === undefined || (virtualKb ?? 0) + (residentKb ?? 0) <= 0) return;
    const second = this.#of(process, at);
    second.virtualBytes = Math.max(second.virtualBytes ?? 0, (virtualKb ?? 0) * KILOBYTE);
    second.residentBytes = Math.max(second.residentBytes ?? 0, (residentKb ?? 0) * KILOBYTE);
  }

  /** Time that the process ran on a processor. */
  ran(process: TrackedProcess, at: Instant, ns: number): void {
    const second = this.#of(process, at);
    second.cpuNs = (second.cpuNs ?? 0) + ns;
  }

  /** The last record of a process that ended. */
  ended(process: TrackedProcess): readonly EventRecord[] {
    const second = this.#seconds.get(process);
    this.#seconds.delete(process);
    const record = second === undefined ? undefined : usageRecord(second);
    return record === undefined ? NONE : [record];
  }

  #of(process: TrackedProcess, at: Instant): Second {
    const known = this.#seconds.get(process);
    if (known !== undefined) return known;
    const second: Second = {
      process,
      us: startOf(at.us),
      cpuNs: undefined,
      virtualBytes: undefined,
      residentBytes: undefined,
      io: new Map(),
    };
    this.#seconds.set(process, second);
    return second;
  }
}

const NONE: readonly EventRecord[] = [];

function startOf(us: number): number {
  return Math.floor(us / SECOND_US) * SECOND_US;
}

function usageRecord({ process, us, cpuNs, virtualBytes, residentBytes, io }: Second): EventRecord | undefined {
  if (cpuNs === undefined && virtualBytes === undefined && io.size === 0) return undefined;
  return recordAt(
    { type: 'usage', at: { us, ns: 0 }, process },
    {
      usage: {
        ...(cpuNs === undefined ? {} : { cpuNs }),
        ...(virtualBytes === undefined || virtualBytes === 0 ? {} : { virtualBytes }),
        ...(residentBytes === undefined || residentBytes === 0 ? {} : { residentBytes }),
        io: [...io.values()],
      },
    },
  );
}
