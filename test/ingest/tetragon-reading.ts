import { tetragon } from '../../src/ingest/formats/tetragon.js';
import type { EventRecord, Reading } from '../../src/model/record.js';

/** What a reader that has seen nothing makes of a line. */
export function readingOf(line: string): Reading {
  return tetragon.reader({ defaultNode: 'file-name' }).read(Buffer.from(line));
}

/** The record of a line that must be one. */
export function recordOf(line: string): EventRecord {
  const reading = readingOf(line);
  if (reading.kind !== 'record') throw new Error(`${reading.kind}: ${reading.reason}`);
  return reading.record;
}

/** The record of an event with this body. */
export function recordOfEvent(kind: string, body: object, envelope: object = {}): EventRecord {
  return recordOf(JSON.stringify({ [kind]: body, node_name: 'node-1', time: '2026-01-01T00:00:00Z', ...envelope }));
}

/** A process object of pid 42 that started a microsecond after boot. */
export const PROCESS = { exec_id: 'bm9kZS0xOjEwMDA6NDI=', pid: 42, binary: '/bin/app', start_time: '2026-01-01T00:00:00.000001Z' };
