import { type FlowParty, type FlowService, podExecId } from '../../../model/flow.js';
import type { PodDescription, ProcessDescription } from '../../../model/record.js';
import { integerOf, type JsonObject, listOf, objectOf, present, textOf, textsOf } from '../json-value.js';

const RESERVED = 'reserved:';
const CLUSTER_LABEL = 'k8s:io.cilium.k8s.policy.cluster';
/** Labels that the network agent adds to those of the pod. */
const AGENT_LABEL = /^(?:io\.cilium\.|io\.kubernetes\.pod\.namespace$)/;

/** What stands beside an endpoint in a flow. */
export interface EndpointDetails {
  /** Taken for the endpoint's own where it names none. */
  readonly cluster: string | undefined;
  readonly names: unknown;
  readonly service: unknown;
}

/** Who is at an end, and the process that stands for everything in its pod if it is one. */
export interface KnownParty {
  readonly party: FlowParty;
  readonly process?: ProcessDescription;
}

/** Endpoints remembered at a time: pods of a cluster, and what they talk to. */
const REMEMBERED = 10_000;

/** Endpoints of a source. Flows repeat the same few, so each is read once: equal ones are the very same object. */
export class KnownParties {
  readonly #parties = new Map<string, KnownParty>();
  readonly #processes = new Map<string, ProcessDescription>();

  of(endpoint: unknown, details: EndpointDetails): KnownParty {
    const key = JSON.stringify([endpoint, details.cluster, details.names, details.service]);
    const known = this.#parties.get(key);
    if (known !== undefined) return known;
    if (this.#parties.size >= REMEMBERED) this.#parties.clear();
    const party = partyOf(endpoint, details);
    const read = { party, ...present('process', this.#processOf(party)) };
    this.#parties.set(key, read);
    return read;
  }

  #processOf(party: FlowParty): ProcessDescription | undefined {
    const process = podProcess(party);
    if (process === undefined) return undefined;
    const key = JSON.stringify(process);
    const known = this.#processes.get(key) ?? process;
    if (this.#processes.size >= REMEMBERED) this.#processes.clear();
    this.#processes.set(key, known);
    return known;
  }
}

/** *Source:* cilium api/v1/flow/flow.proto, message Endpoint; absent scalars are omitted by protojson. */
function partyOf(value: unknown, { cluster, names, service }: EndpointDetails): FlowParty {
  const endpoint = objectOf(value) ?? {};
  const labels = textsOf(endpoint.labels);
  const reserved = labels.find((label) => label.startsWith(RESERVED))?.slice(RESERVED.length);
  return {
    ...present('cluster', clusterNamed(endpoint) ?? cluster),
    ...present('pod', podOf(endpoint, labels)),
    ...present('service', serviceOf(service)),
    ...present('identity', integerOf(endpoint.identity)),
    ...present('reserved', reserved),
    names: textsOf(names).map(withoutTrailingDot),
    isLocal: (integerOf(endpoint.ID) ?? 0) > 0,
  };
}

/** The cluster that an endpoint names, in a field of its own or, before Cilium 1.9, among its labels. */
export function clusterNamed(endpoint: JsonObject | undefined): string | undefined {
  return textOf(endpoint?.cluster_name) ?? labelValue(textsOf(endpoint?.labels), CLUSTER_LABEL);
}

/** A name as people write it: resolvers print the root's dot. */
export function withoutTrailingDot(name: string): string {
  return name.length > 1 && name.endsWith('.') ? name.slice(0, -1) : name;
}

function podOf(endpoint: JsonObject, labels: readonly string[]): PodDescription | undefined {
  const name = textOf(endpoint.pod_name);
  if (name === undefined) return undefined;
  const workload = objectOf(listOf(endpoint.workloads)[0]);
  const own = podLabels(labels);
  return {
    ...present('namespace', textOf(endpoint.namespace)),
    name,
    ...present('workload', textOf(workload?.name)),
    ...present('workloadKind', textOf(workload?.kind)),
    ...(Object.keys(own).length === 0 ? {} : { labels: own }),
  };
}

function podLabels(labels: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    labels.flatMap((label): readonly (readonly [string, string])[] => {
      const text = label.startsWith('k8s:') ? label.slice('k8s:'.length) : undefined;
      if (text === undefined || AGENT_LABEL.test(text)) return [];
      const [key = '', ...value] = text.split('=');
      return AGENT_LABEL.test(key) ? [] : [[key, value.join('=')]];
    }),
  );
}

function labelValue(labels: readonly string[], key: string): string | undefined {
  return textOf(labels.find((label) => label.startsWith(`${key}=`))?.slice(key.length + 1));
}

function serviceOf(value: unknown): FlowService | undefined {
  const service = objectOf(value);
  const name = textOf(service?.name);
  return name === undefined ? undefined : { name, ...present('namespace', textOf(service?.namespace)) };
}

/**
 * The process that stands for everything in a pod: the network does not say which of its processes it was. Its node is not told here,
 * since a pod's traffic is seen from other nodes as well.
 */
function podProcess(party: FlowParty): ProcessDescription | undefined {
  const execId = podExecId(party);
  return execId === undefined || party.pod === undefined
    ? undefined
    : { role: 'event', execId, node: '', pid: 0, flags: '', pod: party.pod };
}

/** The process that stands for a node itself, where no pod takes part in a flow. */
export function nodeProcess(node: string, cluster: string | undefined): ProcessDescription {
  return { role: 'event', execId: `hubble:${cluster ?? ''}//${node}`, node, pid: 0, flags: '' };
}
