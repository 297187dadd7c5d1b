import type { Container, ImageChange, KnownFrom, Process } from '../../model/process.js';
import { formatDuration, formatTime, type TimeUs } from '../../model/time.js';
import { counted, exitText, shortBinary } from '../drawing/wording.js';
import type { ProcessDetails } from '../effects.js';
import type { CaseFacts } from '../facts.js';
import { containerSections } from './container-details.js';
import { type Detail, field, heading, sections, sentence } from './detail-lines.js';

/** Everything known of a process: first what was found about it, then the fields that Hubble shows, then where each came from. */
export function processDetails({ row, ancestors }: ProcessDetails, facts: CaseFacts): readonly Detail[] {
  const { process, container } = row;
  return sections(
    findingSection(process, facts),
    startSection(process, container, facts),
    processSection(process),
    imageSection(process.images),
    [
      heading('Ancestors'),
      ...ancestors.flatMap((ref) => field(`pid ${ref.pid}`, `${shortBinary(ref.binary)} ${ref.arguments ?? ''}`.trim())),
    ],
    ...containerSections(container, process),
    generalSection(process),
    [heading('Evidence'), ...process.evidence.map((ref) => sentence(`${ref.source}:${ref.line}`))],
  );
}

function findingSection(process: Process, facts: CaseFacts): readonly Detail[] {
  const own = (facts.findingsOf.get(process.id) ?? []).flatMap((finding) => [
    heading(`! ${finding.level}  ${finding.title}`, 'finding'),
    sentence(finding.why),
    ...field('rule', [finding.rule.id, ...finding.rule.attack].join(' ')),
  ]);
  const parts = (facts.partsOf.get(process.id) ?? []).map(({ finding, role }) =>
    sentence(`${role} in: ${finding.title} (pid ${finding.process.pid})`, 'finding'),
  );
  return [...own, ...parts];
}

const LATE_WORDS = {
  late: 'late: started long after its container',
  entered: 'entered: came into the container from outside',
  probe: "probe: the kubelet's health check",
} as const;

function startSection(process: Process, container: Container | undefined, facts: CaseFacts): readonly Detail[] {
  if (process.late === undefined || process.lateSeconds === undefined) return [];
  const from = container?.startedFrom === 'metadata' ? "the runtime's own start time" : "the container's first process";
  return [
    heading(LATE_WORDS[process.late], process.late),
    sentence(`${formatDuration(process.lateSeconds * 1_000_000)} after container start, known from ${from}`),
    sentence(`later than ${formatDuration(facts.lateAfterSeconds * 1_000_000)} counts as late`, 'quiet'),
  ];
}

const KNOWN_FROM: Readonly<Record<KnownFrom, string>> = {
  exec: 'its own exec event',
  fork: 'a fork without an exec',
  inferred: 'inferred: only named as a parent',
  procfs: '/proc, when the agent started',
};

function processSection(process: Process): readonly Detail[] {
  return [
    heading('Process'),
    ...field('PID', process.pid),
    ...field(
      'UID',
      process.uid === undefined ? undefined : `${process.uid}${process.userName === undefined ? '' : ` (${process.userName})`}`,
    ),
    ...field('CWD', process.cwd),
    ...field('binary', process.binary),
    ...field('arguments', process.arguments),
    ...field('flags', process.flags),
    ...field('start time', timeText(process.startedAtUs, process.startedAtNs, process.startIsEstimated)),
    ...field('exit', exitLine(process)),
    ...field('docker', process.docker),
    ...field('AUID', process.auid === 4_294_967_295 ? 'unset' : process.auid),
    ...field('TID', process.tid === process.pid ? undefined : process.tid),
    ...field('capabilities', process.capabilities?.join(' ')),
    ...(process.isFileless ? field('file', 'runs from memory or from a deleted file', 'finding') : []),
    ...field('known from', KNOWN_FROM[process.knownFrom]),
    ...field('children', counted(process.childCount, 'process', 'processes')),
    ...field('exec id', process.execId),
  ];
}

function timeText(us: TimeUs | undefined, ns: number | undefined, isEstimated: boolean): string | undefined {
  if (us === undefined) return undefined;
  return isEstimated ? `${formatTime(us, ns)} (estimated)` : formatTime(us, ns);
}

function exitLine(process: Process): string | undefined {
  const how = exitText(process);
  if (how === undefined) return 'none seen: it was still running';
  if (process.exitedAtUs === undefined) return how;
  const after = process.startedAtUs === undefined ? '' : ` after ${formatDuration(process.exitedAtUs - process.startedAtUs)}`;
  return `${how}${after}, ${formatTime(process.exitedAtUs, process.exitedAtNs)}`;
}

function imageSection(images: readonly ImageChange[]): readonly Detail[] {
  if (images.length < 2) return [];
  return [
    heading('Images of this pid, oldest first'),
    ...images.map((image) => {
      const at = image.startedAtUs === undefined ? '' : `${formatTime(image.startedAtUs, image.startedAtNs)} `;
      return sentence(`${at}${image.binary ?? '(not known)'} ${image.arguments ?? ''}`.trimEnd());
    }),
  ];
}

function generalSection(process: Process): readonly Detail[] {
  const kind = process.knownFrom === 'exec' ? 'process_exec' : process.knownFrom;
  return [
    heading('General'),
    ...field('cluster', process.cluster),
    ...field('node', process.node),
    ...field('event kind', kind),
    ...field('time', timeText(process.imageStartedAtUs ?? process.startedAtUs, undefined, process.startIsEstimated)),
    ...field('read from', process.sources.join(', ')),
  ];
}
