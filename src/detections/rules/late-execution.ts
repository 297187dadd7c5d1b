import type { DetectionCase } from '../../model/detection-case.js';
import type { Level } from '../../model/finding.js';
import type { Process } from '../../model/process.js';
import { formatDuration } from '../../model/time.js';
import type { Draft } from '../draft.js';
import { type EarlyPairs, earlyPairs } from '../early-pairs.js';
import { ancestorsInside, programName } from '../lineage.js';
import { isHomeless, isInterpreterName, isNetworkTool, isPackageManager, isRemoteTool } from '../programs.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { shellKind } from '../shell.js';
import { command, processEvidence, reference, span } from '../wording.js';

/** Late processes of one container that are the same thing: what began them, and how many there were. */
interface Group {
  readonly first: Process;
  readonly isEntered: boolean;
  readonly members: Process[];
}

const GROUPS_REMEMBERED = 20_000;
const ANCESTORS_READ = 16;
const EVIDENCE_SHOWN = 10;

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
    const groups = new Map<string, Group>();
    for (const process of view.lateProcesses()) {
      if (process.late === 'probe' || toldIds.has(process.id)) continue;
      const root = process.late === 'entered' ? entrance(view, process) : novelRoot(view, process, early);
      if (root !== undefined) join(view, groups, root, process);
    }
    for (const group of groups.values()) yield draft(view, group);
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
function entrance(view: DetectionCase, process: Process): Process {
  return ancestorsInside(view, process, ANCESTORS_READ).findLast((ancestor) => ancestor.late === 'entered') ?? process;
}

/** The topmost late process above that is news itself; `undefined` when neither the process nor anything late above it is. */
function novelRoot(view: DetectionCase, process: Process, early: EarlyPairs): Process | undefined {
  let root = early.has(process) ? undefined : process;
  for (const ancestor of ancestorsInside(view, process, ANCESTORS_READ)) {
    if (ancestor.late !== 'late') break;
    if (!early.has(ancestor)) root = ancestor;
  }
  return root;
}

function join(view: DetectionCase, groups: Map<string, Group>, root: Process, process: Process): void {
  const isEntered = root.late === 'entered';
  const parent = root.parentId === undefined ? undefined : view.process(root.parentId);
  const key = isEntered ? `entered ${root.id}` : `${root.containerId} ${root.binary} below ${parent?.binary}`;
  const group = groups.get(key);
  if (group !== undefined) group.members.push(process);
  else if (groups.size < GROUPS_REMEMBERED) groups.set(key, { first: root, isEntered, members: [process] });
}

function draft(view: DetectionCase, { first, isEntered, members }: Group): Draft {
  const container = first.containerId === undefined ? undefined : view.container(first.containerId);
  const after = formatDuration((first.lateSeconds ?? 0) * 1_000_000);
  const name = container?.name ?? container?.containerId.slice(0, 12) ?? 'its container';
  const others = new Set(members.filter((process) => process.id !== first.id).map(programName));
  const ran = others.size === 0 ? '' : ` ${[...others].slice(0, 8).join(', ')} ran below or beside it.`;
  return {
    level: isEntered ? enteredLevel(first, members) : lateLevel(first),
    title: isEntered ? `${command(first)} entered ${name} after ${after}` : `${command(first)} started ${after} after ${name}`,
    why: isEntered
      ? `${command(first)} (pid ${first.pid}) does not descend from the container's own first process: it was brought in from outside, ${after} after the start.${ran}`
      : `${command(first)} (pid ${first.pid}) started ${after} after its container, and nothing of the kind ran there under the same parent in the first minutes.${ran}`,
    process: first,
    ...span(...members.flatMap((process) => [process.imageStartedAtUs, process.startedAtUs])),
    count: members.length,
    connections: [],
    related: members.slice(0, EVIDENCE_SHOWN).map((process) => ({ ...reference(process), role: 'child' })),
    evidence: [...processEvidence(first), ...members.slice(0, EVIDENCE_SHOWN).flatMap((process) => processEvidence(process))],
    members: [first.id],
  };
}

function enteredLevel(first: Process, members: readonly Process[]): Level {
  return [first, ...members].some((process) => shellKind(process) === 'interactive' || shellKind(process) === 'stdin') ? 'medium' : 'low';
}

function lateLevel(process: Process): Level {
  const name = programName(process);
  const isTool = [isInterpreterName, isNetworkTool, isPackageManager, isRemoteTool].some((is) => is(name));
  return shellKind(process) !== undefined || isTool || isHomeless(process) ? 'medium' : 'low';
}
