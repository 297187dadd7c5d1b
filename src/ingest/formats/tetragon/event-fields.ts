import { canonicalAddress } from '../../../model/address.js';
import { SOCKET_OPERATIONS } from '../../../model/record.js';
import { textsOf } from '../json-value.js';
import * as slots from './assembly/slots.js';
import { hookName, isInternetFamily, protocolNamed } from './hooks.js';
import { answerCode, recordTypes, withoutTrailingDot } from './network.js';
import { podOf } from './process.js';
import { asAddress, asText, type Field, type Shape, type TextMaker } from './shape.js';

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

const POLICY = { policy_name: text(slots.POLICY) };
/** What names a hook: only an event of one is expected to. */
const HOOK_KEYS = ['function_name', 'subsys', 'event', 'symbol'];

const ADDRESSES = {
  source_ip: text(slots.LOCAL_IP, asAddress),
  source_port: whole(slots.LOCAL_PORT),
  destination_ip: text(slots.REMOTE_IP, asAddress),
  destination_port: whole(slots.REMOTE_PORT),
};

const SOCKET_FIELDS = {
  ...ADDRESSES,
  ip: text(slots.LISTEN_IP, asAddress),
  port: whole(slots.LISTEN_PORT),
  protocol: text(slots.PROTOCOL, asLowerText),
  sock_cookie: { kind: 'cookie', slot: slots.COOKIE },
  destination_names: value(slots.REMOTE_NAMES, asList(dnsNames, false)),
  destination_pod: value(slots.REMOTE_POD, asPod),
} as const;

const SOCKET: Shape = {
  fields: {
    ...POLICY,
    ...SOCKET_FIELDS,
    socket: object(slots.SOCKET, { fields: SOCKET_FIELDS }),
    stats: object(slots.STATS, { fields: { bytes_sent: whole(slots.BYTES_SENT), bytes_received: whole(slots.BYTES_RECEIVED) } }),
  },
  refused: HOOK_KEYS,
};

const DNS: Shape = {
  fields: {
    ...POLICY,
    destination_ip: ADDRESSES.destination_ip,
    destination_port: ADDRESSES.destination_port,
    socket: object(slots.SOCKET, { fields: { destination_ip: ADDRESSES.destination_ip, destination_port: ADDRESSES.destination_port } }),
    dns: object(slots.DNS, {
      fields: {
        names: value(slots.NAMES, asList(dnsNames, true)),
        question_types: value(slots.QUESTION_TYPES, asList(recordTypes, true)),
        qtypes: value(slots.OLD_TYPES, asList(recordTypes, true)),
        rcode: value(slots.RCODE, (json, met) => met.text(answerCode(JSON.parse(json)))),
        ips: value(slots.IPS, asList(answeredIps, false)),
        response: { kind: 'truth', slot: slots.IS_RESPONSE },
      },
    }),
  },
  refused: HOOK_KEYS,
};

function sock(first: number): Field {
  return object(first + slots.SOCK_TOLD, {
    fields: {
      family: text(first + slots.SOCK_IS_INTERNET, (family) => Number(isInternetFamily(family))),
      type: text(first + slots.SOCK_IS_DATAGRAM, (type) => Number(type === 'SOCK_DGRAM')),
      protocol: text(first + slots.SOCK_PROTOCOL, (protocol, met) => (protocol === '' ? 0 : met.text(protocolNamed(protocol)))),
      saddr: text(first + slots.SOCK_SADDR, asAddress),
      sport: whole(first + slots.SOCK_SPORT),
      daddr: text(first + slots.SOCK_DADDR, asAddress),
      dport: whole(first + slots.SOCK_DPORT),
      cookie: { kind: 'cookie', slot: first + slots.SOCK_COOKIE },
    },
  });
}

const HOOK: Shape = {
  fields: {
    ...POLICY,
    function_name: text(slots.FUNCTION_NAME, (name, met) => (name === '' ? 0 : met.text(hookName(name)))),
    args: {
      kind: 'objects',
      slot: slots.ARGS,
      shape: {
        // One size is told, in a type that the policy chose: with two of them, the order decides.
        fields: { sock_arg: sock(slots.ARGUMENT), size_arg: whole(slots.SIZE), int_arg: whole(slots.SIZE), long_arg: whole(slots.SIZE) },
        refused: ['sockaddr_arg'],
      },
    },
    return: object(slots.RETURNED, { fields: { sock_arg: sock(slots.RETURNED_SOCK) } }),
  },
};

const PLAIN: Shape = { fields: POLICY, refused: HOOK_KEYS };

const EXIT: Shape = {
  fields: { ...POLICY, status: whole(slots.STATUS), signal: text(slots.SIGNAL), time: { kind: 'time', slot: slots.EXIT_TIME } },
  refused: HOOK_KEYS,
};

/** Kinds of events that are read by their shape, and what each tells beside its processes. Others are parsed in full. */
export const EVENT_KINDS: Readonly<Record<string, { readonly tells: number; readonly shape: Shape; readonly operation: number }>> = {
  process_exec: { tells: slots.TELLS_NOTHING, shape: PLAIN, operation: -1 },
  process_exit: { tells: slots.TELLS_EXIT, shape: EXIT, operation: -1 },
  process_dns: { tells: slots.TELLS_DNS, shape: DNS, operation: -1 },
  process_kprobe: { tells: slots.TELLS_HOOK, shape: HOOK, operation: -1 },
  process_connect: { tells: slots.TELLS_SOCKET, shape: SOCKET, operation: SOCKET_OPERATIONS.indexOf('connect') },
  process_accept: { tells: slots.TELLS_SOCKET, shape: SOCKET, operation: SOCKET_OPERATIONS.indexOf('accept') },
  process_close: { tells: slots.TELLS_SOCKET, shape: SOCKET, operation: SOCKET_OPERATIONS.indexOf('close') },
  process_listen: { tells: slots.TELLS_SOCKET, shape: SOCKET, operation: SOCKET_OPERATIONS.indexOf('listen') },
  process_sock_stats: { tells: slots.TELLS_SOCKET, shape: SOCKET, operation: SOCKET_OPERATIONS.indexOf('stats') },
};

/** What stands beside an event in its line. */
export const ENVELOPE: Shape = {
  fields: { time: { kind: 'time', slot: slots.TIME }, cluster_name: text(slots.CLUSTER) },
  refused: ['type', 'payload', 'rate_limit_info', 'aggregation_info'],
};
