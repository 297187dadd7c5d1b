import { canonicalAddress } from '../../../model/address.js';
import type { HttpFact } from '../../../model/flow.js';
import type { DnsFact, SocketEnd } from '../../../model/record.js';
import { integerOf, type JsonObject, objectOf, present, textOf, textsOf } from '../json-value.js';
import { withoutTrailingDot } from './endpoint.js';

const RCODES: Readonly<Record<number, string>> = { 0: 'NOERROR', 1: 'FORMERR', 2: 'SERVFAIL', 3: 'NXDOMAIN', 4: 'NOTIMP', 5: 'REFUSED' };

/** The DNS message of a flow. A response's source is the server. protojson leaves out an rcode of 0. */
export function dnsOf(l7: JsonObject, source: SocketEnd | undefined, destination: SocketEnd | undefined): DnsFact | undefined {
  const dns = objectOf(l7.dns);
  if (dns === undefined) return undefined;
  const isResponse = isResponseOf(l7);
  const name = textOf(dns.query);
  const rcode = integerOf(dns.rcode) ?? 0;
  return {
    isResponse,
    names: name === undefined ? [] : [withoutTrailingDot(name)],
    types: textsOf(dns.qtypes).map((type) => type.toUpperCase()),
    ...(isResponse ? { rcode: RCODES[rcode] ?? String(rcode) } : {}),
    ips: textsOf(dns.ips).flatMap((ip) => canonicalAddress(ip) ?? []),
    ...present('server', isResponse ? source : destination),
  };
}

/** The HTTP request, or answer, of a flow. An answer repeats what was asked for. */
export function httpOf(l7: JsonObject): HttpFact | undefined {
  const http = objectOf(l7.http);
  if (http === undefined) return undefined;
  const isResponse = isResponseOf(l7);
  return {
    isResponse,
    ...present('method', textOf(http.method)),
    ...present('url', textOf(http.url)),
    ...present('protocol', textOf(http.protocol)),
    ...(isResponse ? present('status', integerOf(http.code)) : {}),
    ...present('latencyNs', integerOf(l7.latency_ns)),
  };
}

function isResponseOf(l7: JsonObject): boolean {
  return textOf(l7.type) === 'RESPONSE';
}
