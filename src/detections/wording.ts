import type { Connection } from '../model/connection.js';
import type { Evidence, RelatedProcess } from '../model/finding.js';
import type { ImageChange, Process, ProcessRef } from '../model/process.js';
import { formatDuration, type TimeUs } from '../model/time.js';
import type { Contact } from './contact.js';

const COMMAND_LENGTH = 80;
const AMOUNTS = ['kB', 'MB', 'GB', 'TB'] as const;

/** `bash -i`: file name and arguments, cut for a line of text. What came from the capture is passed on as it is. */
export function command(image: Pick<ImageChange, 'binary' | 'arguments'>): string {
  const name = image.binary === undefined ? 'a program of unknown name' : image.binary.slice(image.binary.lastIndexOf('/') + 1);
  const text = image.arguments === undefined || image.arguments === '' ? name : `${name} ${image.arguments}`;
  return text.length > COMMAND_LENGTH ? `${text.slice(0, COMMAND_LENGTH - 1)}…` : text;
}

/** `evil.example (203.0.113.9:4444)`: the newest name known, then address and port. */
export function destination(connection: Connection): string {
  const { remote, peer } = connection;
  if (remote === undefined) return 'an unknown address';
  const address = remote.ip.includes(':') ? `[${remote.ip}]:${remote.port}` : `${remote.ip}:${remote.port}`;
  const name = connection.remoteNames.at(-1)?.name ?? peer?.containerName ?? connection.remoteWorkload;
  return name === undefined ? address : `${name} (${address})`;
}

/** `0.4s before`, `at once`: a distance in time for a sentence. */
export function apart(us: number): string {
  return us <= 0 ? 'no time' : formatDuration(us);
}

/** `512 bytes`, `4.1 kB`, `2.0 MB`: an amount of data for a sentence. */
export function amount(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const power = Math.min(AMOUNTS.length, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(1)} ${AMOUNTS[power - 1]}`;
}

/** Evidence of a process's image: its own place, else where its process was first read. Empty when neither is known. */
export function imageEvidence(process: Process, image: ImageChange, summary?: string): readonly Evidence[] {
  const place = image.evidence ?? process.evidence[0];
  if (place === undefined) return [];
  return [
    {
      ...place,
      ...(image.startedAtUs === undefined ? {} : { timeUs: image.startedAtUs }),
      ...(image.startedAtNs === undefined ? {} : { timeNs: image.startedAtNs }),
      summary: summary ?? `${command(image)} started as pid ${process.pid}`,
    },
  ];
}

/** Evidence of a process's newest image. */
export function processEvidence(process: Process, summary?: string): readonly Evidence[] {
  const image = process.images.at(-1);
  return image === undefined ? [] : imageEvidence(process, image, summary);
}

/** Evidence of a connection: where it was first read. */
export function connectionEvidence(connection: Connection, summary: string): readonly Evidence[] {
  const place = connection.evidence[0];
  if (place === undefined) return [];
  return [
    {
      ...place,
      ...(connection.openedAtUs === undefined ? {} : { timeUs: connection.openedAtUs }),
      ...(connection.openedAtNs === undefined ? {} : { timeNs: connection.openedAtNs }),
      summary,
    },
  ];
}

/** Evidence of a call that a process made. */
export function contactEvidence(contact: Contact): readonly Evidence[] {
  const owner = contact.process;
  return connectionEvidence(contact.connection, `pid ${owner.pid} connected to ${destination(contact.connection)}`);
}

/** A process as a finding refers to it. */
export function reference(process: ProcessRef): ProcessRef {
  return {
    id: process.id,
    execId: process.execId,
    pid: process.pid,
    ...(process.binary === undefined ? {} : { binary: process.binary }),
    ...(process.arguments === undefined ? {} : { arguments: process.arguments }),
  };
}

/** A process with the part it played. */
export function related(process: ProcessRef, role: RelatedProcess['role']): RelatedProcess {
  return { ...reference(process), role };
}

/** The earliest and latest of some moments, as a draft states them; nothing when none is known. */
export function span(...times: readonly (TimeUs | undefined)[]): { readonly firstSeenUs?: TimeUs; readonly lastSeenUs?: TimeUs } {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? {} : { firstSeenUs: Math.min(...known), lastSeenUs: Math.max(...known) };
}
