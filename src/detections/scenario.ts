/** One image that a drawn process ran. */
export interface DrawnImage {
  readonly line: number;
  readonly atSeconds: number;
  readonly binary: string;
  readonly arguments: string;
  readonly isInherited: boolean;
}

/** One socket of a drawn process. */
export interface DrawnSocket {
  readonly line: number;
  readonly atSeconds: number;
  readonly untilSeconds?: number;
  readonly direction: 'outbound' | 'inbound' | 'listen';
  readonly protocol: string;
  readonly remote?: { readonly ip: string; readonly port: number };
  readonly localPort?: number;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
}

/** A name that a drawn process asked for, and what came back. */
export interface DrawnQuestion {
  readonly line: number;
  readonly atSeconds: number;
  readonly type: string;
  readonly name: string;
  readonly rcode: string;
}

/** A file that a drawn process opened. */
export interface DrawnFile {
  readonly line: number;
  readonly atSeconds: number;
  readonly operation: 'read' | 'write';
  readonly path: string;
}

/** A descriptor that a drawn process copied onto a standard stream. */
export interface DrawnCopy {
  readonly line: number;
  readonly atSeconds: number;
  readonly from: number;
  readonly to: number;
  readonly isSocket: boolean;
}

/** One drawn process; `parent` is its parent's place in the scenario. */
export interface DrawnProcess {
  readonly container: number;
  readonly parent?: number;
  readonly mark?: 'entered' | 'probe';
  /** True when it stands for all that runs in its container. */
  readonly isStandIn?: boolean;
  readonly images: readonly DrawnImage[];
  readonly sockets: readonly DrawnSocket[];
  readonly questions: readonly DrawnQuestion[];
  readonly files: readonly DrawnFile[];
  readonly copies: readonly DrawnCopy[];
  readonly exitSeconds?: number;
}

/** A container that starts at second 0. */
export interface DrawnContainer {
  readonly name: string;
  readonly address?: string;
}

/** What happened, as a rule's example or a test draws it. */
export interface Scenario {
  readonly title: string;
  readonly containers: readonly DrawnContainer[];
  readonly processes: readonly DrawnProcess[];
}

/** A process while it is drawn: the only place where one still changes. */
type Open = { -readonly [Key in keyof DrawnProcess]: DrawnProcess[Key] };

interface Row {
  readonly line: number;
  readonly atSeconds: number;
  readonly depth: number;
  readonly text: string;
}

const ROW = /^\s*(\d+(?:\.\d+)?)(\s+)(\S.*)$/;
const CONTAINER = /^\s*container (\S+)(?: (\S+))?$/;
const SOCKET = /^(>|<|listen) ?(tcp|udp) (?:(\S+):)?(\d+)(?: on (\d+))?(?: sent (\d+))?(?: received (\d+))?(?: until (\d+(?:\.\d+)?))?$/;
const QUESTION = /^\? ([A-Z]+) (\S+)( nxdomain)?$/;
const FILE = /^(read|write) (\/\S+)$/;
const COPY = /^dup (\d+) ([012])( socket)?$/;
const MARK = /\s*\{(entered|probe)\}$/;

/**
 * A scenario from its drawing. A line `container NAME [ADDRESS]` opens a container that starts at second 0; every other line is a
 * second and, two columns deeper for each level, what happened then: a command line (a process that was executed), `fork` (a child that
 * keeps its parent's image), and below a process `=> COMMAND` (its image is replaced), `> tcp IP:PORT` (it connects), `< tcp IP:PORT on
 * PORT` (it is called), `listen tcp PORT`, `? TYPE NAME` (it asks for a name; with `nxdomain`
 * there is none), `read PATH`, `write PATH`, `dup FROM TO` (a descriptor
 * is copied onto a standard stream; with `socket` the source tells that it is one) or `exit`. `sent BYTES` and `received BYTES` tell a socket's traffic, `until SECOND` closes it;
 * A `*` stands for all that runs in a container of which no process is told. `{entered}` and `{probe}` mark a process that does not descend from the container's first one. A bare name lies in /usr/bin. Throws on a line that is none of these: a drawing is code.
 */
