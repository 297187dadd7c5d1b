import type { TreeRow } from '../../model/case-view.js';
import { formatTime } from '../../model/time.js';
import { counted, countText, shortBinary } from '../drawing/wording.js';
import { type Detail, field, heading, sections, sentence } from '../tree/detail-lines.js';
import { oddText } from './name-cells.js';
import type { ListedName, NamesState } from './names-state.js';

/** A name in full: what came back, who asked. */
export function nameDetails(name: ListedName, { askers }: NamesState): readonly Detail[] {
  const { summary, isRandom } = name;
  return sections(
    [
      heading(summary.name),
      ...field('odd', oddText(name), 'warning'),
      ...(isRandom ? [sentence('a label of it is long and mixed, with few vowels or many digits: a hint, no proof', 'quiet')] : []),
    ],
    [
      heading('What came back'),
      ...field('addresses', summary.ips.join(' ')),
      ...field('types', summary.types.join(' ')),
      ...Object.entries(summary.failures).flatMap(([rcode, count]) => field(rcode, counted(count, 'answer'), 'warning')),
      ...field('answers', countText(summary.responses)),
    ],
    [
      heading('Who asked, or connected to it'),
      ...field('asked', counted(summary.requests, 'time')),
      ...field('connected', counted(summary.connectionCount, 'time')),
      ...summary.askers.flatMap((id) => askerField(askers.get(id))),
      ...(summary.askerCount > summary.askers.length
        ? [sentence(`and ${countText(summary.askerCount - summary.askers.length)} more processes`, 'quiet')]
        : []),
    ],
    [
      heading('When'),
      ...field('first', summary.firstUs === undefined ? undefined : formatTime(summary.firstUs)),
      ...field('last', summary.lastUs === undefined ? undefined : formatTime(summary.lastUs)),
    ],
  );
}

function askerField(row: TreeRow | undefined): readonly Detail[] {
  if (row === undefined) return [];
  const { process, container } = row;
  const where = container?.name ?? container?.pod ?? process.node;
  return field(`pid ${process.pid}`, `${shortBinary(process.binary)} ${process.arguments ?? ''} in ${where}`);
}
