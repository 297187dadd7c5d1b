import type { ImageChange } from '../model/process.js';

const PYTHON_MINORS = ['6', '7', '8', '9', '10', '11', '12', '13', '14'];
const versions = (stem: string, list: readonly string[]): readonly string[] => list.map((version) => `${stem}${version}`);

const SHELLS = ['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'ksh93', 'mksh', 'csh', 'tcsh', 'fish', 'rbash'] as const;

/** Binaries that are many programs in one; the first argument names the program. `exe` is busybox running `/proc/self/exe`. */
const MULTI_CALL = ['busybox', 'toybox', 'exe'] as const;

/** File descriptors that a program was executed from: such a program has no file and so no name of its own. */
export const DESCRIPTOR_FILES: readonly string[] = Array.from({ length: 32 }, (_, descriptor) => String(descriptor));

/** File names that a shell's image may carry, for a look-up by name. */
export const SHELL_FILES: readonly string[] = [...SHELLS, ...SHELLS.map((name) => `-${name}`), ...MULTI_CALL, ...DESCRIPTOR_FILES];

/** File names of interpreters that take a program as text, for a look-up by name. */
export const INTERPRETER_FILES: readonly string[] = [
  ...['python', 'python2', 'python2.7', 'python3', 'pypy', 'pypy3', ...versions('python3.', PYTHON_MINORS)],
  ...['perl', ...versions('perl5.', ['30', '32', '34', '36', '38', '40'])],
  ...['ruby', ...versions('ruby2.', ['5', '6', '7']), ...versions('ruby3.', ['0', '1', '2', '3', '4'])],
  ...['php', 'php7', 'php8', ...versions('php7.', ['2', '3', '4']), ...versions('php8.', ['0', '1', '2', '3', '4'])],
  ...['lua', 'luajit', ...versions('lua5.', ['1', '2', '3', '4'])],
  ...['node', 'nodejs', 'deno', 'bun', 'awk', 'gawk', 'mawk', 'nawk', 'original-awk'],
  ...['tclsh', 'tclsh8.6', 'wish', 'expect', 'Rscript', 'julia', 'guile', 'pwsh', 'groovy', 'jshell', 'scala', 'elixir', 'erl', 'irb'],
];

const SHELL_NAMES = new Set<string>(SHELLS);
const MULTI_CALL_NAMES = new Set<string>(MULTI_CALL);
const INTERPRETER_NAMES = new Set(INTERPRETER_FILES);

const NETWORK_TOOLS = new Set(
  'nc nc.traditional nc.openbsd ncat netcat socat socat1 telnet cryptcat sbd pwncat rcat rustcat dbd websocat'.split(' '),
);
const TWO_WAY_CLIENTS = new Set([...NETWORK_TOOLS, 'openssl', 'gnutls-cli', 'stunnel']);
const DOWNLOADERS = new Set('curl wget wget2 fetch lwp-download lwp-request GET aria2c axel ftp tftp'.split(' '));
const FIFO_MAKERS = new Set(['mkfifo', 'mknod']);
const PACKAGE_MANAGERS = new Set('apt apt-get dpkg yum dnf microdnf rpm apk pacman pip pip3 npm yarn gem cargo'.split(' '));
const REMOTE_TOOLS = new Set('ssh scp sftp rsync kubectl psql mysql redis-cli mongo mongosh smbclient nmap masscan'.split(' '));

/** Servers that people log in to: what they start was let in by a login. They are called; they do not call. */
const LOGIN_SERVERS = new Set(
  (
    'sshd sshd-session sshd-auth dropbear login in.telnetd telnetd in.rshd in.rlogind xinetd agetty getty tmux screen zellij mosh-server ' +
    'ttyd gotty wetty code-server jupyter jupyter-lab jupyter-notebook jupyterhub jupyterhub-singleuser'
  ).split(' '),
);

/** Agents that call home so that their owner can open a shell or run a job: the same behaviour as an implant, known by name alone. */
const REMOTE_AGENTS = new Set(
  (
    'gitlab-runner gitlab-runner-helper Runner.Worker Runner.Listener buildkite-agent drone-runner-exec circleci-agent woodpecker-agent ' +
    'ssm-session-worker ssm-agent-worker amazon-ssm-agent teleport tbot tailscaled coder waagent google_guest_agent qemu-ga'
  ).split(' '),
);

/** Agents whose work is to run look-around programs for a monitoring server that calls them. */
const MONITORING_AGENTS = new Set(
  'zabbix_agentd zabbix_agent2 nrpe nsca telegraf collectd netdata monit snmpd munin-node check_mk_agent cmk-agent-ctl agent datadog-agent consul salt-minion puppet osqueryd'.split(
    ' ',
  ),
);

/** Looking around: what a person types first in a place that is new to him. */
const DISCOVERY = new Set(
  'id whoami hostname uname ps w who last env printenv ls pwd find ip ifconfig ss netstat arp route df mount lsblk getent groups capsh lscpu dmesg'.split(
    ' ',
  ),
);

/** Asking who and where one is: what a service knows without asking. */
const IDENTITY = new Set(
  'id whoami hostname uname ps w who last env printenv ip ifconfig ss netstat arp route getent groups capsh'.split(' '),
);

/** Programs that only pass text on or wait: a script that speaks HTTP over a socket runs them on the answer. */
const FILTERS = new Set(
  'cat grep egrep fgrep head tail sed awk gawk mawk tr cut tee wc sort uniq timeout sleep printf echo test [ true false date dd od xxd hexdump base64 rm mkfifo mknod mktemp stdbuf nohup setsid xargs seq expr'.split(
    ' ',
  ),
);

/** Programs that print a whole file. */
const PRINTERS = new Set('cat tac nl head tail more less base64 xxd od hexdump strings'.split(' '));

/** Where anybody may write. */
export const TEMPORARY_FOLDERS: readonly string[] = ['/tmp/', '/dev/shm/', '/var/tmp/', '/run/shm/'];
const DESCRIPTOR_PATH = /^\/(?:dev|proc\/(?:self|\d+))\/fd\/\d+$/;

/** The program an image is: its own name, or the one a multi-call binary plays, with the arguments that are left. */
export interface Program {
  /** File name without folder, without the dash of a login shell. */
  readonly name: string;
  readonly arguments: string;
}

/** The program of an image; `undefined` when its binary is unknown. */
export function programOf(image: Pick<ImageChange, 'binary' | 'arguments'>): Program | undefined {
  if (image.binary === undefined) return undefined;
  const name = fileName(image.binary);
  const rest = image.arguments ?? '';
  if (!MULTI_CALL_NAMES.has(name)) return { name, arguments: rest };
  const applet = /^\s*(\S+)\s*/.exec(rest);
  if (applet?.[1] === undefined) return { name, arguments: rest };
  return { name: fileName(applet[1]), arguments: rest.slice(applet[0].length) };
}

/** The last part of a path without a login shell's dash and without the mark of a deleted file. */
export function fileName(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/^-/, '')
    .replace(/ \(deleted\)$/, '');
}

