import type { Connection, Endpoint } from '../../model/connection.js';
import { isStandIn, type Process, type ProcessRef } from '../../model/process.js';
import { formatTime, type TimeUs } from '../../model/time.js';

const USUAL_FOLDERS: ReadonlySet<string> = new Set(['/bin', '/sbin', '/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin']);

/** A program's path for a row: the folder is left out where programs usually are, and kept where one would look twice. */
export function shortBinary(binary: string | undefined): string {
  if (binary === undefined || binary === '') return '?';
  const slash = binary.lastIndexOf('/');
  return slash >= 0 && slash < binary.length - 1 && USUAL_FOLDERS.has(binary.slice(0, slash)) ? binary.slice(slash + 1) : binary;
}

/** What a process is called where one is named in a sentence: program and pid, or that no source saw it. */
export function processName(process: ProcessRef): string {
  return isStandIn(process) ? NOT_SEEN : `${shortBinary(process.binary)} (pid ${process.pid})`;
}

/** As `processName`, within parentheses or a row of words. */
export function processWords(process: ProcessRef): string {
  return isStandIn(process) ? 'process not seen' : `${shortBinary(process.binary)} pid ${process.pid}`;
}

/** As `processName`, where room is short. */
export function shortProcessName(process: ProcessRef): string {
  return isStandIn(process) ? NOT_SEEN : `${shortBinary(process.binary)} (${process.pid})`;
}

/** Stands for what runs in a container or pod of which heartbeats or flows alone tell. */
export const NOT_SEEN = '(process not seen)';

/** A command line with its program as `shortBinary` has it. */
export function shortCommand(command: string): string {
  const space = command.indexOf(' ');
  return space < 0 ? shortBinary(command) : shortBinary(command.slice(0, space)) + command.slice(space);
}

/** An address with its port; a port that is not known is left out. */
export function endpointText(endpoint: Endpoint | undefined): string {
  if (endpoint === undefined) return '?';
  if (endpoint.port === 0) return endpoint.ip;
  return endpoint.ip.includes(':') ? `[${endpoint.ip}]:${endpoint.port}` : `${endpoint.ip}:${endpoint.port}`;
}

/** The remote end's name as it is best known, `undefined` when only its address is. */
export function remoteName(connection: Connection): string | undefined {
  return connection.remoteNames[0]?.name ?? connection.remotePod ?? connection.peer?.pod ?? connection.peer?.containerName;
}

/** A number with separators between thousands: `1,204`. */
export function countText(count: number): string {
  return String(Math.trunc(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A count with its noun: `1 process`, `1,204 processes`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** Bytes for a person, in powers of 1024: `512 B`, `1.5 KiB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** Time of day in UTC to the second: `07:20:05`. */
export function clockText(us: TimeUs): string {
  return formatTime(us).slice(11, 19);
}

/** How a process ended: `exit 0`, `SIGKILL`; `undefined` when no end was seen. */
export function exitText(process: Process): string | undefined {
  if (process.exitedAtUs === undefined && process.exitStatus === undefined && process.exitSignal === undefined) return undefined;
  if (process.exitSignal !== undefined && process.exitSignal !== '') return process.exitSignal;
  return process.exitStatus === undefined ? 'exited' : `exit ${process.exitStatus}`;
}
