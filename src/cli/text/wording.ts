import type { Connection, Endpoint } from '../../model/connection.js';
import {
  type Container,
  executedImages,
  type ImageChange,
  isStandIn,
  type Process,
  type ProcessRef,
  toldPid,
} from '../../model/process.js';
import { formatDuration, formatTime, type TimeUs } from '../../model/time.js';
import type { Glyphs } from '../../tui/drawing/glyphs.js';

/** A time for a person: UTC to the millisecond, without the letters of RFC 3339. Empty when unknown. */
export function whenText(us: TimeUs | undefined): string {
  if (us === undefined) return '';
  const [date, time = ''] = formatTime(us - (((us % 1000) + 1000) % 1000))
    .replace('Z', '')
    .split('T');
  return `${date} ${time.includes('.') ? time : `${time}.000`}`;
}

/** A count for a person: `12,041`. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A count with its noun: `1 process`, `12 processes`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** Bytes for a person: `512 B`, `4.1 kB`, `2.0 MB`. Empty when unknown. */
export function bytesText(bytes: number | undefined): string {
  if (bytes === undefined) return '';
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(1)} ${units[power - 1]}`;
}

/** File name of what a process runs; its pid where that is not known. */
export function programText(process: ProcessRef): string {
  if (isStandIn(process)) return NOT_SEEN;
  return process.binary === undefined ? `pid ${process.pid}` : fileName(process.binary);
}

/** What is said where heartbeats or flows tell of a container or pod, and no source tells of its processes. */
export const NOT_SEEN = '(process not seen)';

/** The pid where it is told, else nothing. */
export function pidText(process: ProcessRef): string {
  return String(toldPid(process) ?? '');
}

/** Binary and arguments in one line. */
export function commandText(process: ProcessRef): string {
  if (isStandIn(process)) return NOT_SEEN;
  const { binary = '?', arguments: words = '' } = process;
  return words === '' ? binary : `${binary} ${words}`;
}

/** What the process ran: `docker-entrypoint.sh ⇒ node server.js` when its image was replaced. */
export function imagesText(process: Process, glyphs: Glyphs): string {
  const earlier = executedImages(process).slice(0, -1).map(imageName);
  const distinct = earlier.filter((name, at) => name !== earlier[at - 1]);
  return [...distinct, commandText(process)].join(` ${glyphs.becomes} `);
}

function imageName(image: ImageChange): string {
  return image.binary === undefined ? '?' : fileName(image.binary);
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1) || path;
}

/** Where a process runs: `namespace/pod › container`, as far as it is known; the host otherwise. */
export function placeText(container: Container | undefined, node: string, glyphs: Glyphs): string {
  if (container === undefined) return node === '' ? 'host' : node;
  const pod = [container.namespace, container.pod].filter((part) => part !== undefined).join('/');
  const name = container.name ?? container.containerId.slice(0, 12);
  return pod === '' ? name : `${pod} ${glyphs.path} ${name}`;
}

/** Where the owner of a connection or DNS message runs. */
export function ownerPlaceText(
  owner: { readonly node: string; readonly namespace?: string; readonly pod?: string; readonly containerName?: string },
  glyphs: Glyphs,
): string {
  const pod = [owner.namespace, owner.pod].filter((part) => part !== undefined).join('/');
  const parts = [pod, owner.containerName ?? ''].filter((part) => part !== '');
  return parts.length === 0 ? owner.node || 'host' : parts.join(` ${glyphs.path} `);
}

/** How late a process began, with the sign of its kind: `⏱ +5m12s`, `⇥ entered +5m12s`. Empty when it was not. */
export function lateText(process: Process, glyphs: Glyphs): string {
  if (process.late === undefined || process.lateSeconds === undefined) return '';
  return `${glyphs[process.late]}+${formatDuration(process.lateSeconds * 1_000_000)}`;
}

/** An address and its port: `10.0.0.7:9200`, `[::1]:80`, `10.0.0.7`. */
export function endpointText(endpoint: Endpoint | undefined): string {
  if (endpoint === undefined) return '';
  const ip = endpoint.ip.includes(':') ? `[${endpoint.ip}]` : endpoint.ip;
  return endpoint.port === 0 ? endpoint.ip : `${ip}:${endpoint.port}`;
}

/** The other end: its name, its pod, its address. */
export function remoteText(connection: Connection): string {
  const names = connection.remoteNames.map((name) => name.name);
  const pod = connection.remotePod === undefined ? undefined : [connection.remoteNamespace, connection.remotePod].filter(Boolean).join('/');
  const known = [...new Set([...names.slice(0, 1), ...(pod === undefined ? [] : [pod])])];
  const address = endpointText(connection.remote);
  return known.length === 0 ? address : `${address} (${known.join(', ')})`;
}

/** A connection in one piece: `→ 203.0.113.9:4444 (c2.example.com)`. */
export function connectionText(connection: Connection, glyphs: Glyphs): string {
  const end = connection.direction === 'listen' ? endpointText(connection.local) : remoteText(connection);
  return `${glyphs[connection.direction]} ${end}`;
}

/** What the network saw of a connection: that it was dropped and why, and the first request. Empty where it was not watched. */
export function networkText({ verdict, dropReason, requests = [] }: Connection): string {
  const stopped = verdict === undefined || verdict === 'forwarded' ? [] : [[verdict, dropReason ?? ''].join(' ').trim()];
  const [first] = requests;
  const asked = first?.url === undefined ? [] : [[first.method ?? '', first.url, first.status ?? ''].join(' ').trim()];
  const total = requests.reduce((sum, { count }) => sum + count, 0);
  const more = total > 1 ? [`${counted(total, 'request')} in all`] : [];
  return [...stopped, ...asked, ...more].join(', ');
}
