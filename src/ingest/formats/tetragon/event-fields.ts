import { canonicalAddress } from '../../../model/address.js';
import { SOCKET_OPERATIONS } from '../../../model/record.js';
import { textsOf } from '../json-value.js';
import { hookName, isInternetFamily, protocolNamed } from './hooks.js';
import { answerCode, recordTypes, withoutTrailingDot } from './network.js';
import { podOf } from './process.js';
import { asAddress, asText, type Field, type Shape, type TextMaker } from './shape.js';

/** Where values of events are put while one is read. */
export const SLOTS = {
  time: 0,
  exitTime: 1,
  status: 2,
  signal: 3,
  localIp: 4,
  localPort: 5,
  remoteIp: 6,
  remotePort: 7,
  remoteNames: 8,
  remotePod: 9,
  cookie: 10,
  protocol: 11,
  listenIp: 12,
  listenPort: 13,
  socket: 14,
  stats: 15,
  bytesSent: 16,
  bytesReceived: 17,
  dns: 18,
  names: 19,
  questionTypes: 20,
  oldTypes: 21,
  rcode: 22,
  ips: 23,
  isResponse: 24,
  functionName: 25,
  policy: 26,
  args: 27,
  returned: 28,
  size: 29,
  cluster: 39,
  argument: 30,
  returnedSock: 40,
} as const;
/** How many slots there are, those of a returned socket among them. */
export const SLOT_COUNT = 50;

/** Slots of a kernel socket, counted from where it begins. */
export const SOCK = { told: 0, isInternet: 1, isDatagram: 2, protocol: 3, saddr: 4, sport: 5, daddr: 6, dport: 7, cookie: 8 } as const;

const asLowerText: TextMaker = (text, met) => (text === '' ? 0 : met.text(text.toLowerCase()));

/** A list as JSON; 0 where an empty one says nothing. */
function asList(items: (value: unknown) => readonly string[], isEmptyTold: boolean): TextMaker {
  return (json, met) => {
    const list = items(JSON.parse(json));
    return list.length === 0 && !isEmptyTold ? 0 : met.text(JSON.stringify(list));
  };
}

const dnsNames = (value: unknown) => textsOf(value).map(withoutTrailingDot);
const answeredIps = (value: unknown) => textsOf(value).flatMap((ip) => canonical(ip));
const asPod: TextMaker = (json, met) => {
  const pod = podOf(JSON.parse(json));
  return pod === undefined ? 0 : met.pod(pod);
};

function canonical(ip: string): readonly string[] {
  const address = canonicalAddress(ip);
  return address === undefined ? [] : [address];
}

const whole = (slot: number): Field => ({ kind: 'whole', slot });
const text = (slot: number, make: TextMaker = asText): Field => ({ kind: 'text', slot, make });
const value = (slot: number, make: TextMaker): Field => ({ kind: 'value', slot, make });
const object = (slot: number, shape: Shape): Field => ({ kind: 'object', slot, shape });

const POLICY = { policy_name: text(SLOTS.policy) };
/** What names a hook: only an event of one is expected to. */
const HOOK_KEYS = ['function_name', 'subsys', 'event', 'symbol'];

const ADDRESSES = {
  source_ip: text(SLOTS.localIp, asAddress),
  source_port: whole(SLOTS.localPort),
  destination_ip: text(SLOTS.remoteIp, asAddress),
  destination_port: whole(SLOTS.remotePort),
};

const SOCKET_FIELDS = {
  ...ADDRESSES,
  ip: text(SLOTS.listenIp, asAddress),
  port: whole(SLOTS.listenPort),
  protocol: text(SLOTS.protocol, asLowerText),
  sock_cookie: { kind: 'cookie', slot: SLOTS.cookie },
  destination_names: value(SLOTS.remoteNames, asList(dnsNames, false)),
  destination_pod: value(SLOTS.remotePod, asPod),
} as const;

const SOCKET: Shape = {
  fields: {
    ...POLICY,
    ...SOCKET_FIELDS,
    socket: object(SLOTS.socket, { fields: SOCKET_FIELDS }),
    stats: object(SLOTS.stats, { fields: { bytes_sent: whole(SLOTS.bytesSent), bytes_received: whole(SLOTS.bytesReceived) } }),
  },
  refused: HOOK_KEYS,
};

