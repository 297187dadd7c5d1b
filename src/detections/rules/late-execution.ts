import type { DetectionCase, ProcessOutline } from '../../model/detection-case.js';
import type { Level } from '../../model/finding.js';
import type { Process } from '../../model/process.js';
import { formatDuration } from '../../model/time.js';
import type { Draft } from '../draft.js';
import { type EarlyPairs, earlyPairs } from '../early-pairs.js';
import { outlinesAbove, programName } from '../lineage.js';
import { isHomeless, isInterpreterName, isNetworkTool, isPackageManager, isRemoteTool } from '../programs.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { isCommandedByInput, shellKind } from '../shell.js';
import { command, processEvidence, reference, span } from '../wording.js';

const GROUPS_REMEMBERED = 20_000;
const ANCESTORS_READ = 16;
const EVIDENCE_SHOWN = 10;
const PROGRAMS_NAMED = 8;

export const lateExecution = defineRule({
  id: 'late-execution',
  title: 'Program started long after its container',
  description:
    'A container runs what its image was built to run, and does so from its start. A program that begins later than the threshold and that no ' +
    'container of the image ran under the same parent in its first minutes is news. Entered from outside (kubectl exec, nsenter) is kept ' +
    'apart from started inside; health probes are left out; what a shell story already tells is left to that story.',
  level: 'medium',
  stage: 'consequence',
  attack: ['T1609'],
  needs: ['containers'],
  options: {},
  falsePositives: [
    'Jobs that run for the first time after the threshold: backups, log rotation, cron.',
    'Administrators who enter a container.',
  ],
  *run({ view, stories }) {
    const toldIds = new Set(stories.flatMap((story) => [...story.processIds]));
    const early = earlyPairs(view);
    const groups = new Map<string, LateGroup>();
    for (const process of view.lateOutlines()) {
      if (process.late === 'probe' || toldIds.has(process.id)) continue;
      const root = process.late === 'entered' ? entrance(view, process) : novelRoot(view, process, early);
      if (root !== undefined) join(view, groups, root, process);
    }
    for (const group of groups.values()) {
      const first = view.process(group.firstId);
      if (first !== undefined) yield draft(view, first, group);
    }
  },
  hits: [
    scenario(
      'a shell nobody had started before',
      `
      container web
      0       node server.js
      1200      sh -c "id"
      1200.1      id
    `,
    ),
    scenario(
      'an administrator enters',
      `
      container web
      0       node server.js
      1200    bash {entered}
      1201      ls
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a health probe',
      `
      container web
      0       node server.js
      1200    sh -c "wget -q localhost" {probe}
    `,
    ),
    scenario(
      'a helper that ran in the first minutes too',
      `
      container web
      0       node server.js
      60        gzip -c
      1200      gzip -c
    `,
    ),
    scenario(
      'a backup job late at night',
      `
      container backup
      0       bash backup.sh
      1200      tar czf /tmp/data.tgz /data
      1201      scp /tmp/data.tgz host:/backup
      1201.1      > tcp 10.0.0.7:22
    `,
    ),
  ],
});

/** The process through which somebody came in: the topmost one above that entered too. */
function entrance(view: DetectionCase, process: ProcessOutline): ProcessOutline {
  return outlinesAbove(view, process, ANCESTORS_READ).findLast((ancestor) => ancestor.late === 'entered') ?? process;
}

/** The topmost late process above that is news itself; `undefined` when neither the process nor anything late above it is. */
function novelRoot(view: DetectionCase, process: ProcessOutline, early: EarlyPairs): ProcessOutline | undefined {
  let root = early.has(process) ? undefined : process;
  for (const ancestor of outlinesAbove(view, process, ANCESTORS_READ)) {
    if (ancestor.late !== 'late') break;
    if (!early.has(ancestor)) root = ancestor;
  }
  return root;
}

function join(view: DetectionCase, groups: Map<string, LateGroup>, root: ProcessOutline, process: ProcessOutline): void {
  const isEntered = root.late === 'entered';
  const parent = root.parentId === undefined ? undefined : view.outline(root.parentId);
  const key = isEntered ? `entered ${root.id}` : `${root.containerId} ${root.binary} below ${parent?.binary}`;
  const known = groups.get(key);
  if (known === undefined && groups.size >= GROUPS_REMEMBERED) return;
  const group = known ?? new LateGroup(root, isEntered);
  groups.set(key, group);
  group.add(process);
}

/** Late processes of one container that are the same thing. A container may start it a million times: of most only their number is kept. */
class LateGroup {
  readonly firstId: number;
  readonly isEntered: boolean;
  readonly shownIds: number[] = [];
  readonly programs = new Set<string>();
  count = 0;
  times: ReturnType<typeof span> = {};
  takesCommands: boolean;
  #latest: ProcessOutline | undefined;

  constructor(first: ProcessOutline, isEntered: boolean) {
    this.firstId = first.id;
    this.isEntered = isEntered;
    this.takesCommands = isCommandedByInput(shellKind(first));
  }

  add(process: ProcessOutline): void {
    const { firstSeenUs, lastSeenUs } = this.times;
    this.times = span(firstSeenUs, lastSeenUs, process.imageStartedAtUs, process.startedAtUs);
    this.count += 1;
    if (this.shownIds.length < EVIDENCE_SHOWN) this.shownIds.push(process.id);
    if (process.id === this.firstId || isAlike(process, this.#latest)) return;
    this.#latest = process;
    if (this.programs.size < PROGRAMS_NAMED) this.programs.add(programName(process));
    this.takesCommands ||= isCommandedByInput(shellKind(process));
  }
}

/** The same command line under another pid tells nothing more. */
function isAlike(process: ProcessOutline, other: ProcessOutline | undefined): boolean {
  return process.binary === other?.binary && process.arguments === other?.arguments && process.knownFrom === other?.knownFrom;
}

function draft(view: DetectionCase, first: Process, { isEntered, shownIds, programs, count, times, takesCommands }: LateGroup): Draft {
  const shown = shownIds.flatMap((id) => view.process(id) ?? []);
  const container = first.containerId === undefined ? undefined : view.container(first.containerId);
  const after = formatDuration((first.lateSeconds ?? 0) * 1_000_000);
  const name = container?.name ?? container?.containerId.slice(0, 12) ?? 'its container';
  const ran = programs.size === 0 ? '' : ` ${[...programs].join(', ')} ran below or beside it.`;
  return {
    level: levelOf(first, isEntered, takesCommands),
    title: isEntered ? `${command(first)} entered ${name} after ${after}` : `${command(first)} started ${after} after ${name}`,
    why: isEntered
      ? `${command(first)} (pid ${first.pid}) does not descend from the container's own first process: it was brought in from outside, ${after} after the start.${ran}`
      : `${command(first)} (pid ${first.pid}) started ${after} after its container, and nothing of the kind ran there under the same parent in the first minutes.${ran}`,
    process: first,
    ...times,
    count,
    connections: [],
    related: shown.map((process) => ({ ...reference(process), role: 'child' })),
    evidence: [...processEvidence(first), ...shown.flatMap((process) => processEvidence(process))],
    members: [first.id],
  };
}

function levelOf(process: Process, isEntered: boolean, takesCommands: boolean): Level {
  if (isEntered) return takesCommands ? 'medium' : 'low';
  const name = programName(process);
  const isTool = [isInterpreterName, isNetworkTool, isPackageManager, isRemoteTool].some((is) => is(name));
  return shellKind(process) !== undefined || isTool || isHomeless(process) ? 'medium' : 'low';
}
