import type { AlertFact } from '../alert.js';
import type { ImageChange, Process } from '../process.js';
import type { TimeUs } from '../time.js';

/** What an alert is compared with: a process with the programs that it ran. */
export interface AlertedProcess extends Pick<Process, 'id' | 'pid' | 'node' | 'startedAtUs' | 'exitedAtUs'> {
  readonly images: readonly AlertedImage[];
}

type AlertedImage = Pick<ImageChange, 'binary' | 'arguments' | 'startedAtUs'>;

/** A process that an alert may be about, with the id of its container. */
export interface AlertCandidate {
  readonly process: AlertedProcess;
  readonly containerId?: string;
}

/** Two agents tell one event within this of each other. */
const SAME_EVENT_US = 1_000_000;
/** What the kernel keeps of a program's name. */
const COMM_LENGTH = 15;
/** Calls that an alert of them begins a program with. */
const BEGINNINGS = new Set(['execve', 'execveat']);

/**
 * The process that an alert is about: in the container that it names, with the pid, program and command line that it names, alive at its time, and
 * begun then when the alert is of an exec. `undefined` when none is, or when several on different machines are.
 */
export function joinAlert(
  alert: AlertFact,
  atUs: TimeUs | undefined,
  node: string,
  candidates: readonly AlertCandidate[],
): AlertedProcess | undefined {
  if (atUs === undefined) return undefined;
  const meant = candidates.filter((candidate) => isAbout(alert, atUs, candidate)).map(({ process }) => process);
  const nodes = new Set(meant.map((process) => process.node));
  const onNode = nodes.size > 1 ? meant.filter((process) => process.node === node) : meant;
  return [...onNode].sort((a, b) => distance(a, atUs) - distance(b, atUs))[0];
}

/** File names of the programs that an alert may mean: what it runs, and what it is called. Names that were cut are left as they are. */
export function programsNamed({ fields }: AlertFact): readonly string[] {
  const words = [fields['proc.exepath'], fields['proc.name'], textField(fields, 'proc.cmdline')?.split(' ', 1)[0], fields['proc.exe']];
  return [...new Set(words.flatMap((word) => (typeof word === 'string' && word !== '' ? [fileName(word)] : [])))];
}

function isAbout(alert: AlertFact, atUs: TimeUs, { process, containerId }: AlertCandidate): boolean {
  if (!isInContainer(alert, containerId) || !isAlive(process, atUs)) return false;
  const pid = numberField(alert.fields, 'proc.pid');
  if (pid !== undefined && pid !== process.pid) return false;
  const images = process.images.filter((image) => isProgram(alert, image));
  const isBeginning = BEGINNINGS.has(textField(alert.fields, 'evt.type') ?? '');
  return images.some((image) => !isBeginning || Math.abs((image.startedAtUs ?? 0) - atUs) <= SAME_EVENT_US);
}

/** Containers are named by twelve characters or all. A process whose container nobody told may be in any. */
function isInContainer({ containerId: named }: AlertFact, own: string | undefined): boolean {
  if (own === undefined || own === '') return true;
  return named !== undefined && (own.startsWith(named) || named.startsWith(own));
}

function isAlive(process: AlertedProcess, atUs: TimeUs): boolean {
  const { startedAtUs = Number.NEGATIVE_INFINITY, exitedAtUs = Number.POSITIVE_INFINITY } = process;
  return startedAtUs - SAME_EVENT_US <= atUs && atUs <= exitedAtUs + SAME_EVENT_US;
}

/** By the whole command line where the alert tells it, else by the program's name: a pid alone may be counted in a container. */
function isProgram(alert: AlertFact, image: AlertedImage): boolean {
  if (image.binary === undefined) return false;
  const name = fileName(image.binary);
  if (!programsNamed(alert).some((named) => named === name || isCutName(named, name))) return false;
  const line = textField(alert.fields, 'proc.cmdline');
  return line === undefined || bare(line.slice(line.split(' ', 1)[0]?.length ?? 0)) === bare(image.arguments ?? '');
}

function isCutName(named: string, name: string): boolean {
  return named.length === COMM_LENGTH && name.startsWith(named);
}

/** A command line without what agents differ in: quotes around words, and more than one space. */
function bare(words: string): string {
  return words.replace(/["']/g, '').replace(/\s+/g, ' ').trim();
}

function distance({ startedAtUs }: AlertedProcess, atUs: TimeUs): number {
  return startedAtUs === undefined ? Number.MAX_SAFE_INTEGER : Math.abs(startedAtUs - atUs);
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function textField(fields: AlertFact['fields'], name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}

function numberField(fields: AlertFact['fields'], name: string): number | undefined {
  const value = fields[name];
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : undefined;
}
