import { ColumnBlock } from '../../model/link/columns.js';
import { closeDatabase, isFailureOfCase, openDatabase } from '../database.js';
import { SOCKET_BYTES, type SocketFactColumns, type SocketLists, socketListsIn, socketStretches } from './socket-columns.js';

/** Fewer are read before another thread has opened the case. */
const LEAST = 10_000;
/** Where in the memory it stands what became of what was asked for, and how many facts there are. Lists begin behind both. */
const [STATE, COUNT] = [0, 1] as const;
const HEAD_BYTES = 8;
const [ASKED, BEING_READ, READ, LEFT] = [0, 1, 2, 3] as const;
/** It takes a tenth of a second. */
const LONGEST_WAIT_MS = 10_000;

/** Socket facts that another thread reads while processes are linked, into memory of both. */
export class SocketsAhead {
  /** To be handed to the thread, which calls `readSocketsAhead`. */
  readonly memory: SharedArrayBuffer;

  private constructor(count: number) {
    this.memory = new SharedArrayBuffer(HEAD_BYTES + ColumnBlock.bytes(count, SOCKET_BYTES));
    headOf(this.memory)[COUNT] = count;
  }

  /** For so many facts; `undefined` where it would be in vain. */
  static for(count: number, { least = LEAST, most }: { readonly least?: number; readonly most: number }): SocketsAhead | undefined {
    return count < least || count > most ? undefined : new SocketsAhead(count);
  }

  /** Waits for the facts. `undefined` where they have to be read here: no thread has begun to, or it could not. To be called once. */
  take(): SocketFactColumns | undefined {
    const head = headOf(this.memory);
    if (Atomics.compareExchange(head, STATE, ASKED, LEFT) === ASKED) return undefined;
    Atomics.wait(head, STATE, BEING_READ, LONGEST_WAIT_MS);
    return Atomics.load(head, STATE) === READ ? { ...listsIn(this.memory), length: head[COUNT] ?? 0 } : undefined;
  }
}

/** Reads the socket facts of the case at a path into this memory, unless who asked for them did not wait. What fails is left to that one. */
export function readSocketsAhead(path: string, memory: SharedArrayBuffer): void {
  const head = headOf(memory);
  if (Atomics.compareExchange(head, STATE, ASKED, BEING_READ) !== ASKED) return;
  let isRead = false;
  try {
    isRead = areAllRead(path, memory);
  } catch (error) {
    if (!isFailureOfCase(error)) throw error;
  } finally {
    Atomics.store(head, STATE, isRead ? READ : LEFT);
    Atomics.notify(head, STATE);
  }
}

function areAllRead(path: string, memory: SharedArrayBuffer): boolean {
  const count = headOf(memory)[COUNT] ?? 0;
  const database = openDatabase(path, 'read');
  try {
    const [first = 0, ...more] = socketStretches(database, listsIn(memory), count);
    return first === count && more.length === 0;
  } finally {
    closeDatabase(database);
  }
}

function headOf(memory: SharedArrayBuffer): Int32Array {
  return new Int32Array(memory, 0, HEAD_BYTES / Int32Array.BYTES_PER_ELEMENT);
}

function listsIn(memory: SharedArrayBuffer): SocketLists {
  return socketListsIn(new ColumnBlock(headOf(memory)[COUNT] ?? 0, memory, HEAD_BYTES));
}
