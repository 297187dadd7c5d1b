/** When the reports of these stories begin: times in them are seconds after it. */
const BEGAN_MS = Date.UTC(2026, 10, 20, 15, 50);

/** A report as a story tells it. */
export interface ReportInStory {
  readonly at: number;
  readonly operation?: string;
  readonly runId?: string;
  readonly hostname?: string;
  /** Members of `_CHALKS`. */
  readonly chalks?: readonly Readonly<Record<string, unknown>>[];
  /** `10.0.0.1:80 > 10.0.0.2:5000 ESTABLISHED #7`, or without a remote end. */
  readonly tcp?: readonly string[];
  readonly udp?: readonly string[];
  /** Further keys, as they are printed. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Milliseconds since the epoch of a time in a story. */
export function reportedAtMs(at: number): number {
  return BEGAN_MS + Math.round(at * 1000);
}

/** The report as an object. Each is one of its own. */
export function reportObject({
  at,
  operation = 'heartbeat',
  runId,
  hostname,
  chalks,
  tcp,
  udp,
  more,
}: ReportInStory): Record<string, unknown> {
  return {
    _OPERATION: operation,
    _TIMESTAMP: reportedAtMs(at),
    ...(chalks === undefined ? {} : { _CHALKS: chalks }),
    ...(runId === undefined ? {} : { _EXEC_ID: runId }),
    ...(hostname === undefined ? {} : { _OP_HOSTNAME: hostname }),
    ...(tcp === undefined ? {} : { _OP_TCP_SOCKET_INFO: tcp.map(socketRow) }),
    ...(udp === undefined ? {} : { _OP_UDP_SOCKET_INFO: udp.map(socketRow) }),
    ...more,
  };
}

/** A publish: a list of reports on a line. */
export function published(...reports: readonly ReportInStory[]): string {
  return JSON.stringify(reports.map(reportObject));
}

function socketRow(text: string): readonly (string | number)[] {
  const [, local = '', remote = '0.0.0.0:0', state = '', inode = '0'] = /^(\S+)(?: > (\S+))? ([A-Z_0-9]+)(?: #(\d+))?$/.exec(text) ?? [];
  return [...endOf(local), ...endOf(remote), state, 0, Number(inode)];
}

function endOf(text: string): readonly [string, number] {
  const at = text.lastIndexOf(':');
  return [text.slice(0, at), Number(text.slice(at + 1))];
}
