import type { ProcessOutline } from '../../model/detection-case.js';
import type { ImageChange, KnownFrom, Lateness } from '../../model/process.js';
import type { CaseDatabase } from '../database.js';
import { listIn } from './rows.js';

type OutlinedImage = ProcessOutline['images'][number];

/** The columns of an outline, in order: as an array a row costs a fraction of what it costs as an object. */
type OutlineRow = [
  id: number,
  node: string,
  parent: number | null,
  container: number | null,
  binary: string | null,
  words: string | null,
  cwd: string | null,
  uid: number | null,
  auid: number | null,
  userName: string | null,
  startUs: number | null,
  imageStartUs: number | null,
  late: Lateness | null,
  isInInitTree: number | null,
  knownFrom: KnownFrom,
  connections: number,
  images: string | null,
];

const COLUMNS =
  'p.id, p.node, p.parent, p.container, p.binary, p.arguments, p.cwd, p.uid, p.auid, p.user_name, p.start_us, p.image_start_us, p.late, p.is_in_init_tree, p.known_from, p.connection_count, p.images';
const ROWS_AT_ONCE = 500;
/** Texts that are known again: who does not hold outlines must not hold all of these. */
const TEXTS_KNOWN = 20_000;
const START = 'coalesce(p.start_us, -1)';
const IN_ORDER = `order by ${START}, p.id`;

/** Reads processes in outline. */
export class OutlineReader {
  readonly #database: CaseDatabase;
  readonly #one;

  constructor(database: CaseDatabase) {
    this.#database = database;
    this.#one = database.prepare<[number], OutlineRow>(`select ${COLUMNS} from process p where p.id = ?`).raw();
  }

  get(id: number): ProcessOutline | undefined {
    const row = this.#one.get(id);
    return row === undefined ? undefined : new StoredOutline(row);
  }

  /** By start time. Some hundred rows at a time: one by one they take a third more. Equal texts are one: who holds all outlines holds few of them. */
  *all(): Generator<ProcessOutline> {
    const next = this.#database
      .prepare<[{ at: number; id: number }], OutlineRow>(
        `select ${COLUMNS} from process p where ${START} >= @at and (${START} > @at or p.id > @id) ${IN_ORDER} limit ${ROWS_AT_ONCE}`,
      )
      .raw();
    const texts = new Map<string, string>();
    const one = (text: string | null): string | null => {
      if (text === null) return null;
      const known = texts.get(text);
      if (known !== undefined) return known;
      if (texts.size >= TEXTS_KNOWN) texts.clear();
      texts.set(text, text);
      return text;
    };
    let last: ProcessOutline | undefined;
    do {
      const rows = next.all({ at: last?.startedAtUs ?? -1, id: last?.id ?? -1 });
      const outlines = rows.map((row) => {
        const [id, node, parent, container, binary, words, cwd, ...rest] = row;
        return new StoredOutline([id, one(node) ?? '', parent, container, one(binary), one(words), one(cwd), ...rest]);
      });
      yield* outlines;
      last = outlines.at(-1);
    } while (last !== undefined);
  }

  /** By start time. */
  *named(names: readonly string[]): Generator<ProcessOutline> {
    const places = names.map(() => '?').join(', ');
    yield* this.#read(`p.id in (select process from process_name where name in (${places}))`, names);
  }

  /** By start time. */
  *below(folders: readonly string[]): Generator<ProcessOutline> {
    const below = folders.map(() => 'substr(p.binary, 1, length(?)) = ?').join(' or ');
    yield* this.#read(
      `(${below})`,
      folders.flatMap((folder) => [folder, folder]),
    );
  }

  /** By start time. */
  *late(): Generator<ProcessOutline> {
    yield* this.#read('p.late is not null', []);
  }

  *#read(condition: string, parameters: readonly string[]): Generator<ProcessOutline> {
    const rows = this.#database.prepare<unknown[], OutlineRow>(`select ${COLUMNS} from process p where ${condition} ${IN_ORDER}`).raw();
    for (const row of rows.iterate(...parameters)) yield new StoredOutline(row);
  }
}

class StoredOutline implements ProcessOutline {
  readonly id: number;
  readonly node: string;
  readonly knownFrom: KnownFrom;
  readonly connectionCount: number;
  declare readonly parentId?: number;
  declare readonly containerId?: number;
  declare readonly binary?: string;
  declare readonly arguments?: string;
  declare readonly cwd?: string;
  declare readonly uid?: number;
  declare readonly auid?: number;
  declare readonly userName?: string;
  declare readonly startedAtUs?: number;
  declare readonly imageStartedAtUs?: number;
  declare readonly late?: Lateness;
  declare readonly isInInitTree?: boolean;
  readonly #written: string | null;
  #images: readonly OutlinedImage[] | undefined;

  constructor(row: OutlineRow) {
    const [
      id,
      node,
      parent,
      container,
      binary,
      words,
      cwd,
      uid,
      auid,
      userName,
      startUs,
      imageStartUs,
      late,
      isInInitTree,
      knownFrom,
      connections,
      images,
    ] = row;
    this.id = id;
    this.node = node;
    this.knownFrom = knownFrom;
    this.connectionCount = connections;
    if (parent !== null) this.parentId = parent;
    if (container !== null) this.containerId = container;
    if (binary !== null) this.binary = binary;
    if (words !== null) this.arguments = words;
    if (cwd !== null) this.cwd = cwd;
    if (uid !== null) this.uid = uid;
    if (auid !== null) this.auid = auid;
    if (userName !== null) this.userName = userName;
    if (startUs !== null) this.startedAtUs = startUs;
    if (imageStartUs !== null) this.imageStartedAtUs = imageStartUs;
    if (late !== null) this.late = late;
    if (isInInitTree !== null) this.isInInitTree = isInInitTree === 1;
    this.#written = images;
  }

  /** Written out only where there were several: the only one is the process itself. */
  get images(): readonly OutlinedImage[] {
    this.#images ??= this.#written === null ? [this] : listIn(this.#written).filter(isImage);
    return this.#images;
  }
}

/** The column holds what linking wrote. */
function isImage(value: unknown): value is Pick<ImageChange, 'binary' | 'arguments' | 'startedAtUs' | 'knownFrom'> {
  return typeof value === 'object' && value !== null && 'execId' in value && 'knownFrom' in value;
}