const DNS: Shape = {
  fields: {
    ...POLICY,
    destination_ip: ADDRESSES.destination_ip,
    destination_port: ADDRESSES.destination_port,
    socket: object(SLOTS.socket, { fields: { destination_ip: ADDRESSES.destination_ip, destination_port: ADDRESSES.destination_port } }),
    dns: object(SLOTS.dns, {
      fields: {
        names: value(SLOTS.names, asList(dnsNames, true)),
        question_types: value(SLOTS.questionTypes, asList(recordTypes, true)),
        qtypes: value(SLOTS.oldTypes, asList(recordTypes, true)),
        rcode: value(SLOTS.rcode, (json, met) => met.text(answerCode(JSON.parse(json)))),
        ips: value(SLOTS.ips, asList(answeredIps, false)),
        response: { kind: 'truth', slot: SLOTS.isResponse },
      },
    }),
  },
  refused: HOOK_KEYS,
};

function sock(first: number): Field {
  return object(first + SOCK.told, {
    fields: {
      family: text(first + SOCK.isInternet, (family) => Number(isInternetFamily(family))),
      type: text(first + SOCK.isDatagram, (type) => Number(type === 'SOCK_DGRAM')),
      protocol: text(first + SOCK.protocol, (protocol, met) => (protocol === '' ? 0 : met.text(protocolNamed(protocol)))),
      saddr: text(first + SOCK.saddr, asAddress),
      sport: whole(first + SOCK.sport),
      daddr: text(first + SOCK.daddr, asAddress),
      dport: whole(first + SOCK.dport),
      cookie: { kind: 'cookie', slot: first + SOCK.cookie },
    },
  });
}

const HOOK: Shape = {
  fields: {
    ...POLICY,
    function_name: text(SLOTS.functionName, (name, met) => (name === '' ? 0 : met.text(hookName(name)))),
    args: {
      kind: 'objects',
      slot: SLOTS.args,
      shape: {
        // One size is told, in a type that the policy chose: with two of them, the order decides.
        fields: { sock_arg: sock(SLOTS.argument), size_arg: whole(SLOTS.size), int_arg: whole(SLOTS.size), long_arg: whole(SLOTS.size) },
        refused: ['sockaddr_arg'],
      },
    },
    return: object(SLOTS.returned, { fields: { sock_arg: sock(SLOTS.returnedSock) } }),
  },
};

const PLAIN: Shape = { fields: POLICY, refused: HOOK_KEYS };

const EXIT: Shape = {
  fields: { ...POLICY, status: whole(SLOTS.status), signal: text(SLOTS.signal), time: { kind: 'time', slot: SLOTS.exitTime } },
  refused: HOOK_KEYS,
};

/** What an event of a kind tells beside its processes. */
export type Telling = 'nothing' | 'exit' | 'dns' | 'hook' | 'socket';

/** Kinds of events that are read by their shape. Others are parsed in full. */
export const EVENT_KINDS: Readonly<Record<string, { readonly tells: Telling; readonly shape: Shape; readonly operation: number }>> = {
  process_exec: { tells: 'nothing', shape: PLAIN, operation: -1 },
  process_exit: { tells: 'exit', shape: EXIT, operation: -1 },
  process_dns: { tells: 'dns', shape: DNS, operation: -1 },
  process_kprobe: { tells: 'hook', shape: HOOK, operation: -1 },
  process_connect: { tells: 'socket', shape: SOCKET, operation: SOCKET_OPERATIONS.indexOf('connect') },
  process_accept: { tells: 'socket', shape: SOCKET, operation: SOCKET_OPERATIONS.indexOf('accept') },
  process_close: { tells: 'socket', shape: SOCKET, operation: SOCKET_OPERATIONS.indexOf('close') },
  process_listen: { tells: 'socket', shape: SOCKET, operation: SOCKET_OPERATIONS.indexOf('listen') },
  process_sock_stats: { tells: 'socket', shape: SOCKET, operation: SOCKET_OPERATIONS.indexOf('stats') },
};

/** What stands beside an event in its line. */
export const ENVELOPE: Shape = {
  fields: { time: { kind: 'time', slot: SLOTS.time }, cluster_name: text(SLOTS.cluster) },
  refused: ['type', 'payload', 'rate_limit_info', 'aggregation_info'],
};
