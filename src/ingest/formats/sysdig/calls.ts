import { type Call, type ImageCall, PART, type Told } from './call.js';
import { changed, opened } from './file-calls.js';
import { received, sent } from './io-calls.js';
import { called, changedUser, cloned, executed, exited, movedTo } from './process-calls.js';
import { FIELD } from './row.js';
import { accepted, bound, closed, connected, duplicated, listened, madeSocket } from './socket-calls.js';

/** What a kind of call is read for. */
export interface CallKind {
  /** What its exit tells; for an event without one, the event itself. */
  readonly read: (call: Call) => Told;
  /** True where the enter half tells what the exit of old versions does not. */
  readonly needsEnter: boolean;
  /** True for an event that has no exit half. */
  readonly isWhole: boolean;
}

/** How events are read that make processes, or make them run another program: they tell themselves whose they are. */
export const IMAGE_CALLS: ReadonlyMap<string, (call: ImageCall) => Told> = new Map([
  ['clone', cloned],
  ['clone3', cloned],
  ['fork', cloned],
  ['vfork', cloned],
  ['execve', executed],
  ['execveat', executed],
]);

const KINDS: readonly (readonly [names: string, read: (call: Call) => Told, shape: 'exit' | 'pair' | 'whole'])[] = [
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
  ['switch', switched, 'whole'],
];

/** How each other call that tells something is read, by the name of its event. */
export const CALLS: ReadonlyMap<string, CallKind> = new Map(
  KINDS.flatMap(([names, read, shape]) =>
    names.split(' ').map((name) => [name, { read, needsEnter: shape === 'pair', isWhole: shape === 'whole' }] as const),
  ),
);

const MEMORY = / vm_size=(\d+) vm_rss=(\d+)/;

function switched({ row, info, at, process, capture }: Call): Told {
  const memory = MEMORY.exec(info);
  if (memory !== null) capture.usage.sawMemory(process, at, Number(memory[1]), Number(memory[2]));
  const cpu = row.integer(FIELD['evt.cpu']);
  if (cpu !== undefined && at !== undefined) capture.cpu.switched(cpu, at, row.positive(FIELD['thread.tid']));
  return PART;
}
