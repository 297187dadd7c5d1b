import type { Outcome } from '../../../src/ingest/format.js';
import { sysdig } from '../../../src/ingest/formats/sysdig.js';
import type { Line } from '../../../src/ingest/lines.js';
import type { EventRecord } from '../../../src/model/record.js';

/** Nanoseconds since the epoch of a second of the tests' time, as digits: they are more than a number holds. */
export function at(seconds: number, ns = 0): string {
  return `${1_700_000_000 + seconds}${String(ns).padStart(9, '0')}`;
}

/** Fields of an event; times are digits, so that none is lost. */
export type Fields = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

let number = 0;

/** An event as `sysdig -pc -j` prints it, keys in its order. */
export function event(
  type: string,
  info: string,
  { tid = 100, time = at(0), dir = '<', container = 'host', ...more }: EventOptions = {},
): string {
  number += 1;
  const fields: Fields = {
    'container.id': container,
    'evt.cpu': 0,
    'evt.dir': dir,
    'evt.info': info,
    'evt.num': number,
    'evt.outputtime': time,
    'evt.type': type,
    'proc.name': 'sh',
    'thread.tid': tid,
    ...more.fields,
  };
  return JSON.stringify(fields).replace(/"evt.outputtime":"(\d+)"/, '"evt.outputtime":$1');
}

export interface EventOptions {
  readonly tid?: number;
  readonly time?: string;
  readonly dir?: '<' | '>';
  readonly container?: string | null;
  readonly fields?: Fields;
}

/** What the child's side of a clone prints. */
export function cloneInfo(pid: number, parent: number, exe = '/bin/sh', args = ''): string {
  return `res=0 exe=${exe} args=${args} tid=${pid}(sh) pid=${pid}(sh) ptid=${parent}(sh) cwd= fdlimit=1024 pgft_maj=0 pgft_min=1 vm_size=500 vm_rss=4 vm_swap=0 comm=sh cgroups=cpuset=/ flags=0 uid=0 gid=0 vtid=${pid}(sh) vpid=${pid}(sh) `;
}

/** What an exec prints. */
export function execInfo(pid: number, parent: number, exe: string, args = '', env = 'PATH=/bin.'): string {
  return `res=0 exe=${exe} args=${args} tid=${pid}(sh) pid=${pid}(sh) ptid=${parent}(sh) cwd= fdlimit=1024 pgft_maj=0 pgft_min=3 vm_size=504 vm_rss=4 vm_swap=0 comm=sh cgroups=cpuset=/ env=${env} tty=0 pgid=1(sh) loginuid=-1 flags=0 `;
}

/** Reads lines to their end. */
export function outcomesOf(lines: readonly string[]): readonly Outcome[] {
  const reader = sysdig.sourceReader({ defaultNode: 'here' });
  return [...lines.flatMap((text, place) => reader.take(lineOf(text, place + 1))), ...reader.end()];
}

function lineOf(text: string, position: number): Line {
  const bytes = Buffer.from(text);
  return { number: position, byteOffset: 0, byteLength: bytes.length, bytes, isTooLong: false, isTerminated: true };
}

/** The records that lines give, those that sum up parts included. */
export function recordsOf(lines: readonly string[]): readonly EventRecord[] {
  return outcomesOf(lines).flatMap((outcome) => ('record' in outcome ? [outcome.record] : []));
}

/** How many of the outcomes count in the ledger. */
export function countedOf(outcomes: readonly Outcome[]): number {
  return outcomes.filter(({ kind }) => kind !== 'derived').length;
}
