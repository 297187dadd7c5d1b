/** What an exec id names: the node (may be empty), nanoseconds since that node booted, and the pid in the host's namespace. */
export interface ExecIdParts {
  readonly node: string;
  /** Nanoseconds since boot, decimal digits: beyond 2^53 after 104 days of uptime. `0` means that the agent did not know it. */
  readonly ktimeNs: bigint;
  readonly pid: number;
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const MOST_TIME_DIGITS = 20;
const MOST_PID_DIGITS = 10;
const ZERO = 0x30;
const NINE = 0x39;

/**
 * The parts of an exec id, or `undefined` for one that is redacted or of another make. Never throws.
 * *Source:* cilium/tetragon pkg/process: base64 of `node:ktime:pid`, split at the last two colons since a node name may hold one.
 */
export function decodeExecId(execId: string): ExecIdParts | undefined {
  if (!BASE64.test(execId)) return undefined;
  const told = decodeBase64(execId);
  const pidAt = told.lastIndexOf(':') + 1;
  const timeAt = pidAt < 2 ? 0 : told.lastIndexOf(':', pidAt - 2) + 1;
  if (timeAt === 0 || !areDigits(told, timeAt, pidAt - 1, MOST_TIME_DIGITS) || !areDigits(told, pidAt, told.length, MOST_PID_DIGITS))
    return undefined;
  return { node: told.slice(0, timeAt - 1), ktimeNs: BigInt(told.slice(timeAt, pidAt - 1)), pid: Number(told.slice(pidAt)) };
}

function areDigits(text: string, from: number, to: number, most: number): boolean {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code < ZERO || code > NINE) return false;
  }
  return to > from && to - from <= most;
}

const READERS_OWN = /^[a-z]+:[^:]*:(\d{1,10}):/;

/** The pid in an id that a reader made for an agent which prints none: `sysdig:node:373:…`. `undefined` for others. */
export function pidInOwnId(execId: string): number | undefined {
  const pid = READERS_OWN.exec(execId)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

/** The exec id that Tetragon would print for these parts. */
export function encodeExecId(parts: ExecIdParts): string {
  const bytes = new TextEncoder().encode(`${parts.node}:${parts.ktimeNs}:${parts.pid}`);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function decodeBase64(text: string): string {
  try {
    const binary = atob(text);
    for (let at = 0; at < binary.length; at++) {
      if (binary.charCodeAt(at) > 127) return new TextDecoder().decode(Uint8Array.from(binary, (c) => c.charCodeAt(0)));
    }
    return binary;
  } catch {
    return '';
  }
}
