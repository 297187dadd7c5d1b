/**
 * What sources told, event by event, as pages of packed columns: some thousand events a page, in order of their numbers. An event's number is
 * its page's first one and its place there. Columns are in the order of `EVENT_COLUMNS` and `SOCKET_COLUMNS`.
 */
export const PAGES = `
create table fact_page (
  first_event integer primary key,
  source integer not null references source(id) on delete cascade,
  events integer not null,
  first_line integer not null,
  last_line integer not null,
  sockets integer not null,
  event_columns blob not null,
  socket_columns blob not null
) strict;
`;

/**
 * Columns of events. `line`: less the place in the page. `gap`: bytes between the line before and this one, beyond its feed; of the first one,
 * its offset. `identity`, `us`: NaN for none. `kind`, `functionName`, `policy`: terms, 0 for none. `image`: 0 for none.
 */
export const EVENT_COLUMNS = ['line', 'gap', 'length', 'hash', 'identity', 'kind', 'us', 'ns', 'image', 'functionName', 'policy'] as const;
export type EventColumn = (typeof EVENT_COLUMNS)[number];

/**
 * Columns of socket facts. `event`: place in the page. Addresses, protocols and names are terms, 0 for none; ports that were not told are NaN.
 * `cookieKind`: `NO_COOKIE`, `COOKIE_IS_NUMBER` of 64 bits, or `COOKIE_IS_TERM`, the one in `cookieLow`. `count`: equal events that the agent folded into one.
 */
export const SOCKET_COLUMNS = [
  'event',
  'operation',
  'isOriented',
  'protocol',
  'localIp',
  'localPort',
  'remoteIp',
  'remotePort',
  'cookieKind',
  'cookieHigh',
  'cookieLow',
  'remoteNames',
  'remotePod',
  'bytesSent',
  'bytesReceived',
  'count',
] as const;
export type SocketColumn = (typeof SOCKET_COLUMNS)[number];

/** Kinds of cookies. */
export const NO_COOKIE = 0;
export const COOKIE_IS_NUMBER = 1;
export const COOKIE_IS_TERM = 2;

/** DNS messages as rows of numbers: names, types, addresses and codes are terms, lists of them as JSON. */
export const DNS_MESSAGES = `
create table dns_message (
  event integer primary key,
  image integer not null references image(id),
  is_response integer not null,
  names integer not null references term(id),
  types integer not null references term(id),
  rcode integer references term(id),
  ips integer not null references term(id),
  server_ip integer references term(id),
  server_port integer,
  time_us integer,
  time_ns integer not null
) strict;
`;

/** The same in words. */
export const DNS_FACTS = `
create view dns_fact as
  select d.event, d.image, d.is_response, n.text as names, t.text as types, r.text as rcode, i.text as ips, s.text as server_ip, d.server_port, d.time_us, d.time_ns
  from dns_message d join term n on n.id = d.names join term t on t.id = d.types join term i on i.id = d.ips
    left join term r on r.id = d.rcode left join term s on s.id = d.server_ip;
`;
