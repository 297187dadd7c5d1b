import { encodeExecId } from '../src/model/exec-id.js';
import { formatTime } from '../src/model/time.js';

/** When every node of these stories booted: times in them are seconds after it. */
export const BOOTED_AT_US = Date.UTC(2026, 0, 1) * 1000;

const NODE = 'node-1';

/** A container as a story names it. */
export interface ContainerInStory {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly pod: string;
  readonly namespace: string;
  /** Seconds after boot; printed with the precision of a second. */
  readonly startedAt?: number;
  readonly image?: string;
  readonly workload?: string;
}

/** A process as a story names it. Optional fields are printed only when they are given. */
export interface Actor {
  readonly pid: number;
  /** Seconds after boot: start of this image. */
  readonly at: number;
  readonly binary: string;
  readonly arguments?: string;
  readonly node?: string;
  /** The process that started it, or an exec id. */
  readonly parent?: Actor | string;
  readonly container?: ContainerInStory;
  /** True: the container is printed as a 31-character id alone, without pod. */
  readonly isPodUnknown?: boolean;
  readonly flags?: string;
  readonly uid?: number;
  readonly inInitTree?: boolean;
  readonly mayBeProbe?: boolean;
  /** Pid inside the container. */
  readonly containerPid?: number;
  /** Takes the place of the encoded id. */
  readonly execId?: string;
  /** Further fields of the process object, as they are printed. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Both ends of a socket: the process's own first. Port and address as `10.0.0.1:80`. */
export interface SocketInStory {
  readonly at: number;
  readonly local?: string;
  readonly remote?: string;
  readonly cookie?: string;
  readonly protocol?: 'TCP' | 'UDP';
  readonly sent?: number;
  readonly received?: number;
  /** Equal events folded into this one. */
  readonly count?: number;
  readonly names?: readonly string[];
  /** Further fields of the event, as they are printed. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** RFC 3339 text of a time given in seconds after boot, to the nanosecond. */
export function timeAt(seconds: number): string {
  const nanos = Math.round(seconds * 1e9);
  return formatTime(BOOTED_AT_US + Math.floor(nanos / 1000), nanos - Math.floor(nanos / 1000) * 1000);
}

/** The exec id Tetragon gives a process of this pid that started this many seconds after boot. */
export function execIdOf({ pid, at, node = NODE, execId }: Pick<Actor, 'pid' | 'at' | 'node' | 'execId'>): string {
  return execId ?? encodeExecId({ node, ktimeNs: BigInt(Math.round(at * 1e9)), pid });
}

/** The id of a parent that the agent did not know: a pid without a start. */
export function unknownParent(pid: number, node = NODE): string {
  return encodeExecId({ node, ktimeNs: 0n, pid });
}

/** The process object of an actor. */
export function processObject(actor: Actor): Record<string, unknown> {
  const { parent, container } = actor;
  return {
    exec_id: execIdOf(actor),
    pid: actor.pid,
    uid: actor.uid ?? 0,
    binary: actor.binary,
    ...(actor.arguments === undefined ? {} : { arguments: actor.arguments }),
    flags: actor.flags ?? 'execve clone',
    start_time: timeAt(actor.at),
    ...(parent === undefined ? {} : { parent_exec_id: typeof parent === 'string' ? parent : execIdOf(parent) }),
    ...(container === undefined ? {} : containerFields(actor, container)),
    ...(actor.inInitTree === undefined ? {} : { in_init_tree: actor.inInitTree }),
    ...actor.more,
  };
}

function containerFields(actor: Actor, container: ContainerInStory): Record<string, unknown> {
  const docker = container.id.slice(0, 31);
  if (actor.isPodUnknown === true) return { docker };
  return {
    docker,
    pod: {
      namespace: container.namespace,
      name: container.pod,
      ...(container.workload === undefined ? {} : { workload: container.workload, workload_kind: 'Deployment' }),
      container: {
        id: `containerd://${container.id}`,
        name: container.name,
        ...(container.image === undefined ? {} : { image: { id: `${container.image}@sha256:00`, name: container.image } }),
        ...(container.startedAt === undefined ? {} : { start_time: timeAt(Math.floor(container.startedAt)) }),
        ...(actor.containerPid === undefined ? {} : { pid: actor.containerPid }),
        ...(actor.mayBeProbe === undefined ? {} : { maybe_exec_probe: actor.mayBeProbe }),
      },
    },
  };
}

/** Any event of a process. The parent object is printed as the agent does. */
export function eventLine(kind: string, actor: Actor, at: number, body: Readonly<Record<string, unknown>> = {}): string {
  const { count, ...rest } = body;
  return JSON.stringify({
    [kind]: {
      process: processObject(actor),
      ...(typeof actor.parent === 'object' ? { parent: processObject(actor.parent) } : {}),
      ...rest,
    },
    node_name: actor.node ?? NODE,
    time: timeAt(at),
    ...(typeof count === 'number' ? { aggregation_info: { count: String(count) } } : {}),
  });
}

/** The actor's own exec event, at its start. */
export function execLine(actor: Actor): string {
  return eventLine('process_exec', actor, actor.at);
}

/** Its exit. A status of 0 and no signal are left out, as protojson does. */
export function exitLine(actor: Actor, at: number, { status = 0, signal }: { status?: number; signal?: string } = {}): string {
  return eventLine('process_exit', actor, at, {
    ...(signal === undefined ? {} : { signal }),
    ...(status === 0 ? {} : { status }),
    time: timeAt(at),
  });
}

/** A kprobe's event with its arguments as they are printed. */
export function kprobeLine(actor: Actor, functionName: string, at: number, args: readonly unknown[], more: object = {}): string {
  return eventLine('process_kprobe', actor, at, { function_name: functionName, args, policy_name: 'story', ...more });
}

/** A socket as an argument of a kprobe. */
export function sockArgument({ local = '0.0.0.0:0', remote = '0.0.0.0:0', cookie, protocol = 'TCP' }: Omit<SocketInStory, 'at'>) {
  const [source, destination] = [endOf(local), endOf(remote)];
  return {
    sock_arg: {
      family: local.includes('::') || remote.includes('::') ? 'AF_INET6' : 'AF_INET',
      type: protocol === 'TCP' ? 'SOCK_STREAM' : 'SOCK_DGRAM',
      protocol: `IPPROTO_${protocol}`,
      saddr: source.ip,
      daddr: destination.ip,
      ...(source.port === 0 ? {} : { sport: source.port }),
      ...(destination.port === 0 ? {} : { dport: destination.port }),
      ...(cookie === undefined ? {} : { cookie }),
    },
  };
}

/** A kprobe on a socket: `tcp_connect`, `tcp_close`, `tcp_sendmsg` (with bytes), `inet_csk_listen_start`. */
export function hookLine(actor: Actor, functionName: string, socket: SocketInStory): string {
  const size = socket.sent === undefined ? [] : [{ int_arg: socket.sent }];
  return kprobeLine(actor, functionName, socket.at, [sockArgument(socket), ...size], {
    ...(socket.count === undefined ? {} : { count: socket.count }),
  });
}

/** An accept as `inet_csk_accept` tells it: the new socket is the return value. */
export function hookAcceptLine(actor: Actor, socket: SocketInStory): string {
  return kprobeLine(actor, 'inet_csk_accept', socket.at, [], { return: sockArgument(socket) });
}

/** An Enterprise event of a socket: flat, but for statistics, which are nested. Accepts are printed remote first. */
export function enterpriseLine(
  kind: 'process_connect' | 'process_accept' | 'process_close' | 'process_sock_stats',
  actor: Actor,
  socket: SocketInStory,
): string {
  const [first, second] = kind === 'process_accept' ? [socket.remote, socket.local] : [socket.local, socket.remote];
  const fields = {
    ...endFields('source', first),
    ...endFields('destination', second),
    ...(socket.cookie === undefined ? {} : { sock_cookie: socket.cookie }),
    ...(socket.names === undefined ? {} : { destination_names: socket.names }),
    protocol: socket.protocol ?? 'TCP',
  };
  const stats =
    socket.sent === undefined ? {} : { stats: { bytes_sent: String(socket.sent), bytes_received: String(socket.received ?? 0) } };
  return eventLine(kind, actor, socket.at, {
    ...(kind === 'process_sock_stats' ? { socket: fields } : fields),
    ...stats,
    ...(socket.count === undefined ? {} : { count: socket.count }),
    ...socket.more,
  });
}

/** An Enterprise listen: one end alone. */
export function enterpriseListenLine(actor: Actor, at: number, local: string, cookie?: string): string {
  const { ip, port } = endOf(local);
  return eventLine('process_listen', actor, at, { ip, port, ...(cookie === undefined ? {} : { sock_cookie: cookie }), protocol: 'TCP' });
}

/** An Enterprise DNS message: a response when it has addresses or a code. */
export function dnsLine(
  actor: Actor,
  at: number,
  { name, ips = [], rcode }: { readonly name: string; readonly ips?: readonly string[]; readonly rcode?: number | string },
): string {
  const isResponse = ips.length > 0 || rcode !== undefined;
  return eventLine('process_dns', actor, at, {
    socket: { source_ip: '10.0.0.9', source_port: 40_000, destination_ip: '10.96.0.10', destination_port: 53, protocol: 'UDP' },
    dns: {
      names: [`${name}.`],
      question_types: [1],
      ...(isResponse ? { response: true } : { query: true }),
      ...(ips.length === 0 ? {} : { ips }),
      ...(rcode === undefined ? {} : { rcode }),
    },
  });
}

function endFields(side: 'source' | 'destination', end: string | undefined): Record<string, unknown> {
  if (end === undefined) return {};
  const { ip, port } = endOf(end);
  return { [`${side}_ip`]: ip, ...(port === 0 ? {} : { [`${side}_port`]: port }) };
}

/** The port stands after the last colon, so that `::1:80` works as in compact lines. */
function endOf(text: string): { ip: string; port: number } {
  const at = text.lastIndexOf(':');
  return { ip: text.slice(0, at), port: Number(text.slice(at + 1)) };
}
