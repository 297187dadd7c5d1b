import type { DetectionCase } from '../../../model/detection-case.js';
import type { ImageChange, Process } from '../../../model/process.js';
import { command } from '../../wording.js';
import type { EventSubject } from '../event.js';
import { ACTOR_FIELDS, type ActorFacts, commOf, users } from './actor-fields.js';
import { ACTOR_LIKENESS, type ActorSketch, wordLikeness } from './actor-sketch.js';
import { argumentWords, baseName } from './command-line.js';
import { type EventClassSource, each, type FieldTable, family, one, together } from './event-class.js';
import { ProgramNumbers } from './program-numbers.js';

/** A start before anybody asks for its fields: the image that was started, by its place among those of the process. */
interface StartSketch extends ActorSketch {
  readonly place: number;
}

const ARGUMENTS_NAMED = 64;
const LINUX = 'linux';

/** A program that was started: Sigma's process_creation. Keywords do not look at the parent: its children did not do what it did. */
const PROCESS_CREATION: EventClassSource<ActorFacts, StartSketch> = {
  name: 'process_creation',
  sources: [{ product: LINUX, category: 'process_creation' }],
  table: ACTOR_FIELDS,
  likeness: ACTOR_LIKENESS,
  constants: new Map(),
  keywords: ['Image', 'CommandLine', 'CurrentDirectory', 'User'],
  isNative: true,
  isText: true,
};

/** An event's fields a1, a2, … are asked for one after the other. */
const split = new WeakMap<ImageChange, readonly string[]>();

function wordsOf(image: ImageChange): readonly string[] {
  const known = split.get(image);
  if (known !== undefined) return known;
  const words = argumentWords(image.arguments ?? '');
  split.set(image, words);
  return words;
}

const ARGUMENTS: FieldTable<ActorFacts> = new Map(
  Array.from({ length: ARGUMENTS_NAMED }, (_, place): [string, (facts: ActorFacts) => readonly string[] | undefined] => [
    `a${place}`,
    ({ image }) => (place === 0 ? each([baseName(image.binary ?? ''), image.binary]) : one(wordsOf(image)[place - 1])),
  ]),
);

/** The same as auditd's EXECVE record has it: a word of argv in each field. argv[0] is not in the capture: name or path. */
const EXECVE: EventClassSource<ActorFacts, StartSketch> = {
  name: 'auditd EXECVE',
  sources: [{ product: LINUX, service: 'auditd' }],
  table: new Map<string, (facts: ActorFacts) => readonly string[] | undefined>([
    ...ACTOR_FIELDS,
    ...ARGUMENTS,
    ['argc', ({ image }) => one(wordsOf(image).length + 1)],
    ['type', () => ['EXECVE']],
  ]),
  likeness: new Map([...ACTOR_LIKENESS, ...wordLikeness(ARGUMENTS.keys())]),
  constants: new Map([['type', ['EXECVE']]]),
  keywords: ['Image', 'CommandLine'],
  isNative: false,
  isText: false,
};

/** What auditd's SYSCALL record says of the process that made a call. The audit rule's key is nobody's but auditd's. */
export const SYSCALL_ACTOR: FieldTable<ActorFacts> = new Map<string, (facts: ActorFacts) => readonly string[] | undefined>([
  ...ACTOR_FIELDS,
  ['type', () => ['SYSCALL']],
  ['exe', ({ image }) => one(image.binary)],
  ['comm', ({ image }) => commOf(image)],
  ['pid', ({ process }) => one(process.pid)],
  ['ppid', ({ view, process }) => one(process.parentId === undefined ? undefined : view.process(process.parentId)?.pid)],
  ['uid', ({ process }) => users(process)],
  ['euid', ({ process }) => users(process)],
  ['auid', ({ process }) => one(process.auid)],
]);

/** The call that started the program, as auditd's SYSCALL record has it. Its arguments are addresses in memory: not known. */
const EXECVE_SYSCALL: EventClassSource<ActorFacts, StartSketch> = {
  name: 'auditd SYSCALL of an execve',
  sources: [{ product: LINUX, service: 'auditd' }],
  table: new Map<string, (facts: ActorFacts) => readonly string[] | undefined>([
    ...SYSCALL_ACTOR,
    ['SYSCALL', () => ['execve']],
    ['success', () => ['yes']],
  ]),
  likeness: ACTOR_LIKENESS,
  constants: new Map([
    ['type', ['SYSCALL']],
    ['SYSCALL', ['execve']],
    ['success', ['yes']],
  ]),
  keywords: ['Image'],
  isNative: false,
  isText: false,
};

/** Programs that were started. */
export const PROCESS_EVENTS = family('processes', [PROCESS_CREATION, EXECVE, EXECVE_SYSCALL], { sketches: startedPrograms, facts });

/** The images that were executed: a fork's inherited image never was. */
function* startedPrograms(view: DetectionCase): Generator<StartSketch> {
  const programs = new ProgramNumbers();
  for (const process of view.outlines()) {
    for (const [place, image] of process.images.entries()) {
      if (image.knownFrom === 'fork' || image.binary === undefined) continue;
      const behaviour = together(process.node, process.containerId, programs.of(image));
      yield { view, programs, process, image, place, behaviour, atUs: image.startedAtUs };
    }
  }
}

function facts(view: DetectionCase, { process: { id }, place, atUs }: StartSketch): ActorFacts | undefined {
  const process = view.process(id);
  const image = process?.images[place];
  if (process === undefined || image === undefined) return undefined;
  return { view, process, image, ...(atUs === undefined ? {} : { atUs }), subject: () => startSubject(process, image) };
}

function startSubject(process: Process, image: ImageChange): EventSubject {
  const evidence = image.evidence ?? process.evidence[0];
  return {
    processId: process.id,
    image,
    ...(image.startedAtNs === undefined ? {} : { atNs: image.startedAtNs }),
    ...(evidence === undefined ? {} : { evidence }),
    summary: `${command(image)} started as pid ${process.pid}`,
  };
}
