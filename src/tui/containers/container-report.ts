import type { Listener } from '../../model/listener.js';
import type { Container, Process } from '../../model/process.js';
import { formatDuration } from '../../model/time.js';
import { counted, countText, shortBinary } from '../drawing/wording.js';
import { containerSections } from '../tree/container-details.js';
import { type Detail, field, heading, sections, sentence } from '../tree/detail-lines.js';
import type { ContainerDetails } from './containers-state.js';

/** A container in full: what listens in it and who uses that, what it was started for, what came late, then where it is from. */
export function containerReport(
  container: Container,
  listeners: readonly Listener[],
  details: ContainerDetails | undefined,
): readonly Detail[] {
  return sections(
    [
      heading('Listens on'),
      ...(listeners.length === 0 ? [sentence('nothing that the sources tell of', 'quiet')] : listeners.flatMap(listenerField)),
    ],
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

function listenerField({ port, protocol, process, useCount }: Listener): readonly Detail[] {
  const used = useCount === 0 ? 'nobody was seen to connect to it' : counted(useCount, 'connection');
  return field(
    `${port}/${protocol}`,
    `${shortBinary(process.binary)} (pid ${process.pid}): ${used}`,
    useCount === 0 ? 'warning' : undefined,
  );
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
