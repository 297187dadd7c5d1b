import { type Call, type ImageCall, PART, type Told } from './call.js';
import { changed, opened } from './file-calls.js';
import { received, sent } from './io-calls.js';
import { called, changedUser, cloned, executed, exited, movedTo } from './process-calls.js';
import { accepted, bound, closed, connected, duplicated, listened, madeSocket } from './socket-calls.js';
import { numberAt } from './values.js';

/** What a kind of call is read for. */
export interface CallKind {
  /** What its exit tells; for an event without one, the event itself. */
  readonly read: (call: ImageCall) => Told;
  /** True where the enter half tells what the exit of old versions does not. */
  readonly needsEnter: boolean;
  /** True for an event that has no exit half. */
  readonly isWhole: boolean;
}

type Shape = 'exit' | 'pair' | 'whole';

/** Events that tell themselves whose they are. */
const OF_IMAGES: readonly (readonly [names: string, read: (call: ImageCall) => Told, shape: Shape])[] = [
  ['clone clone3 fork vfork', cloned, 'exit'],
  ['execve execveat', executed, 'pair'],
  ['switch', switched, 'whole'],
];

/** Calls of the process whose thread the event is of. */
const OF_PROCESSES: readonly (readonly [names: string, read: (call: Call) => Told, shape: Shape])[] = [
  ['procexit', exited, 'whole'],
  ['chdir fchdir', movedTo, 'exit'],
  ['setuid setresuid setreuid', changedUser, 'pair'],
  ['setns unshare mount umount umount2 ptrace mknod mknodat chroot pivot_root init_module finit_module', called, 'exit'],
  ['socket', madeSocket, 'pair'],
  ['connect', connected, 'pair'],
  ['accept accept4', accepted, 'exit'],
  ['bind', bound, 'pair'],
  ['listen', listened, 'pair'],
  ['close', closed, 'pair'],
  ['dup dup2 dup3 fcntl', duplicated, 'pair'],
  ['read readv pread pread64 preadv recv recvfrom recvmsg recvmmsg', received, 'pair'],
  ['write writev pwrite pwrite64 pwritev send sendto sendmsg sendmmsg', sent, 'pair'],
  ['open openat openat2 creat', opened, 'exit'],
  ['unlink', changed('delete', 'path'), 'exit'],
  ['unlinkat', changed('delete', 'name'), 'exit'],
  ['rename renameat renameat2', changed('rename', 'newpath'), 'exit'],
  ['chmod fchmodat', changed('chmod', 'filename'), 'exit'],
  ['fchmod', changed('chmod', 'fd'), 'exit'],
];

/** How each call that tells something is read, by the name of its event. */
export const CALLS: ReadonlyMap<string, CallKind> = new Map([
  ...OF_IMAGES.flatMap(([names, read, shape]) => kinds(names, read, shape)),
  ...OF_PROCESSES.flatMap(([names, read, shape]) => kinds(names, ofProcess(read), shape)),
]);

function kinds(names: string, read: CallKind['read'], shape: Shape): readonly (readonly [string, CallKind])[] {
  return names.split(' ').map((name) => [name, { read, needsEnter: shape === 'pair', isWhole: shape === 'whole' }]);
}

function ofProcess(read: (call: Call) => Told): (call: ImageCall) => Told {
  return ({ type, row, info, enter, at, capture }) => {
    const process = capture.processes.ofRow(row, at);
    return process === undefined ? PART : read({ type, row, info, enter, at, capture, process });
  };
}

const MEMORY = / vm_size=(\d{1,15}) vm_rss=(\d{1,15})/;

/** The scheduler put another thread on a processor: the row's own thread ran until now. The idle task is thread 0. */
function switched({ row, info, at, capture }: ImageCall): Told {
  const process = capture.processes.ofRow(row, at);
  const memory = MEMORY.exec(info);
  if (process !== undefined && memory !== null) capture.usage.sawMemory(process, at, Number(memory[1]), Number(memory[2]));
  const cpu = row.integer('evt.cpu');
  const tid = row.integer('thread.tid');
  const to = info.startsWith('next=') ? numberAt(info, 'next='.length) : undefined;
  if (cpu !== undefined && tid !== undefined && to !== undefined && at !== undefined) capture.cpu.switched({ cpu, tid, at }, to, process);
  return PART;
}
