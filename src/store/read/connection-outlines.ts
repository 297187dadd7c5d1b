import type { Direction, Endpoint, Scope } from '../../model/connection.js';
import type { ConnectionDetail, ConnectionOutline } from '../../model/detection-case.js';
import type { CaseDatabase } from '../database.js';

/** The columns of an outline, in order: details that are not asked for are null, and cost nearly nothing. */
type OutlineRow = [
  id: number,
  process: number,
  openedUs: number | null,
  otherwiseUs: number | null,
  calledIp: string | null,
  calledPort: number | null,
  callingIp: string | null,
  callingPort: number | null,
  protocol: string | null,
  scope: Scope | null,
  names: string | null,
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
         ${asked('protocol', 'protocol')}, ${asked('scope', 'scope')}, ${asked('names', 'names')}
       from connection where direction = '${direction}' and ${TOLD_AT} >= @at and (${TOLD_AT} > @at or id > @id) order by ${TOLD_AT}, id limit ${ROWS_AT_ONCE}`,
    )
    .raw();
  let last: OutlineRow | undefined;
  do {
    const rows: OutlineRow[] = next.all({ at: last?.[2] ?? last?.[3] ?? -1, id: last?.[0] ?? -1 });
    for (const row of rows) yield new StoredOutline(direction, row);
    last = rows.at(-1);
  } while (last !== undefined);
}

/** Keeps the row: most fields of most connections are never looked at. */
class StoredOutline implements ConnectionOutline {
  readonly id: number;
  readonly processId: number;
  readonly direction: Direction;
  readonly #row: OutlineRow;

  constructor(direction: Direction, row: OutlineRow) {
    this.id = row[0];
    this.processId = row[1];
    this.direction = direction;
    this.#row = row;
  }

  get openedAtUs(): number | undefined {
    return this.#row[2] ?? undefined;
  }

  get called(): Endpoint | undefined {
    return this.#row[4] === null ? undefined : { ip: this.#row[4], port: this.#row[5] ?? 0 };
  }

  get calling(): Endpoint | undefined {
    return this.#row[6] === null ? undefined : { ip: this.#row[6], port: this.#row[7] ?? 0 };
  }

  get protocol(): string | undefined {
    return this.#row[8] ?? undefined;
  }

  get scope(): Scope | undefined {
    return this.#row[9] ?? undefined;
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