/** True for an image executed from a file descriptor: a program in memory, without a file. */
export function isMemoryOnly(image: Pick<ImageChange, 'binary'>): boolean {
  const binary = image.binary ?? '';
  return DESCRIPTOR_PATH.test(binary) || binary.startsWith('memfd:') || binary.startsWith('/memfd:');
}

/**
 * True for a program without a file, or with one that lies where anybody may write: nobody installed it. Container runtimes run from
 * memory too (`init` is what runc calls itself there, so that a container can't overwrite it); they are left out.
 */
export function isHomeless(image: Pick<ImageChange, 'binary' | 'arguments'>): boolean {
  if (isMemoryOnly(image)) return !/^\s*(?:init\b|--)/.test(image.arguments ?? '');
  return isInTemporaryFolder(image.binary ?? '');
}

/** True for a path where anybody may write. */
export function isInTemporaryFolder(path: string): boolean {
  return TEMPORARY_FOLDERS.some((folder) => path.startsWith(folder));
}

export const isShellName = (name: string): boolean => SHELL_NAMES.has(name);
export const isInterpreterName = (name: string): boolean => INTERPRETER_NAMES.has(name);
export const isNetworkTool = (name: string): boolean => NETWORK_TOOLS.has(name);
export const isTwoWayClient = (name: string): boolean => TWO_WAY_CLIENTS.has(name);
export const isDownloader = (name: string): boolean => DOWNLOADERS.has(name);
export const isFifoMaker = (name: string): boolean => FIFO_MAKERS.has(name);
export const isPackageManager = (name: string): boolean => PACKAGE_MANAGERS.has(name);
export const isRemoteTool = (name: string): boolean => REMOTE_TOOLS.has(name);
export const isLoginServer = (name: string): boolean => LOGIN_SERVERS.has(name);
export const isRemoteAgent = (name: string): boolean => REMOTE_AGENTS.has(name);
export const isMonitoringAgent = (name: string): boolean => MONITORING_AGENTS.has(name);
export const isDiscovery = (name: string): boolean => DISCOVERY.has(name);
export const isIdentity = (name: string): boolean => IDENTITY.has(name);
export const isPrinter = (name: string): boolean => PRINTERS.has(name);
export const isFilter = (name: string): boolean => FILTERS.has(name);
