import type { Instant } from '../../../model/time.js';
import { type JsonObject, listOf, objectOf, textOf } from '../json-value.js';

/** A row of a payload of processor times. *Source:* osallou/sysdig-analyser, chisel bubblechamber.lua. */
export interface CpuRow {
  readonly name: string;
  readonly pid: number;
  readonly containerPid: number | undefined;
  readonly virtualKb: number | undefined;
  readonly container: string;
  readonly exe: string;
  readonly args: string;
  readonly parentPid: number | undefined;
  readonly ns: number;
}

/** A row of a payload of bytes moved. */
export interface IoRow {
  readonly pid: number;
  readonly containerPid: number | undefined;
  readonly container: string;
  /** Empty for a descriptor that has no name. */
  readonly name: string;
  readonly isIn: boolean;
  readonly bytes: number;
}

/** What the chisel sent of one second. */
export interface Payload {
  readonly kind: 'cpu' | 'fd';
  readonly at: Instant;
  readonly cpu: readonly CpuRow[];
  readonly io: readonly IoRow[];
  /** Rows that make no sense. */
  readonly unread: number;
}

/** The payload in a line, with or without the request that carried it; why not, for a line that holds none. Throws for what is no JSON. */
export function payloadIn(line: string): Payload | string {
  const outer: unknown = JSON.parse(line);
  const request = objectOf(outer);
  const inner: unknown = typeof request?.body === 'string' ? JSON.parse(request.body) : (request?.body ?? request);
  const payload = objectOf(inner);
  if (payload === undefined) return 'JSON, but not an object';
  const at = instantOf(payload);
  if (at === undefined) return "JSON without the chisel's time in it: no ts in nanoseconds";
  const rows = listOf(payload.data).map(listOf);
  if (payload.evt_type === 'cpu') {
    const cpu = rows.flatMap((row) => cpuRow(row) ?? []);
    return { kind: 'cpu', at, cpu, io: [], unread: rows.length - cpu.length };
  }
  if (payload.evt_type !== 'fd') return 'JSON without a payload of the chisel in it: evt_type is neither cpu nor fd';
  const io = rows.flatMap((row) => ioRow(row) ?? []);
  return { kind: 'fd', at, cpu: [], io, unread: rows.length - io.length };
}

function instantOf({ ts }: JsonObject): Instant | undefined {
  if (typeof ts !== 'string' || !/^\d{16,19}$/.test(ts)) return undefined;
  return { us: Number(ts.slice(0, -3)), ns: Number(ts.slice(-3)) };
}

function cpuRow([, name, pid, containerPid, virtualKb, container, exe, args, parentPid, ns]: readonly unknown[]): CpuRow | undefined {
  const hostPid = positive(pid);
  const id = textOf(container);
  const time = whole(ns);
  if (hostPid === undefined || id === undefined || time === undefined) return undefined;
  return {
    name: textOf(name) ?? '',
    pid: hostPid,
    containerPid: positive(containerPid),
    virtualKb: positive(virtualKb),
    container: id,
    exe: textOf(exe) ?? '',
    args: textOf(args) ?? '',
    parentPid: positive(parentPid),
    ns: time,
  };
}

function ioRow([pid, containerPid, container, name, direction, bytes]: readonly unknown[]): IoRow | undefined {
  const hostPid = positive(pid);
  const id = textOf(container);
  const size = whole(bytes);
  if (hostPid === undefined || id === undefined || size === undefined || (direction !== 'in' && direction !== 'out')) return undefined;
  return {
    pid: hostPid,
    containerPid: positive(containerPid),
    container: id,
    name: textOf(name) ?? '',
    isIn: direction === 'in',
    bytes: size,
  };
}

function whole(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

function positive(value: unknown): number | undefined {
  const number = whole(value);
  return number === 0 ? undefined : number;
}
