import type { Instant } from '../../../model/time.js';
import type { RecordPlace } from '../../format.js';
import type { AuditLine } from './record-line.js';
import type { Fields } from './values.js';

/** A record of an event with the place it stands at. */
export interface PlacedRecord {
  readonly line: AuditLine;
  readonly place: RecordPlace;
}

/** All that the kernel said of one thing that happened: one record, or a system call's with those that belong to it. */
export interface AuditEvent {
  readonly node: string;
  readonly time: Instant;
  /** Time and serial number as printed. */
  readonly id: string;
  /** Never empty. */
  readonly records: readonly PlacedRecord[];
}

/** The record that the event is about: that of its system call, else the first. */
export function mainRecord(event: AuditEvent): PlacedRecord | undefined {
  return event.records.find(({ line }) => line.type === 'SYSCALL') ?? event.records[0];
}

/** The fields of the event's records of a type, in the order they came. */
export function fieldsOfType(event: AuditEvent, type: string): readonly Fields[] {
  return event.records.filter(({ line }) => line.type === type).map(({ line }) => line.fields);
}

/** Where the event stands: all its lines when nothing came between them, else its main record's. */
export function placeOfEvent(event: AuditEvent): RecordPlace | undefined {
  const [first] = event.records;
  const last = event.records.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const byteLength = last.place.byteOffset + last.place.byteLength - first.place.byteOffset;
  const bytes = Buffer.concat(event.records.flatMap(({ place }, at) => (at === 0 ? [place.bytes] : [Buffer.from('\n'), place.bytes])));
  // Of lines with others in between, or with other line ends, this is not what stands there.
  if (bytes.length !== byteLength) return mainRecord(event)?.place;
  return { line: first.place.line, byteOffset: first.place.byteOffset, byteLength, bytes };
}
