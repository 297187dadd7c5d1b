import type { DetectionCase, FileAccess } from '../../model/detection-case.js';
import type { Evidence, Stage } from '../../model/finding.js';
import type { Process } from '../../model/process.js';
import { programName } from '../lineage.js';
import { isDiscovery, isFilter } from '../programs.js';
import { isCommandedByInput, shellKind } from '../shell.js';
import { isPacking } from '../uploads.js';
import { amount, command, contactEvidence, destination, processEvidence } from '../wording.js';
import { type Calls, callsOf } from './calls.js';
import { isFoothold, namesSecret } from './sensitive.js';

/** What a process did for the one who commands it. */
export interface Deed {
  readonly stage: Stage;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  /** `ip:port` of those it called. */
  readonly endpoints: readonly string[];
}

const CALLS_TOLD = 4;
const FILES_TOLD = 3;
const LISTS_FILES = new Set(['ls', 'find', 'stat', 'file', 'du', 'tree', 'test', '[']);
const CLEANUP = new Set(['rm', 'shred', 'unlink', 'truncate', 'wipe', 'srm']);
const PERSISTENCE = new Set(['crontab', 'at', 'useradd', 'adduser', 'usermod', 'chpasswd', 'passwd', 'systemctl', 'update-rc.d']);
const ESCALATION = new Set(['sudo', 'su', 'doas', 'pkexec', 'nsenter', 'unshare', 'chroot', 'mount', 'setcap', 'insmod', 'modprobe']);
const SYSTEM_FILE = /(?:^|\s)\/(?:etc|proc|sys)\//;

/**
 * What a process was for: from its connections and the files it opened first, from its name and arguments where those say nothing.
 * `undefined` for what only passes text on, waits, or starts something else that is told by itself.
 */
export function deedOf(view: DetectionCase, process: Process, channels: ReadonlySet<number>): Deed | undefined {
  const calls = callsOf(view, process, channels);
  const files = view.fileAccessesOf(process.id);
  const [first] = calls;
  if (first !== undefined && first.stage !== 'contact') return called(process, first);
  return byFiles(process, files) ?? (first === undefined ? byName(process) : called(process, first));
}

/**
 * What a shell did without a program: that it started, unless a finding tells so already (`told` has its row), calls that it made and secrets
 * that it read.
 */
export function ownDeeds(view: DetectionCase, shell: Process, channels: ReadonlySet<number>, told: ReadonlySet<number>): readonly Deed[] {
  const isNews = !told.has(shell.id) && isCommandedByInput(shellKind(shell));
  const start = isNews ? byName(shell) : undefined;
  const secret = byFiles(shell, view.fileAccessesOf(shell.id));
  return [start, ...callsOf(view, shell, channels).map((calls) => called(shell, calls)), secret].filter((deed) => deed !== undefined);
}

const CALL_WORDS: Readonly<Record<Calls['stage'], string>> = {
  exfiltration: 'sent data to',
  collection: 'took data from',
  lateral: 'connected to',
  contact: 'connected to',
};

function called(process: Process, { stage, contacts }: Calls): Deed {
  const names = [...new Set(contacts.map(({ connection }) => destination(connection)))];
  const more = names.length > CALLS_TOLD ? ` and ${names.length - CALLS_TOLD} more` : '';
  return {
    stage,
    summary: `${command(process)} ${CALL_WORDS[stage]} ${names.slice(0, CALLS_TOLD).join(', ')}${more}${bytesWords(stage, contacts)}`,
    evidence: [...processEvidence(process), ...contacts.slice(0, CALLS_TOLD).flatMap(contactEvidence)],
    endpoints: contacts.map(({ connection }) => `${connection.remote?.ip}:${connection.remote?.port}`),
  };
}

function bytesWords(stage: Calls['stage'], contacts: Calls['contacts']): string {
  const sum = (bytes: (contact: Calls['contacts'][number]) => number | undefined): number =>
    contacts.reduce((total, contact) => total + (bytes(contact) ?? 0), 0);
  const sent = sum(({ connection }) => connection.bytesSent);
  const received = sum(({ connection }) => connection.bytesReceived);
  if (stage === 'exfiltration' && sent > 0) return `: ${amount(sent)} sent`;
  return received > 0 && stage !== 'lateral' ? `: ${amount(received)} received` : '';
}

function byFiles(process: Process, files: readonly FileAccess[]): Deed | undefined {
  const written = files.filter(({ operation, path }) => operation !== 'open' && operation !== 'read' && isFoothold(path));
  if (written.length > 0) return touched(process, 'persistence', 'wrote', written);
  const read = files.filter(({ path }) => namesSecret(path));
  if (read.length === 0) return undefined;
  return touched(process, LISTS_FILES.has(programName(process)) ? 'discovery' : 'credential', 'opened', read);
}

function touched(process: Process, stage: Stage, verb: string, files: readonly FileAccess[]): Deed {
  const first = [...new Map(files.map((file) => [file.path, file])).values()].slice(0, FILES_TOLD);
  const evidence = first.map(({ path, operation, atUs, evidence: place }) => ({
    ...place,
    ...(atUs === undefined ? {} : { timeUs: atUs }),
    summary: `pid ${process.pid}: ${operation} ${path}`,
  }));
  const paths = first.map(({ path }) => path).join(', ');
  return { stage, summary: `${command(process)} ${verb} ${paths}`, evidence: [...processEvidence(process), ...evidence], endpoints: [] };
}

function byName(process: Process): Deed | undefined {
  const stage = stageByName(process);
  if (stage === undefined) return undefined;
  return { stage, summary: command(process), evidence: processEvidence(process), endpoints: [] };
}

function stageByName(process: Process): Stage | undefined {
  const name = programName(process);
  const words = process.arguments ?? '';
  const kind = shellKind(process);
  if (process.knownFrom === 'fork' || name === '') return undefined;
  if (isCommandedByInput(kind)) return 'shell';
  if (kind === 'command' && process.childCount > 0) return undefined;
  if (isPacking(name, words)) return 'collection';
  if (PERSISTENCE.has(name)) return 'persistence';
  if (ESCALATION.has(name)) return 'escalation';
  if (isDiscovery(name)) return 'discovery';
  if (namesSecret(words) && kind === undefined) return 'credential';
  if (CLEANUP.has(name)) return 'cleanup';
  if (isFilter(name)) return SYSTEM_FILE.test(words) ? 'discovery' : undefined;
  return 'execution';
}
