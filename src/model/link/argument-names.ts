import { canonicalAddress } from '../address.js';

const HOST = '[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(?:\\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?){0,10}';
// Each alternative is anchored by a literal or a digit run, so that matching stays linear in the text.
const URL_HOST = new RegExp(
  `\\b(https?|wss?|ftp|rediss?|postgres(?:ql)?|amqps?|mongodb)://(?:[^\\s/@"']{1,200}@)?(${HOST})(?::(\\d{1,5}))?(?![\\w.-])`,
  'g',
);
const HOST_PORT = new RegExp(`(?<![\\w.@/-])(?:tcp:|udp:|tcp4:|openssl:|ssl:)?(${HOST})[:,](\\d{1,5})(?![\\w.])`, 'gi');
const DEV_TCP = new RegExp(`/dev/(?:tcp|udp)/(${HOST})/(\\d{1,5})(?!\\d)`, 'g');
const HOST_SPACE_PORT = new RegExp(`(?<![\\w./@-])(${HOST})\\s+(\\d{1,5})(?![\\w.:])`, 'g');
const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  http: 80,
  ws: 80,
  https: 443,
  wss: 443,
  ftp: 21,
  redis: 6379,
  rediss: 6379,
  postgres: 5432,
  postgresql: 5432,
  amqp: 5672,
  amqps: 5671,
  mongodb: 27017,
};
const LONGEST_TEXT = 4096;

/**
 * Host names that a command line gives together with this port, in order of appearance: `http://elasticsearch:9200/x`,
 * `/dev/tcp/host/8531`, `nc host 9001`. Addresses are left out: they name nothing. Only the first 4,096 characters are read.
 */
export function hostNamesForPort(commandLine: string, port: number): readonly string[] {
  const text = commandLine.slice(0, LONGEST_TEXT);
  const names = new Set<string>();
  const add = (host: string | undefined, told: number) => {
    if (host !== undefined && told === port && /[A-Za-z]/.test(host) && canonicalAddress(host) === undefined) names.add(host);
  };
  for (const [, scheme = '', host, digits] of text.matchAll(URL_HOST))
    add(host, digits === undefined ? (DEFAULT_PORTS[scheme] ?? 0) : Number(digits));
  for (const [, host, digits] of text.matchAll(DEV_TCP)) add(host, Number(digits));
  for (const [, host, digits] of text.matchAll(HOST_PORT)) add(host, Number(digits));
  for (const [, host, digits] of text.matchAll(HOST_SPACE_PORT)) add(host, Number(digits));
  return [...names];
}
