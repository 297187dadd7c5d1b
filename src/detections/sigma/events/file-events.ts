import type { DetectionCase, HookCall, ProcessFileAccess } from '../../../model/detection-case.js';
import type { EventSubject } from '../event.js';
import { ACTOR_FIELDS, type ActorFacts } from './actor-fields.js';
import { type EventClassSource, each, family, one } from './event-class.js';
import { actorAt } from './network-events.js';
import { SYSCALL_ACTOR } from './process-events.js';

interface FileFacts extends ActorFacts {
  readonly access: ProcessFileAccess;
}

type Read<Facts> = (facts: Facts) => readonly string[] | undefined;

const FILE_TABLE = new Map<string, Read<FileFacts>>([
  ...ACTOR_FIELDS,
  ['TargetFilename', ({ access }) => one(access.path)],
  ['operation', ({ access }) => one(access.operation)],
]);

/** A file that was written to: what stands in for its creation, which hooks do not tell apart. */
const FILE_EVENT: EventClassSource<FileFacts, FileFacts> = {
  name: 'file_event',
  sources: [
    { product: 'linux', category: 'file_event' },
    { product: 'linux', category: 'file_change' },
  ],
  table: FILE_TABLE,
  likeness: new Map(),
  constants: new Map(),
  keywords: ['Image', 'TargetFilename'],
  isNative: true,
  isText: true,
  accepts: ({ access }) => isWritten(access),
};

/** A file that was opened, read or written. */
const FILE_ACCESS: EventClassSource<FileFacts, FileFacts> = {
  name: 'file_access',
  sources: [{ product: 'linux', category: 'file_access' }],
  table: FILE_TABLE,
  likeness: new Map(),
  constants: new Map(),
  keywords: ['Image', 'TargetFilename'],
  isNative: false,
  isText: false,
};

/** A file that was removed, and one that was given another name: the new one. */
const FILE_DELETE: EventClassSource<FileFacts, FileFacts> = {
  ...FILE_ACCESS,
  name: 'file_delete',
  sources: [{ product: 'linux', category: 'file_delete' }],
  accepts: ({ access }) => access.operation === 'delete',
};
const FILE_RENAME: EventClassSource<FileFacts, FileFacts> = {
  ...FILE_ACCESS,
  name: 'file_rename',
  sources: [{ product: 'linux', category: 'file_rename' }],
  accepts: ({ access }) => access.operation === 'rename',
};

/** The same as auditd's PATH record has it. A file that is written may have been made then. */
const PATH: EventClassSource<FileFacts, FileFacts> = {
  name: 'auditd PATH',
  sources: [{ product: 'linux', service: 'auditd' }],
  table: new Map<string, Read<FileFacts>>([
    ...FILE_TABLE,
    ['type', () => ['PATH']],
    ['name', ({ access }) => one(access.path)],
    ['nametype', ({ access }) => each(['NORMAL', isWritten(access) ? 'CREATE' : undefined])],
    ['exe', ({ image }) => one(image.binary)],
  ]),
  likeness: new Map(),
  constants: new Map([['type', ['PATH']]]),
  keywords: ['TargetFilename'],
  isNative: false,
  isText: false,
};

function isWritten({ operation }: ProcessFileAccess): boolean {
  return operation === 'write' || operation === 'truncate';
}

/** Files that a policy watches. */
export const FILE_EVENTS = family('files', [FILE_EVENT, FILE_ACCESS, FILE_DELETE, FILE_RENAME, PATH], {
  sketches: fileAccesses,
  facts: (_, facts) => facts,
});

function* fileAccesses(view: DetectionCase): Generator<FileFacts> {
  for (const access of view.allFileAccesses()) {
    const facts = actorAt(view, access.processId, access.atUs);
    if (facts === undefined) continue;
    const { process, image } = facts;
    const subject = (): EventSubject => ({
      processId: process.id,
      image,
      evidence: access.evidence,
      summary: `pid ${process.pid} ${VERB[access.operation]} ${access.path}`,
    });
    yield { ...facts, access, subject };
  }
}

const VERB: Readonly<Record<ProcessFileAccess['operation'], string>> = {
  open: 'opened',
  read: 'read',
  write: 'wrote',
  truncate: 'cut',
  delete: 'removed',
  rename: 'named anew',
  chmod: 'changed the permissions of',
};

interface HookFacts extends ActorFacts {
  readonly call: HookCall;
}

/** A system call that a policy hooks, as auditd's SYSCALL record has it. Its arguments are not kept. */
const HOOKED_SYSCALL: EventClassSource<HookFacts, HookFacts> = {
  name: 'auditd SYSCALL of a hook',
  sources: [{ product: 'linux', service: 'auditd' }],
  table: new Map<string, Read<HookFacts>>([
    ...SYSCALL_ACTOR,
    ['SYSCALL', ({ call }) => one(systemCall(call))],
    ['key', ({ call }) => one(call.auditKey)],
  ]),
  likeness: new Map(),
  constants: new Map([['type', ['SYSCALL']]]),
  keywords: ['Image'],
  isNative: false,
  isText: false,
  accepts: ({ call }) => systemCall(call) !== undefined,
};

/** System calls that a policy hooks. */
export const HOOK_EVENTS = family('hooks', [HOOKED_SYSCALL], { sketches: hookCalls, facts: (_, facts) => facts });

function* hookCalls(view: DetectionCase): Generator<HookFacts> {
  for (const call of view.allHookCalls()) {
    const facts = actorAt(view, call.processId, call.atUs);
    if (facts === undefined) continue;
    const { process, image } = facts;
    const subject = (): EventSubject => ({
      processId: process.id,
      image,
      evidence: call.evidence,
      summary: `pid ${process.pid} called ${call.functionName}`,
    });
    yield { ...facts, call, subject };
  }
}

/** `mknod` for the hook `sys_mknod`; `undefined` for a kernel function that is no system call. */
export function systemCall({ functionName }: Pick<HookCall, 'functionName'>): string | undefined {
  return functionName.startsWith('sys_') ? functionName.slice('sys_'.length) : undefined;
}
