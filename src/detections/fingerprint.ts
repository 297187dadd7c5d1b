import type { Connection } from '../model/connection.js';
import type { Container, Process } from '../model/process.js';
import { destinationClass } from './contact.js';
import { textHash } from './text-hash.js';

const SHAPE_LENGTH = 200;

/** What a behaviour is named by. */
export interface Behaviour {
  readonly process: Pick<Process, 'node' | 'binary' | 'arguments'>;
  readonly connections: readonly Connection[];
}

/**
 * The name of a behaviour: rule, workload or container name, binary, shape of the arguments and class of the destination. The same across
 * runs, pids, pod renames and the addresses of a workload's pods; another network outside the cluster is another behaviour.
 */
export function fingerprint(ruleId: string, { process, connections: [connection] }: Behaviour, container: Container | undefined): string {
  const parts = [
    ruleId,
    placeName(process, container),
    process.binary ?? '',
    argumentShape(process.arguments ?? ''),
    connection === undefined ? '' : destinationClass(connection),
  ];
  return textHash(parts.join('\u0000'));
}

function placeName(process: Behaviour['process'], container: Container | undefined): string {
  if (container === undefined) return `host:${process.node}`;
  return [container.workload ?? container.namespace ?? '', container.name ?? container.image ?? ''].join('/');
}

/** Arguments with what changes from run to run replaced: addresses, long codes, numbers. */
export function argumentShape(text: string): string {
  return text
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '<address>')
    .replace(/\b[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}\b/gi, '<address>')
    .replace(/[A-Za-z0-9+/=_-]{24,}/g, '<code>')
    .replace(/\b[0-9a-f]{8,}\b/gi, '<code>')
    .replace(/\d+/g, '<n>')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, SHAPE_LENGTH);
}
