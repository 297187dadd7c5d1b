import type { TreeRow } from '../../model/case-view.js';
import type { Connection } from '../../model/connection.js';
import { printable } from '../../model/printable.js';
import { isStandIn, type Process } from '../../model/process.js';
import { formatDuration } from '../../model/time.js';
import { cutEnd, cutMiddle, type Span, span, spansWidth, textWidth } from '../drawing/line.js';
import type { Look } from '../drawing/look.js';
import type { Role } from '../drawing/theme.js';
import { endpointText, exitText, NOT_SEEN, remoteName, shortBinary } from '../drawing/wording.js';
import type { CaseFacts } from '../facts.js';

/** How a process's row is to be drawn apart from what the process is. */
export interface RowEmphasis {
  /** The search found it. */
  readonly isMatch: boolean;
  /** It stays only as the way to something that the filter keeps. */
  readonly isContext: boolean;
}

const LEAST_NAME_COLUMNS = 16;
const LEAST_ARGUMENT_COLUMNS = 10;

/**
 * How much the tags say. A remote that has a name loses its address first, then the pid goes: the connections below the tree and the
 * status line have them.
 */
const FORMS = ['whole', 'short', 'least'] as const;
type Form = (typeof FORMS)[number];

/** A process on one line of the tree: name, arguments as far as there is room, then what makes it worth a look, most telling first. */
export function processSpans(row: TreeRow, facts: CaseFacts, emphasis: RowEmphasis, columns: number, look: Look): readonly Span[] {
  const { process } = row;
  const role = emphasis.isMatch ? 'match' : emphasis.isContext ? 'quiet' : nameRole(process, facts);
  const main = process.isMain ? [span(`${look.glyphs.main} `, 'main')] : [];
  const wholeName = imageChain(process, columns, look);
  const argumentText = printable(process.arguments ?? '', look);
  const leastName = Math.min(textWidth(wholeName), LEAST_NAME_COLUMNS);
  const leastArguments = argumentText === '' ? 0 : 1 + Math.min(textWidth(argumentText), LEAST_ARGUMENT_COLUMNS);
  const roomForTags = columns - spansWidth(main, look) - leastName - leastArguments;
  const tags = fittingTags((form) => [...tagSpans(row, facts, look, form)], roomForTags, look);
  const roomForName = columns - spansWidth([...main, ...tags], look) - leastArguments;
  const name = cutMiddle(wholeName, Math.max(leastName, roomForName), look);
  const roomForArguments = columns - spansWidth([...main, ...tags], look) - textWidth(name) - 1;
  const shown = argumentText === '' ? [] : [span(` ${cutEnd(argumentText, Math.max(leastArguments - 1, roomForArguments), look)}`)];
  return [...main, span(name, role), ...shown, ...tags];
}

function fittingTags(tags: (form: Form) => readonly Span[], columns: number, look: Look): readonly Span[] {
  const form = FORMS.find((one) => spansWidth(tags(one), look) <= columns);
  return tags(form ?? 'least');
}

function nameRole(process: Process, facts: CaseFacts): Role | undefined {
  if (facts.findingsOf.has(process.id)) return 'finding';
  if (process.late !== undefined) return process.late;
  if (process.isMain) return 'main';
  return process.knownFrom === 'inferred' ? 'quiet' : undefined;
}

/** `docker-entrypoint.sh ⇒ node`: the images that one pid executed, equal neighbours once. What a fork began with is its parent's. */
function imageChain(process: Process, columns: number, look: Look): string {
  const executed = process.images.filter((image) => image.binary !== undefined && image.knownFrom !== 'fork');
  const names = executed.map((image) => shortBinary(image.binary));
  const chain = names.filter((name, place) => name !== names[place - 1]);
  if (chain.length < 2) return cutMiddle(isStandIn(process) ? NOT_SEEN : shortBinary(process.binary), columns, look);
  const folded = chain.length > 3 ? [chain[0], look.glyphs.ellipsis, chain.at(-1)] : chain;
  return cutMiddle(folded.join(` ${look.glyphs.becomes} `), columns, look);
}

function* tagSpans({ process, firstConnection }: TreeRow, facts: CaseFacts, look: Look, form: Form): Generator<Span> {
  const worst = facts.findingsOf.get(process.id)?.[0];
  if (worst !== undefined) yield span(`  ${look.glyphs.finding} ${worst.level}`, 'finding');
  if (process.late !== undefined && process.lateSeconds !== undefined) yield lateSpan(process.late, process.lateSeconds, look);
  if (process.knownFrom === 'inferred' && !isStandIn(process)) yield span('  (inferred)', 'quiet');
  if (firstConnection !== undefined) yield* connectionSpans(firstConnection, process.connectionCount, look, form);
  const exit = exitText(process);
  if (exit !== undefined) yield span(`  ${exit}`, 'quiet');
  if (form !== 'least' && !isStandIn(process)) yield span(`  pid ${process.pid}`, 'quiet');
}

function lateSpan(late: NonNullable<Process['late']>, seconds: number, look: Look): Span {
  return span(`  ${look.glyphs[late]}+${formatDuration(seconds * 1_000_000)}`, late);
}

function* connectionSpans(connection: Connection, count: number, look: Look, form: Form): Generator<Span> {
  const isExternal = connection.scope === 'external';
  const role: Role | undefined = isExternal ? 'external' : undefined;
  yield span(`  ${connectionText(connection, look, form)}`, role);
  if (isExternal && form === 'whole') yield span(' external', role);
  if (count > 1) yield span(` +${count - 1}`, 'quiet');
}

function connectionText(connection: Connection, { glyphs }: Look, form: Form): string {
  const { direction, local, remote, scope } = connection;
  if (direction === 'listen' || remote === undefined) return `${glyphs.listen} port ${local?.port ?? '?'}`;
  const arrow = direction === 'inbound' ? glyphs.inbound : scope === 'external' ? glyphs.external : glyphs.outbound;
  const name = remoteName(connection);
  if (name === undefined) return `${arrow} ${endpointText(remote)}`;
  return form === 'whole' ? `${arrow} ${name} ${endpointText(remote)}` : `${arrow} ${name}:${remote.port}`;
}
