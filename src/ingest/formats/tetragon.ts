import { decodeExecId } from '../../model/exec-id.js';
import type { DescriptionRole, EventRecord, ExitFact, ProcessDescription, Reading } from '../../model/record.js';
import type { FormatSample, LineFormat, LineReader } from '../format.js';
import { objectInLine } from './json-line.js';
import { integerOf, type JsonObject, listOf, objectOf, present, textOf, withExactIntegers } from './json-value.js';
import { TetragonColumns } from './tetragon/columns.js';
import { confidence } from './tetragon/confidence.js';
import { hookDescriptor, hookFile, hookName, hookSocket } from './tetragon/hooks.js';
import { dnsOf, enterpriseSocket } from './tetragon/network.js';
import { instantOf, processOf } from './tetragon/process.js';

/** Keys of the envelope that are not the event. *Source:* tetragon.proto, message GetEventsResponse. */
const ENVELOPE = new Set(['node_name', 'time', 'aggregation_info', 'cluster_name', 'node_labels', 'type', 'payload']);
const AGENT_LOG = /^(?:time="?\d{4}-|level=\w+|ts=\d|[IWEF]\d{4} \d\d:\d\d:)/;

const SAMPLES: readonly FormatSample[] = [
  {
    line: '{"process_exec":{"process":{"exec_id":"bm9kZS0xOjEwMDA6NDI=","pid":42,"uid":0,"binary":"/bin/sh","arguments":"-c id","flags":"execve clone","start_time":"2026-01-01T00:00:00.000000001Z","parent_exec_id":"bm9kZS0xOjU6MQ=="}},"node_name":"node-1","time":"2026-01-01T00:00:00.000000001Z"}',
    gives: 'record',
    recordKind: 'process_exec',
  },
  {
    line: '{"time":"2026-01-01T00:00:01Z","node_name":"node-1","type":"process_exit","payload":{"process":{"exec_id":"bm9kZS0xOjEwMDA6NDI=","pid":42},"signal":"SIGKILL"}}',
    gives: 'record',
    recordKind: 'process_exit',
  },
  {
    line: '{"rate_limit_info":{"number_of_dropped_process_events":"42"},"node_name":"node-1","time":"2026-01-01T00:00:02Z"}',
    gives: 'record',
    recordKind: 'rate_limit_info',
  },
  {
    line: '{"stream":"stdout","kubernetes":{"host":"node-1"},"message":"{\\"process_exit\\":{\\"process\\":{\\"exec_id\\":\\"bm9kZS0xOjEwMDA6NDI=\\",\\"pid\\":42}},\\"time\\":\\"2026-01-01T00:00:01Z\\"}"}',
    gives: 'record',
    recordKind: 'process_exit',
  },
  {
    line: '{"case":"one","label":"benign","event":{"process_exit":{"process":{"exec_id":"bm9kZS0xOjEwMDA6NDI=","pid":42}},"time":"2026-01-01T00:00:01Z"}}',
    gives: 'record',
    recordKind: 'process_exit',
  },
  { line: 'level=info msg="Exit probe on"', gives: 'ignored' },
  { line: '', gives: 'ignored' },
  { line: '{"process_exec":{"process":{"exec_id":"bm9kZS0', gives: 'malformed' },
  { line: '[1,2]', gives: 'malformed' },
];

/** Tetragon's JSON export, open source and Enterprise, one event a line. */
export const tetragon: LineFormat = {
  name: 'tetragon',
  title: 'Tetragon JSON export (open source and Isovalent Enterprise)',
  contributes: 'processes, their tree and exits; connections, DNS and file access where policies or Enterprise record them',
  sniff: (lines) => lines.reduce((best, line) => Math.max(best, confidence(line)), 0),
  reader: ({ defaultNode }) => new TetragonReader(defaultNode),
  columns: (hashing) => new TetragonColumns(hashing),
  samples: SAMPLES,
};

/** Reads lines of Tetragon in full. */
class TetragonReader implements LineReader {
  readonly #defaultNode: string;

  constructor(defaultNode: string) {
    this.#defaultNode = defaultNode;
  }

  read(line: Buffer): Reading {
    const text = line.toString('utf8').trim();
    if (text === '') return { kind: 'ignored', reason: 'blank' };
    if (!text.startsWith('{') && AGENT_LOG.test(text)) return { kind: 'ignored', reason: 'agent-log' };
    const parsed = parseObject(text);
    if (typeof parsed === 'string') return { kind: 'malformed', reason: parsed };
    const event = eventOf(parsed);
    if (event === undefined) return { kind: 'malformed', reason: 'JSON without a Tetragon event in it: no process_… object' };
    const node = textOf(parsed.node_name) ?? this.#defaultNode;
    const process = processOf(event.body.process, { role: roleOf(event.kind), node });
    const parent = processOf(event.body.parent, { role: 'parent', node });
    return { kind: 'record', record: recordOf(event, parsed, node, process, parent) };
  }
}

function roleOf(kind: string): DescriptionRole {
  return kind === 'process_exec' ? 'exec' : 'event';
}

function parseObject(text: string): JsonObject | string {
  const event = envelopeIn(objectInLine(text));
  return typeof event !== 'string' && losesDigits(event) ? envelopeIn(objectInLine(withExactIntegers(text))) : event;
}

/** The event as the agent printed it, taken out of what a log shipper or a data set put around it: under one key, as an object or as text. */
function envelopeIn(parsed: JsonObject | string): JsonObject | string {
  if (typeof parsed === 'string' || isEnvelope(parsed)) return parsed;
  for (const key in parsed) {
    const value = parsed[key];
    const inner = typeof value === 'string' && value.startsWith('{') ? parseObject(value) : objectOf(value);
    if (typeof inner === 'object' && isEnvelope(inner)) return { ...outerFields(parsed), ...inner };
  }
  return parsed;
}

/** What a shipper took out of the event, or knows itself. */
function outerFields({ time, node_name, cluster_name }: JsonObject): JsonObject {
  return { ...present('time', textOf(time)), ...present('node_name', textOf(node_name)), ...present('cluster_name', textOf(cluster_name)) };
}

function isEnvelope(parsed: JsonObject): boolean {
  for (const key in parsed) if (key.startsWith('process_') || key === 'rate_limit_info') return objectOf(parsed[key]) !== undefined;
  return false;
}

/** True when a socket's 64-bit id was printed bare, beyond what a number holds exactly. */
function losesDigits(envelope: JsonObject): boolean {
  const body = eventOf(envelope)?.body;
  if (body === undefined) return false;
  const cookies = [
    body.sock_cookie,
    objectOf(body.socket)?.sock_cookie,
    ...[...listOf(body.args), body.return].map((value) => objectOf(objectOf(value)?.sock_arg)?.cookie),
  ];
  return cookies.some((cookie) => typeof cookie === 'number' && !Number.isSafeInteger(cookie));
}

interface EnvelopeEvent {
  readonly kind: string;
  readonly body: JsonObject;
}

/** The event of an envelope: its one key that is not the envelope's own, or the payload of a log shipper's wrapping. */
function eventOf(envelope: JsonObject): EnvelopeEvent | undefined {
  const type = textOf(envelope.type);
  const payload = objectOf(envelope.payload);
  if (type !== undefined && payload !== undefined) return { kind: type, body: objectOf(payload[type]) ?? payload };
  let other: EnvelopeEvent | undefined;
  for (const key in envelope) {
    if (ENVELOPE.has(key)) continue;
    const body = objectOf(envelope[key]);
    if (body === undefined) continue;
    if (key.startsWith('process_')) return { kind: key, body };
    other ??= { kind: key, body };
  }
  return other;
}

function recordOf(
  event: EnvelopeEvent,
  envelope: JsonObject,
  node: string,
  process: ProcessDescription | undefined,
  parent: ProcessDescription | undefined,
): EventRecord {
  const { kind, body } = event;
  const functionName = textOf(body.function_name);
  const hook = functionName === undefined ? undefined : hookName(functionName);
  const dropped = objectOf(envelope.rate_limit_info)?.number_of_dropped_process_events;
  return {
    kind,
    node: process?.node ?? node,
    ...present('time', instantOf(envelope.time)),
    ...present('cluster', textOf(envelope.cluster_name)),
    ...present('process', process),
    ...present('parent', parent),
    ancestors: listOf(body.ancestors).flatMap((ancestor) => processOf(ancestor, { role: 'parent', node }) ?? []),
    ...(kind === 'process_exit' ? { exit: exitOf(body) } : {}),
    ...present('socket', hook === undefined ? enterpriseSocket(kind, body) : hookSocket(hook, body)),
    ...present('dns', kind === 'process_dns' ? dnsOf(body) : undefined),
    ...present('file', hook === undefined ? undefined : hookFile(hook, body)),
    ...present('descriptor', hook === undefined ? undefined : hookDescriptor(hook, body)),
    ...present('functionName', hook ?? tracepointName(body)),
    ...present('policy', textOf(body.policy_name)),
    count: Math.max(1, integerOf(objectOf(envelope.aggregation_info)?.count) ?? 1),
    droppedEvents: integerOf(dropped) ?? 0,
    warnings: warningsOf(event, envelope, process),
  };
}

function exitOf(body: JsonObject): ExitFact {
  return { status: integerOf(body.status) ?? 0, ...present('signal', textOf(body.signal)), ...present('time', instantOf(body.time)) };
}

function tracepointName(body: JsonObject): string | undefined {
  const subsystem = textOf(body.subsys);
  const event = textOf(body.event);
  if (subsystem !== undefined && event !== undefined) return `${subsystem}/${event}`;
  return textOf(body.symbol);
}

function warningsOf(event: EnvelopeEvent, envelope: JsonObject, process: ProcessDescription | undefined): readonly string[] {
  const warnings: string[] = [];
  if (envelope.time !== undefined && envelope.time !== null && instantOf(envelope.time) === undefined)
    warnings.push('its time is not an RFC 3339 time and was left out');
  if (process === undefined && objectOf(event.body.process) !== undefined)
    warnings.push('its process has neither exec id nor pid and start time: it is in no tree');
  const otherPid = process === undefined ? undefined : otherPidNamed(process);
  if (process !== undefined && otherPid !== undefined)
    warnings.push(`exec id names pid ${otherPid}, the event says ${process.pid}: the event's was kept`);
  return warnings;
}

/** Most events carry a process that was read before, which is the same object then. */
const namedPids = new WeakMap<ProcessDescription, number | undefined>();

/** The pid that the exec id names, if it is another than the event's. */
function otherPidNamed(process: ProcessDescription): number | undefined {
  if (!namedPids.has(process)) namedPids.set(process, decodeExecId(process.execId)?.pid);
  const named = namedPids.get(process);
  return named === process.pid ? undefined : named;
}
