import type { DetectionCase } from '../../model/detection-case.js';
import type { Stage } from '../../model/finding.js';
import type { Process } from '../../model/process.js';
import { type Contact, contactsOf } from '../contact.js';
import { programName } from '../lineage.js';
import { namesUpload } from '../uploads.js';

/** Calls of one process that were for the same thing. */
export interface Calls {
  readonly stage: Extract<Stage, 'lateral' | 'collection' | 'contact' | 'exfiltration'>;
  readonly contacts: readonly Contact[];
}

/** More than this from a neighbour is its data and not an answer. */
const TAKEN_BYTES = 1_000_000;
/** More than this, and more than came back, is data sent away and not a question. */
const SENT_BYTES = 65_536;

/**
 * The process's calls by what they were for, what matters most first: data sent out, data taken from neighbours, neighbours contacted,
 * and the outside contacted otherwise. Calls that a shell is commanded through are left out.
 */
export function callsOf(view: DetectionCase, process: Process, channels: ReadonlySet<number>): readonly Calls[] {
  const contacts = contactsOf(view, process).filter(({ connection }) => !channels.has(connection.id));
  const uploads = namesUpload(programName(process), process.arguments ?? '');
  const stages: readonly Calls['stage'][] = ['exfiltration', 'collection', 'lateral', 'contact'];
  return stages.flatMap((stage) => {
    const own = contacts.filter((contact) => stageOf(contact, uploads) === stage);
    return own.length === 0 ? [] : [{ stage, contacts: own }];
  });
}

function stageOf({ connection, isExternal }: Contact, uploads: boolean): Calls['stage'] {
  const { bytesSent = 0, bytesReceived = 0 } = connection;
  if (!isExternal) return bytesReceived >= TAKEN_BYTES ? 'collection' : 'lateral';
  return uploads || (bytesSent >= SENT_BYTES && bytesSent > bytesReceived) ? 'exfiltration' : 'contact';
}