export function scenario(title: string, drawing: string): Scenario {
  const containers: DrawnContainer[] = [];
  const processes: Open[] = [];
  let base = -1;
  let line: number[] = [];
  drawing.split('\n').forEach((text, index) => {
    if (text.trim() === '') return;
    const opened = CONTAINER.exec(text);
    if (opened !== null) {
      const [, name = '', address] = opened;
      containers.push({ name, ...(address === undefined ? {} : { address }) });
      base = -1;
      line = [];
      return;
    }
    const match = ROW.exec(text);
    if (match === null) throw new Error(`${title}: line ${index + 1} is not drawn right: ${text}`);
    const column = text.length - (match[3] ?? '').length;
    if (base < 0) base = column;
    const row = { line: index + 1, atSeconds: Number(match[1]), depth: (column - base) / 2, text: match[3] ?? '' };
    line = place(processes, line, row, containers.length - 1, title);
  });
  return { title, containers, processes };
}

/** Adds what a row says and gives back the line of processes from the root to the one it left us at. */
function place(processes: Open[], line: readonly number[], row: Row, container: number, title: string): number[] {
  const above = line.slice(0, row.depth);
  const parent = above.at(-1);
  const owner = parent === undefined ? undefined : processes[parent];
  if (!Number.isInteger(row.depth) || (row.depth > 0 && above.length < row.depth))
    throw new Error(`${title}: line ${row.line} hangs in the air`);
  if (owner !== undefined && happenedTo(owner, row)) return [...above];
  const mark = MARK.exec(row.text)?.[1];
  const inherited = owner?.images.at(-1);
  const isFork = row.text === 'fork' && inherited !== undefined;
  processes.push({
    container,
    ...(parent === undefined ? {} : { parent }),
    ...(mark === 'entered' || mark === 'probe' ? { mark } : {}),
    ...(row.text === '*' ? { isStandIn: true } : {}),
    images: [
      isFork ? { ...inherited, line: row.line, atSeconds: row.atSeconds, isInherited: true } : image(row, row.text.replace(MARK, '')),
    ],
    sockets: [],
    questions: [],
    files: [],
    copies: [],
  });
  return [...above, processes.length - 1];
}

/** True when the row is something that happened to a process and not a process of its own. */
function happenedTo(owner: Open, row: Row): boolean {
  const socket = SOCKET.exec(row.text);
  const question = QUESTION.exec(row.text);
  const file = FILE.exec(row.text);
  const copy = COPY.exec(row.text);
  if (row.text.startsWith('=> ')) owner.images = [...owner.images, image(row, row.text.slice(3))];
  else if (row.text === 'exit') owner.exitSeconds = row.atSeconds;
  else if (file !== null) owner.files = [...owner.files, fileOf(row, file)];
  else if (copy !== null) owner.copies = [...owner.copies, copyOf(row, copy)];
  else if (question !== null) owner.questions = [...owner.questions, questionOf(row, question)];
  else if (socket !== null) owner.sockets = [...owner.sockets, socketOf(row, socket)];
  else return false;
  return true;
}

function image(row: Row, text: string): DrawnImage {
  const space = text.indexOf(' ');
  const program = space < 0 ? text : text.slice(0, space);
  return {
    line: row.line,
    atSeconds: row.atSeconds,
    binary: program.startsWith('/') ? program : `/usr/bin/${program}`,
    arguments: space < 0 ? '' : text.slice(space + 1),
    isInherited: false,
  };
}

function fileOf(row: Row, [, operation, path = '']: RegExpExecArray): DrawnFile {
  return { line: row.line, atSeconds: row.atSeconds, operation: operation === 'write' ? 'write' : 'read', path };
}

function copyOf(row: Row, [, from, to, socket]: RegExpExecArray): DrawnCopy {
  return { line: row.line, atSeconds: row.atSeconds, from: Number(from), to: Number(to), isSocket: socket !== undefined };
}

function questionOf(row: Row, [, type = 'A', name = '', missing]: RegExpExecArray): DrawnQuestion {
  return { line: row.line, atSeconds: row.atSeconds, type, name, rcode: missing === undefined ? 'NOERROR' : 'NXDOMAIN' };
}

function socketOf(row: Row, [, sign, protocol = 'tcp', ip, port, on, sent, received, until]: RegExpExecArray): DrawnSocket {
  const direction = sign === '>' ? 'outbound' : sign === '<' ? 'inbound' : 'listen';
  return {
    line: row.line,
    atSeconds: row.atSeconds,
    direction,
    protocol,
    ...(ip === undefined ? {} : { remote: { ip, port: Number(port) } }),
    ...(direction === 'listen' ? { localPort: Number(port) } : {}),
    ...(on === undefined ? {} : { localPort: Number(on) }),
    ...(sent === undefined ? {} : { bytesSent: Number(sent) }),
    ...(received === undefined ? {} : { bytesReceived: Number(received) }),
    ...(until === undefined ? {} : { untilSeconds: Number(until) }),
  };
}
