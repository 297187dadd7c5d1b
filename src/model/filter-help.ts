import type { AddressField, Flag, NumberField, TextField } from './filter.js';

/** One key or flag of the filter grammar, described once for help texts, documentation and completion. */
export interface FilterHelp {
  /** As typed, without the colon. */
  readonly key: string;
  /** Other spellings of the same key. */
  readonly aliases: readonly string[];
  readonly kind: 'text' | 'number' | 'address' | 'time' | 'flag';
  /** One line, for a person. */
  readonly meaning: string;
  /** A whole term that the grammar accepts. */
  readonly example: string;
}

interface TextHelp extends FilterHelp {
  readonly kind: 'text';
  readonly field: TextField;
}
interface NumberHelp extends FilterHelp {
  readonly kind: 'number';
  readonly field: NumberField;
}
interface AddressHelp extends FilterHelp {
  readonly kind: 'address';
  readonly field: AddressField;
}
interface TimeHelp extends FilterHelp {
  readonly kind: 'time';
  readonly field: 'since' | 'until';
}
interface FlagHelp extends FilterHelp {
  readonly kind: 'flag';
  readonly flag: Flag;
}

/** A key of the grammar with the field that it stands for. */
export type FilterKey = TextHelp | NumberHelp | AddressHelp | TimeHelp | FlagHelp;

/** Every key and flag of the grammar, in the order that a person looks for them. */
export const FILTER_HELP: readonly FilterKey[] = [
  text('namespace', ['ns'], 'Kubernetes namespace', 'namespace:tenant-jobs'),
  text('pod', [], 'pod name', 'pod:crawler'),
  text('workload', [], 'Deployment, DaemonSet, … that the pod belongs to', 'workload:crawler'),
  text('container', [], 'container name or id', 'container:62c56f1f798e'),
  text('image', [], 'container image', 'image:*elasticsearch*'),
  text('node', [], 'node name', 'node:kind-worker'),
  text('binary', ['bin'], 'path of the executed file, of any image that the process ran', 'binary:*/curl'),
  text('arguments', ['args', 'arg'], 'arguments, joined by spaces', 'args:"-c id"'),
  text('exec', ['exec-id', 'execid'], 'exec id, of any image that the process ran', 'exec:a2luZC13b3JrZXI6NTc2'),
  text('parent', [], "parent's binary", 'parent:*/node'),
  text('ancestor', [], 'binary of any ancestor', 'ancestor:*/gunicorn'),
  number('pid', [], "pid in the host's namespace", 'pid:1,22931'),
  number('uid', [], 'user id', 'uid:0'),
  address('addr', ['ip', 'address'], 'either end of a connection: address or CIDR block', 'ip:10.0.0.0/24'),
  address('src', ['local'], 'local end: address or CIDR block', 'src:10.244.0.5'),
  address('dst', ['remote'], 'remote end: address or CIDR block', 'dst:10.0.0.0/24'),
  number('port', [], 'port of either end', 'port:8000-9000'),
  text('dns', ['name', 'dns-name'], 'DNS name of the remote end, or a name that was asked for', 'dns:*.example.com'),
  text('protocol', ['proto'], 'tcp, udp, …', 'proto:udp'),
  text('direction', ['dir'], 'outbound, inbound or listen', 'dir:inbound'),
  time('since', 'active at or after this time', 'since:2023-07-26T07:20:00Z'),
  time('until', 'active at or before this time; a date alone means its last instant', 'until:2023-07-26'),
  flag('late', 'started long after its container, and not as a probe or from outside'),
  flag('entered', 'late, and entered the container from outside (kubectl exec, nsenter)'),
  flag('probe', "late, and a kubelet's health probe"),
  flag('main', 'the process that its container was started for'),
  flag('external', 'talked to an address outside the cluster and the private ranges'),
  flag('connected', 'has a connection'),
  flag('finding', 'belongs to a finding'),
  flag('inferred', 'known only from what others say of it'),
  flag('running', 'no exit was seen'),
  flag('exited', 'its exit was seen'),
];

function text(field: TextField, aliases: readonly string[], meaning: string, example: string): TextHelp {
  return { kind: 'text', key: field, field, aliases, meaning, example };
}

function number(field: NumberField, aliases: readonly string[], meaning: string, example: string): NumberHelp {
  return { kind: 'number', key: field, field, aliases, meaning, example };
}

function address(field: AddressField, aliases: readonly string[], meaning: string, example: string): AddressHelp {
  return { kind: 'address', key: field, field, aliases, meaning, example };
}

function time(field: 'since' | 'until', meaning: string, example: string): TimeHelp {
  return { kind: 'time', key: field, field, aliases: [], meaning, example };
}

function flag(name: Flag, meaning: string): FlagHelp {
  return { kind: 'flag', key: name, flag: name, aliases: [], meaning, example: name };
}
