import type { CaseDatabase } from '../database.js';
import { numberColumns, orElse } from '../number-columns.js';
import { textsByNumber } from '../read/texts-by-number.js';

/** The DNS messages of a case as columns in order of their events. Texts and lists of them are rows of `term`. */
export interface MessageColumns {
  readonly event: Int32Array;
  /** The process whose message it is; 0 where that is not known. */
  readonly process: Int32Array;
  readonly names: Int32Array;
  readonly types: Int32Array;
  readonly ips: Int32Array;
  /** 0 for none. */
  readonly rcode: Int32Array;
  readonly isResponse: Uint8Array;
  /** 0 for none. */
  readonly serverIp: Int32Array;
  /** -1 where it was not told. */
  readonly serverPort: Int32Array;
  /** `NaN` where it was not told. */
  readonly us: Float64Array;
  /** What terms stand for: none for 0. */
  readonly text: (term: number) => string | null;
}

const COLUMNS = ['image', 'names', 'types', 'ips', 'rcode', 'is_response', 'server_ip', 'server_port', 'time_us'];

/** Reads them in one pass: 41 bytes each. */
export function readMessageColumns(database: CaseDatabase): MessageColumns {
  const processes = processesOfImages(database);
  const most = Number(database.prepare('select count(*) from dns_message').pluck().get());
  const number = (): Int32Array => new Int32Array(most);
  const [event, process, names, types] = [number(), number(), number(), number()];
  const [ips, rcode, serverIp, serverPort] = [number(), number(), number(), number()];
  const isResponse = new Uint8Array(most);
  const us = new Float64Array(most);
  let begin = 0;
  const columns = COLUMNS.map((name) => `d.${name}`);
  for (const { keys, columns: read } of numberColumns(database, { table: 'dns_message d', key: 'd.event', columns })) {
    const [image, ...told] = read;
    for (let at = 0; at < keys.length; at++) {
      const row = begin + at;
      event[row] = keys[at] ?? 0;
      process[row] = processes[image?.[at] ?? 0] ?? 0;
      names[row] = told[0]?.[at] ?? 0;
      types[row] = told[1]?.[at] ?? 0;
      ips[row] = told[2]?.[at] ?? 0;
      rcode[row] = orElse(told[3]?.[at], 0);
      isResponse[row] = told[4]?.[at] ?? 0;
      serverIp[row] = orElse(told[5]?.[at], 0);
      serverPort[row] = orElse(told[6]?.[at], -1);
      us[row] = told[7]?.[at] ?? Number.NaN;
    }
    begin += keys.length;
  }
  return { event, process, names, types, ips, rcode, isResponse, serverIp, serverPort, us, text: textsByNumber(database, 'term') };
}

/** The process of each image, by row; 0 for none. */
function processesOfImages(database: CaseDatabase): Int32Array {
  const processes = new Int32Array(Number(database.prepare('select coalesce(max(image), 0) from process_image').pluck().get()) + 1);
  for (const { keys, columns } of numberColumns(database, { table: 'process_image i', key: 'i.image', columns: ['i.process'] }))
    for (const [at, image] of keys.entries()) processes[image] = columns[0]?.[at] ?? 0;
  return processes;
}
