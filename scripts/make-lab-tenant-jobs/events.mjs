// @ts-check
/**
 * A process as an event of the recording prints it, in the agent's own words.
 * @typedef {{ exec_id: string, pid: number, binary: string, arguments?: string, parent_exec_id?: string, docker?: string, in_init_tree?: boolean, start_time: string }} RecordedProcess
 */

/**
 * One line of the recording. `time` is RFC 3339 in UTC with nine digits, so that texts compare as times do.
 * @typedef {{ text: string, kind: string, functionName?: string, time: string, process: RecordedProcess, known: readonly RecordedProcess[], body: SocketBody & DnsBody }} LabEvent
 */

/** @typedef {{ source_ip?: string, source_port?: number, destination_ip?: string, destination_port?: number, sock_cookie?: string, protocol?: string, port?: number }} SocketBody */
/** @typedef {{ dns?: { names: readonly string[], ips?: readonly string[] } }} DnsBody */

const DIGITS = 9;

/**
 * The events of a recording, in its order. Throws for a line that is no event of a process: this recording has none.
 * @param {string} text
 * @returns {readonly LabEvent[]}
 */
export function parseEvents(text) {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map(parseEvent);
}

/**
 * @param {string} text
 * @returns {LabEvent}
 */
function parseEvent(text) {
  const event = JSON.parse(text);
  const kind = Object.keys(event).find((key) => key.startsWith('process_'));
  if (kind === undefined) throw new Error(`no event of a process: ${text.slice(0, 80)}`);
  const body = event[kind];
  const known = [body.process, body.parent, ...(body.ancestors ?? [])].filter((one) => one?.exec_id !== undefined);
  return { text, kind, functionName: body.function_name, time: fullTime(event.time), process: body.process, known, body };
}

/**
 * Trailing zeros of a time are not printed: `…:07.5Z` becomes `…:07.500000000Z`.
 * @param {string} time
 */
export function fullTime(time) {
  const [second = '', fraction = ''] = time.replace('Z', '').split('.');
  return `${second}.${fraction.padEnd(DIGITS, '0')}Z`;
}
