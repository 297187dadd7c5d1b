import type { Direction, Endpoint, Scope } from '../../model/connection.js';
import type { ConnectionDetail, ConnectionOutline } from '../../model/detection-case.js';
import { DIRECTIONS, SCOPES } from '../../model/link/connection-columns.js';
import type { CaseDatabase } from '../database.js';
import { textsByNumber } from './texts-by-number.js';

/** The columns of an outline, in order: details that are not asked for are null, and cost nearly nothing. Texts are numbers. */
type OutlineRow = [
  id: number,
  process: number,
  openedUs: number | null,
  otherwiseUs: number | null,
  calledIp: number | null,
  calledPort: number | null,
  callingIp: number | null,
  callingPort: number | null,
  protocol: number | null,
  scope: number | null,
  name: number | null,
  severalNames: string | null,
];

/** One by one, rows take a third more. */
const ROWS_AT_ONCE = 500;
const TOLD_AT = 'coalesce(opened_us, closed_us, -1)';
const ENDS = { outbound: { called: 'remote', calling: 'local' }, inbound: { called: 'local', calling: 'remote' } } as const;

/** Connections of a direction in outline, by opening time. */
export function* connectionOutlines(
  database: CaseDatabase,
  direction: 'outbound' | 'inbound',
  details: ReadonlySet<ConnectionDetail>,
): Generator<ConnectionOutline> {
  const asked = (detail: ConnectionDetail, column: string): string => (details.has(detail) ? column : 'null');
  const { called, calling } = ENDS[direction];
  const next = database
    .prepare<[{ at: number; id: number }], OutlineRow>(
      `select id, process, opened_us, case when opened_us is null then coalesce(closed_us, -1) end,
         ${asked('called', `${called}_ip`)}, ${asked('called', `${called}_port`)}, ${asked('calling', `${calling}_ip`)}, ${asked('calling', `${calling}_port`)},
         ${asked('protocol', 'protocol')}, ${asked('scope', 'scope')}, ${asked('names', 'name')}, ${asked('names', 'several_names')}
       from numbered_connection where direction = ${DIRECTIONS.indexOf(direction)} and ${TOLD_AT} >= @at and (${TOLD_AT} > @at or id > @id) order by ${TOLD_AT}, id limit ${ROWS_AT_ONCE}`,
    )
    .raw();
  const texts = textsByNumber(database, 'connection_text');
  let last: OutlineRow | undefined;
  do {
    const rows: OutlineRow[] = next.all({ at: last?.[2] ?? last?.[3] ?? -1, id: last?.[0] ?? -1 });
    for (const row of rows) yield new StoredOutline(direction, row, texts);
    last = rows.at(-1);
  } while (last !== undefined);
}

/** Keeps the row: most fields of most connections are never looked at. */
class StoredOutline implements ConnectionOutline {
  readonly id: number;
  readonly processId: number;
  readonly direction: Direction;
  readonly #row: OutlineRow;
  readonly #textOf: (number: number) => string | null;

  constructor(direction: Direction, row: OutlineRow, textOf: (number: number) => string | null) {
    this.id = row[0];
    this.processId = row[1];
    this.direction = direction;
    this.#row = row;
    this.#textOf = textOf;
  }

  get openedAtUs(): number | undefined {
    return this.#row[2] ?? undefined;
  }

  get called(): Endpoint | undefined {
    return this.#end(this.#row[4], this.#row[5]);
  }

  get calling(): Endpoint | undefined {
    return this.#end(this.#row[6], this.#row[7]);
  }

  get protocol(): string | undefined {
    return this.#text(this.#row[8]);
  }

  get scope(): Scope | undefined {
    return SCOPES[this.#row[9] ?? 0] || undefined;
  }

  /** As the names of several are told, of which none is the only one of another. */
  get nameText(): string {
    const only = this.#text(this.#row[10]);
    if (only !== undefined) return JSON.stringify(only).slice(1);
    return this.#row[11] === null ? '' : nameText(this.#row[11]);
  }

  #end(address: number | null, port: number | null): Endpoint | undefined {
    const ip = this.#text(address);
    return ip === undefined ? undefined : { ip, port: port ?? 0 };
  }

  #text(number: number | null): string | undefined {
    return this.#textOf(number ?? 0) ?? undefined;
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
