import type { Direction, Endpoint, Scope } from '../../model/connection.js';
import type { ConnectionOutline } from '../../model/detection-case.js';
import type { CaseDatabase } from '../database.js';

/** The columns of an outline, in order, with the time that connections are told by. */
type OutlineRow = [
  id: number,
  process: number,
  protocol: string,
  direction: Direction,
  localIp: string | null,
  localPort: number,
  remoteIp: string | null,
  remotePort: number,
  scope: Scope | null,
  openedUs: number | null,
  names: string | null,
  toldAtUs: number,
];

/** One by one, rows take a third more. */
const ROWS_AT_ONCE = 500;
const TOLD_AT = 'coalesce(opened_us, closed_us, -1)';
const OUTLINES = `
  select id, process, protocol, direction, local_ip, coalesce(local_port, 0), remote_ip, coalesce(remote_port, 0), scope, opened_us, names, ${TOLD_AT} from connection
  where direction = @direction and ${TOLD_AT} >= @at and (${TOLD_AT} > @at or id > @id) order by ${TOLD_AT}, id limit ${ROWS_AT_ONCE}`;

/** Connections of a direction in outline, by opening time. */
export function* connectionOutlines(database: CaseDatabase, direction: Direction): Generator<ConnectionOutline> {
  const next = database.prepare<[{ direction: Direction; at: number; id: number }], OutlineRow>(OUTLINES).raw();
  for (let rows = next.all({ direction, at: -1, id: -1 }); rows.length > 0; rows = rowsAfter(rows.at(-1)))
    for (const row of rows) yield new StoredOutline(row);

  function rowsAfter(last: OutlineRow | undefined): OutlineRow[] {
    return last === undefined ? [] : next.all({ direction, at: last[11], id: last[0] });
  }
}

/** Keeps the row: most fields of most connections are never asked for. */
class StoredOutline implements ConnectionOutline {
  readonly id: number;
  readonly processId: number;
  readonly protocol: string;
  readonly direction: Direction;
  declare readonly scope?: Scope;
  declare readonly openedAtUs?: number;
  readonly #row: OutlineRow;

  constructor(row: OutlineRow) {
    const [id, processId, protocol, direction, , , , , scope, openedAtUs] = row;
    this.id = id;
    this.processId = processId;
    this.protocol = protocol;
    this.direction = direction;
    if (scope !== null) this.scope = scope;
    if (openedAtUs !== null) this.openedAtUs = openedAtUs;
    this.#row = row;
  }

  get local(): Endpoint | undefined {
    return this.#row[4] === null ? undefined : { ip: this.#row[4], port: this.#row[5] };
  }

  get remote(): Endpoint | undefined {
    return this.#row[6] === null ? undefined : { ip: this.#row[6], port: this.#row[7] };
  }

  get nameText(): string {
    return this.#row[10] === null ? '' : nameText(this.#row[10]);
  }
}

const NAME = '{"name":"';
const NEXT = '","from":"';

/** The names of a list that linking wrote, as JSON has them. Within a text a quote has a backslash before it, so that these words stand between texts alone. */
function nameText(json: string): string {
  let text = '';
  for (let at = json.indexOf(NAME); at >= 0; at = json.indexOf(NAME, at)) {
    const end = json.indexOf(NEXT, at);
    if (end < 0) return json;
    text += `${json.slice(at + NAME.length, end)}"`;
    at = end;
  }
  return text === '' ? json : text;
}
