import type { EventRecord, Reading } from '../../model/record.js';
import { parseTime } from '../../model/time.js';
import type { FormatSample, LineFormat } from '../format.js';
import { KnownParties } from './hubble/endpoint.js';
import { type FlowPlace, flowRecord, isBareFlow } from './hubble/flow.js';
import { objectInLine } from './json-line.js';
import { integerOf, type JsonObject, objectOf, present, textOf } from './json-value.js';

/** What else stands where a flow does. *Source:* cilium api/v1/observer/observer.proto, message GetFlowsResponse; the exporter's events. */
const MARKERS = ['lost_events', 'node_status', 'agent_event', 'debug_event'] as const;

const SAMPLES: readonly FormatSample[] = [
  {
    line: '{"flow":{"time":"2026-01-01T00:00:00.000000001Z","verdict":"FORWARDED","IP":{"source":"10.0.0.5","destination":"10.0.1.9","ipVersion":"IPv4"},"l4":{"TCP":{"source_port":41000,"destination_port":8080,"flags":{"SYN":true}}},"source":{"ID":7,"identity":1001,"namespace":"shop","labels":["k8s:app=web"],"pod_name":"web-0"},"destination":{"identity":1002,"namespace":"shop","labels":["k8s:app=api"],"pod_name":"api-0"},"Type":"L3_L4","is_reply":false,"traffic_direction":"EGRESS","Summary":"TCP Flags: SYN"},"node_name":"node-1","time":"2026-01-01T00:00:00.000000001Z"}',
    gives: 'record',
    recordKind: 'flow',
  },
  {
    line: '{"time":"2026-01-01T00:00:01Z","verdict":"FORWARDED","IP":{"source":"10.0.0.2","destination":"10.0.0.5"},"l4":{"UDP":{"source_port":53,"destination_port":41001}},"Type":"L7","node_name":"node-1","l7":{"type":"RESPONSE","dns":{"query":"api.shop.svc.cluster.local.","ips":["10.0.1.9"],"qtypes":["A"]}},"is_reply":{"value":true}}',
    gives: 'record',
    recordKind: 'flow.l7.dns',
  },
  {
    line: '{"lost_events":{"source":"HUBBLE_RING_BUFFER","num_events_lost":"12"},"node_name":"node-1","time":"2026-01-01T00:00:02Z"}',
    gives: 'record',
    recordKind: 'lost_events',
  },
  {
    line: '{"node_status":{"state_change":"NODE_CONNECTED","node_names":["node-1"]},"node_name":"node-1","time":"2026-01-01T00:00:00Z"}',
    gives: 'record',
    recordKind: 'node_status',
  },
  { line: '', gives: 'ignored' },
  { line: '{"flow":{"time":"2026-01-01T00:00:00Z","verdict":"FORW', gives: 'malformed' },
  { line: '{"node_name":"node-1"}', gives: 'malformed' },
];

/** Flows that Cilium's Hubble observed: `hubble observe -o jsonpb`, its older `-o json`, and the agent's exporter. */
export const hubble: LineFormat = {
  name: 'hubble',
  title: 'Hubble flows (hubble observe -o jsonpb, or json)',
  contributes: 'connections between pods with verdicts, DNS answers and HTTP requests; no processes',
  sniff: (lines) => lines.reduce((best, line) => Math.max(best, confidence(line)), 0),
  reader: ({ defaultNode }) => {
    const parties = new KnownParties();
    return { read: (line) => reading(line.toString('utf8').trim(), defaultNode, parties) };
  },
  samples: SAMPLES,
};

const WRAPPED = /"flow"\s*:\s*\{\s*"/;
const BARE = /"(?:IP|l4|Type|event_type|traffic_direction)"\s*:/;
const MARKED =
  /"(?:lost_events"\s*:\s*\{[^}]*"num_events_lost|node_status"\s*:\s*\{[^}]*"state_change|agent_event"\s*:\s*\{|debug_event"\s*:\s*\{)/;

function confidence(line: string): number {
  if (!line.trimStart().startsWith('{')) return 0;
  if (MARKED.test(line)) return 0.9;
  if (WRAPPED.test(line)) return BARE.test(line) || line.includes('"verdict"') ? 1 : 0;
  return /"verdict"\s*:\s*"[A-Z_]+"/.test(line) && BARE.test(line) ? 0.9 : 0;
}

function reading(text: string, defaultNode: string, parties: KnownParties): Reading {
  if (text === '') return { kind: 'ignored', reason: 'blank' };
  const parsed = objectInLine(text);
  if (typeof parsed === 'string') return { kind: 'malformed', reason: parsed };
  const flow = objectOf(parsed.flow) ?? (isBareFlow(parsed) ? parsed : undefined);
  if (flow !== undefined) return { kind: 'record', record: flowRecord(flow, placeOf(parsed, flow, defaultNode), parties) };
  const marker = MARKERS.find((kind) => objectOf(parsed[kind]) !== undefined);
  if (marker === undefined) return { kind: 'malformed', reason: 'JSON without a Hubble event in it: no flow' };
  return { kind: 'record', record: markerRecord(marker, parsed, placeOf(parsed, {}, defaultNode)) };
}

/** A relay names nodes together with their cluster: `cluster/node`. */
function placeOf(envelope: JsonObject, flow: JsonObject, defaultNode: string): FlowPlace {
  const named = textOf(envelope.node_name) ?? textOf(flow.node_name) ?? defaultNode;
  const slash = named.lastIndexOf('/');
  const time = textOf(envelope.time);
  return {
    node: named.slice(slash + 1),
    ...(slash > 0 ? { cluster: named.slice(0, slash) } : {}),
    ...present('time', time === undefined ? undefined : parseTime(time)),
  };
}

function markerRecord(kind: string, envelope: JsonObject, { node, cluster, time }: FlowPlace): EventRecord {
  const lost = objectOf(envelope.lost_events)?.num_events_lost;
  return {
    kind,
    ...present('time', time),
    node,
    ...present('cluster', cluster),
    ancestors: [],
    count: 1,
    droppedEvents: Math.max(0, integerOf(lost) ?? 0),
    warnings: [],
  };
}
