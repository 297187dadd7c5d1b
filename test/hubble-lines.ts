import { timeAt } from './tetragon-lines.js';

/** A flow as a story tells it. Addresses as `10.0.0.1:80`; ends that are pods as `namespace/pod`, others by their reserved name. */
export interface FlowInStory {
  /** Seconds after boot. */
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly source?: string;
  readonly destination?: string;
  readonly protocol?: 'TCP' | 'UDP';
  readonly flags?: readonly string[];
  readonly isReply?: boolean;
  readonly verdict?: string;
  readonly node?: string;
  /** Further fields of the flow, as they are printed. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** A line of `hubble observe -o jsonpb`. */
export function flowLine(story: FlowInStory): string {
  const { at, from, to, protocol = 'TCP', flags = [], isReply, verdict = 'FORWARDED', node = 'node-1' } = story;
  const [source, destination] = [from, to].map(partsOf);
  const flow = {
    time: timeAt(at),
    verdict,
    IP: { source: source?.ip, destination: destination?.ip, ipVersion: 'IPv4' },
    l4: {
      [protocol]: {
        source_port: source?.port,
        destination_port: destination?.port,
        ...(flags.length === 0 ? {} : { flags: Object.fromEntries(flags.map((flag) => [flag, true])) }),
      },
    },
    source: endOf(story.source),
    destination: endOf(story.destination),
    Type: 'L3_L4',
    node_name: node,
    ...(isReply === undefined ? {} : { is_reply: isReply }),
    ...story.more,
  };
  return JSON.stringify({ flow, node_name: node, time: timeAt(at) });
}

/** The same flow seen from its other end: an answer. */
export function answerTo(story: FlowInStory, at: number, more: Partial<FlowInStory> = {}): FlowInStory {
  const { source, destination, ...rest } = story;
  return {
    ...rest,
    at,
    from: story.to,
    to: story.from,
    isReply: true,
    ...(destination === undefined ? {} : { source: destination }),
    ...(source === undefined ? {} : { destination: source }),
    ...more,
  };
}

function partsOf(address: string): { readonly ip: string; readonly port: number } {
  const colon = address.lastIndexOf(':');
  return { ip: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
}

function endOf(who: string | undefined): object {
  const [namespace, pod] = (who ?? '').split('/');
  if (pod === undefined) return who === undefined ? {} : { identity: 2, labels: [`reserved:${who}`] };
  return { ID: 9, identity: 1000, namespace, pod_name: pod, labels: [`k8s:app=${pod}`] };
}
