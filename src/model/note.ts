import type { Connection, Direction, Endpoint } from './connection.js';
import type { Finding } from './finding.js';
import type { ExecId, Process } from './process.js';
import type { TimeUs } from './time.js';

/**
 * What a note is about, by what stays the same when a case is imported or linked anew: exec ids, fingerprints, addresses with a time.
 * Never by a row.
 */
export type NoteSubject =
  | { readonly kind: 'process'; readonly execId: ExecId }
  | ConnectionSubject
  | { readonly kind: 'finding'; readonly findingId: string; readonly execId: ExecId }
  | { readonly kind: 'moment'; readonly atUs: TimeUs };

/** A socket by its owner, its ends and when it was opened. */
export interface ConnectionSubject {
  readonly kind: 'connection';
  readonly execId: ExecId;
  readonly protocol: string;
  readonly direction: Direction;
  readonly local?: Endpoint;
  readonly remote?: Endpoint;
  readonly openedAtUs?: TimeUs;
}

/** Something that a note can be written about, as it was called then. */
export interface NoteTarget {
  readonly subject: NoteSubject;
  /** One line; text of a capture may be in it. */
  readonly label: string;
  /** When it happened; absent when nobody knows. */
  readonly atUs?: TimeUs;
}

/** A note before it is kept. Without text it is a bookmark. */
export interface NoteDraft extends NoteTarget {
  readonly text: string;
}

/** A note that is kept in a case. */
export interface Note extends NoteDraft {
  readonly id: number;
  readonly writtenAtUs: TimeUs;
}

/** A process as something to write about. */
export function processTarget({ execId, binary, arguments: words, pid, startedAtUs }: Process): NoteTarget {
  const command = [binary ?? '?', words ?? ''].join(' ').trim();
  return {
    subject: { kind: 'process', execId },
    label: `${command} (pid ${pid})`,
    ...(startedAtUs !== undefined && { atUs: startedAtUs }),
  };
}

/** A connection as something to write about. */
export function connectionTarget(connection: Connection): NoteTarget {
  const { process, protocol, direction, local, remote, remoteNames, openedAtUs, closedAtUs } = connection;
  const end = direction === 'listen' ? local : remote;
  const name = remoteNames[0] === undefined ? '' : ` ${remoteNames[0].name}`;
  const atUs = openedAtUs ?? closedAtUs;
  return {
    subject: {
      kind: 'connection',
      execId: process.execId,
      protocol,
      direction,
      ...(local !== undefined && { local }),
      ...(remote !== undefined && { remote }),
      ...(openedAtUs !== undefined && { openedAtUs }),
    },
    label: `${process.binary ?? '?'} (pid ${process.pid}) ${direction} ${protocol} ${end === undefined ? '?' : addressText(end)}${name}`,
    ...(atUs !== undefined && { atUs }),
  };
}

/** A finding as something to write about. */
export function findingTarget({ id, title, process, firstSeenUs }: Finding): NoteTarget {
  return {
    subject: { kind: 'finding', findingId: id, execId: process.execId },
    label: title,
    ...(firstSeenUs !== undefined && { atUs: firstSeenUs }),
  };
}

/** A text that two subjects share exactly when they are the same thing. */
export function subjectKey(subject: NoteSubject): string {
  switch (subject.kind) {
    case 'process':
      return `process ${subject.execId}`;
    case 'finding':
      return `finding ${subject.findingId} ${subject.execId}`;
    case 'moment':
      return `moment ${subject.atUs}`;
    case 'connection': {
      const { execId, protocol, direction, local, remote, openedAtUs } = subject;
      const ends = [local, remote].map((end) => (end === undefined ? '-' : addressText(end)));
      return ['connection', execId, protocol, direction, ...ends, openedAtUs ?? '-'].join(' ');
    }
  }
}

/** Notes in the order in which what they are about happened; those of unknown time last. */
export function byTime(notes: readonly Note[]): readonly Note[] {
  const timeOf = ({ atUs }: Note): number => atUs ?? Number.POSITIVE_INFINITY;
  return notes.toSorted((a, b) => (timeOf(a) === timeOf(b) ? a.id - b.id : timeOf(a) - timeOf(b)));
}

function addressText({ ip, port }: Endpoint): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}
