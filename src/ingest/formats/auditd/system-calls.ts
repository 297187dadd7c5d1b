import { argumentValue, decimalValue, type Fields } from './values.js';

/** Numbers of the system calls that are told apart, by architecture. */
interface CallNumbers {
  readonly [number: number]: string;
}

/** *Source:* arch/x86/entry/syscalls/syscall_64.tbl */
const X86_64: CallNumbers = {
  0: 'read',
  1: 'write',
  2: 'open',
  41: 'socket',
  42: 'connect',
  43: 'accept',
  44: 'sendto',
  46: 'sendmsg',
  49: 'bind',
  50: 'listen',
  56: 'clone',
  57: 'fork',
  58: 'vfork',
  59: 'execve',
  60: 'exit',
  62: 'kill',
  76: 'truncate',
  82: 'rename',
  83: 'mkdir',
  85: 'creat',
  86: 'link',
  87: 'unlink',
  88: 'symlink',
  90: 'chmod',
  92: 'chown',
  101: 'ptrace',
  105: 'setuid',
  106: 'setgid',
  117: 'setresuid',
  133: 'mknod',
  155: 'pivot_root',
  161: 'chroot',
  165: 'mount',
  175: 'init_module',
  200: 'tkill',
  231: 'exit_group',
  234: 'tgkill',
  257: 'openat',
  258: 'mkdirat',
  259: 'mknodat',
  263: 'unlinkat',
  264: 'renameat',
  268: 'fchmodat',
  272: 'unshare',
  288: 'accept4',
  308: 'setns',
  313: 'finit_module',
  316: 'renameat2',
  319: 'memfd_create',
  321: 'bpf',
  322: 'execveat',
  435: 'clone3',
  437: 'openat2',
};

/** *Source:* include/uapi/asm-generic/unistd.h: arm64 and riscv64. */
const GENERIC: CallNumbers = {
  33: 'mknodat',
  34: 'mkdirat',
  35: 'unlinkat',
  38: 'renameat',
  40: 'mount',
  41: 'pivot_root',
  45: 'truncate',
  51: 'chroot',
  53: 'fchmodat',
  56: 'openat',
  63: 'read',
  64: 'write',
  93: 'exit',
  94: 'exit_group',
  97: 'unshare',
  105: 'init_module',
  117: 'ptrace',
  129: 'kill',
  130: 'tkill',
  131: 'tgkill',
  144: 'setgid',
  146: 'setuid',
  147: 'setresuid',
  198: 'socket',
  200: 'bind',
  201: 'listen',
  202: 'accept',
  203: 'connect',
  206: 'sendto',
  211: 'sendmsg',
  220: 'clone',
  221: 'execve',
  242: 'accept4',
  268: 'setns',
  273: 'finit_module',
  276: 'renameat2',
  279: 'memfd_create',
  280: 'bpf',
  281: 'execveat',
  435: 'clone3',
  437: 'openat2',
};

/** *Source:* arch/x86/entry/syscalls/syscall_32.tbl */
const I386: CallNumbers = {
  1: 'exit',
  2: 'fork',
  3: 'read',
  4: 'write',
  5: 'open',
  8: 'creat',
  10: 'unlink',
  11: 'execve',
  14: 'mknod',
  15: 'chmod',
  21: 'mount',
  23: 'setuid',
  26: 'ptrace',
  37: 'kill',
  38: 'rename',
  61: 'chroot',
  92: 'truncate',
  102: 'socketcall',
  120: 'clone',
  128: 'init_module',
  190: 'vfork',
  213: 'setuid',
  217: 'pivot_root',
  252: 'exit_group',
  270: 'tgkill',
  295: 'openat',
  301: 'unlinkat',
  310: 'unshare',
  346: 'setns',
  350: 'finit_module',
  356: 'memfd_create',
  357: 'bpf',
  358: 'execveat',
  359: 'socket',
  361: 'bind',
  362: 'connect',
  363: 'listen',
  364: 'accept4',
  369: 'sendto',
  370: 'sendmsg',
  435: 'clone3',
  437: 'openat2',
};

/** *Source:* include/uapi/linux/audit.h: the ELF machine, with bits for 64 bits and byte order. */
const NUMBERS: Readonly<Record<string, CallNumbers>> = { c000003e: X86_64, c00000b7: GENERIC, c00000f3: GENERIC, '40000003': I386 };

/** What 32-bit programs ask for through one call. *Source:* include/uapi/linux/net.h */
const SOCKET_CALLS: CallNumbers = {
  1: 'socket',
  2: 'bind',
  3: 'connect',
  4: 'listen',
  5: 'accept',
  11: 'sendto',
  16: 'sendmsg',
  18: 'accept4',
};

/** The system call that a SYSCALL record reports: by the name that auditd looked up, else by its number on that architecture. */
export function systemCallName(fields: Fields): string | undefined {
  const printed = fields.get('syscall') ?? '';
  const number = decimalValue(printed);
  const looked = fields.get('SYSCALL') ?? (number === undefined ? printed : undefined);
  const name = looked === undefined || looked.startsWith('unknown') ? numberedCall(fields.get('arch'), number) : looked;
  if (name !== 'socketcall') return name === '' ? undefined : name;
  return SOCKET_CALLS[argumentValue(fields.get('a0')) ?? 0] ?? name;
}

function numberedCall(arch: string | undefined, number: number | undefined): string | undefined {
  return number === undefined ? undefined : NUMBERS[arch ?? '']?.[number];
}

/** A call's arguments: where a 32-bit program made it through `socketcall`, they stand in a record of their own. */
export function callArgument(fields: Fields, socketCall: Fields | undefined, at: number): number | undefined {
  return argumentValue((socketCall ?? fields).get(`a${at}`));
}
