import type { Container, Process } from '../../model/process.js';
import type { ServedPort } from '../../model/served-port.js';
import { formatDuration } from '../../model/time.js';
import type { UsageRow } from '../../model/usage.js';
import type { Look } from '../drawing/look.js';
import { countText, shortBinary } from '../drawing/wording.js';
import { containerSections } from '../tree/container-details.js';
import { type Detail, field, heading, sections, sentence } from '../tree/detail-lines.js';
import type { ContainerDetails } from './containers-state.js';
import { portNote } from './port-note.js';
import { usageFields } from './usage-text.js';

/** What a container's report is drawn from, besides itself. */
export interface KnownOfContainer {
  /** Absent: they are still to come. */
  readonly ports?: readonly ServedPort[] | undefined;
  readonly details?: ContainerDetails | undefined;
  readonly usage?: UsageRow | undefined;
}

/** A container in full: what listens in it and who uses that, what it used, what came late, then where it is from. */
export function containerReport(container: Container, { ports, details, usage }: KnownOfContainer, look: Look): readonly Detail[] {
  return sections(
    [heading('Listens on'), ...portFields(ports)],
    usage === undefined ? [] : [heading('Used, from the first to the last time that it was seen to'), ...usageFields(usage, look)],
    [heading('Built from'), ...buildFields(container)],
    [
      heading('Processes'),
      ...field('in all', countText(container.processCount)),
      ...field('main', details?.main === undefined ? undefined : commandText(details.main)),
      ...(details?.late ?? []).flatMap((process) => field(lateText(process), commandText(process), process.late)),
      ...moreLate(container, details),
    ],
    ...containerSections(container),
  );
}

function portFields(ports: readonly ServedPort[] | undefined): readonly Detail[] {
  if (ports === undefined) return [sentence('being worked out from every connection', 'quiet')];
  return ports.length === 0 ? [sentence('nothing that the sources tell of', 'quiet')] : ports.flatMap(portField);
}

function portField(port: ServedPort): readonly Detail[] {
  const { text, isOdd } = portNote(port);
  return field(`${port.port}/${port.protocol}`, text, isOdd ? 'warning' : undefined);
}

function buildFields({ commit, repository, branch }: Container): readonly Detail[] {
  return [...field('commit', commit, 'strong'), ...field('repository', repository), ...field('branch', branch)];
}

function commandText({ binary, arguments: given, pid }: Process): string {
  return `${shortBinary(binary)} ${given ?? ''} (pid ${pid})`;
}

function lateText({ late, lateSeconds }: Process): string {
  return `${late ?? ''} +${formatDuration((lateSeconds ?? 0) * 1_000_000)}`.slice(0, 12);
}

function moreLate({ lateCount }: Container, details: ContainerDetails | undefined): readonly Detail[] {
  const shown = details?.late.filter(({ late }) => late === 'late').length ?? 0;
  return details === undefined || lateCount <= shown ? [] : [sentence(`and ${countText(lateCount - shown)} more late ones`, 'quiet')];
}
