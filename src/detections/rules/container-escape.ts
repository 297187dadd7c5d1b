import type { ProcessOutline } from '../../model/detection-case.js';
import type { Level } from '../../model/finding.js';
import type { Process } from '../../model/process.js';
import { commandedRows } from '../commanded.js';
import { earlyPairs } from '../early-pairs.js';
import { ancestorsInside, programName } from '../lineage.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { isForeign, shellKind } from '../shell.js';
import { command, processEvidence, related, span } from '../wording.js';

/** What leads from a container to its host, by program: the arguments that say so, and what it is in words. */
const WAYS: Readonly<Record<string, { readonly when: RegExp; readonly words: string }>> = {
  nsenter: { when: /(?:^|\s)(?:-t\s*|--target[= ])1\b|\/proc\/1\/ns/, words: 'enters the namespaces of the host' },
  chroot: { when: /(?:^|\s)\/(?:host|rootfs|mnt|proc\/1\/root)\S*/, words: "makes the host's files its own" },
  mount: { when: /(?:^|\s)\/dev\/(?:sd|vd|xvd|nvme|dm-|mapper\/)/, words: 'mounts a disk of the host' },
  debugfs: { when: /(?:^|\s)\/dev\//, words: 'reads a disk of the host past its file system' },
};
const RUNTIME_SOCKET = /\/(?:docker|containerd|crio|podman)\.sock\b/;
const RUNTIME_CLIENTS = ['curl', 'docker', 'ctr', 'crictl', 'nerdctl', 'podman', 'socat', 'nc'] as const;
const ANCESTORS_READ = 4;

export const containerEscape = defineRule({
  id: 'container-escape',
  title: 'Way out of the container taken',
  description:
    'A program in a container enters the namespaces of the host, makes its files or disks its own, or speaks to the socket of the container runtime. ' +
    'Storage and network agents do that for a living, from their own programs and from the start; below a shell, late and never before, it ' +
    'is an escape.',
  level: 'high',
  stage: 'consequence',
  attack: ['T1611'],
  needs: ['containers'],
  options: {},
  falsePositives: [
    'Storage drivers and node agents that call nsenter.',
    'Debugging of a node from a container (kubectl debug).',
    'Builds that use the socket of the runtime.',
  ],
  *run({ view, stories }) {
    const commanded = commandedRows(stories);
    const early = earlyPairs(view);
    for (const outline of view.outlinesNamed([...Object.keys(WAYS), ...RUNTIME_CLIENTS, 'busybox'])) {
      if (outline.containerId === undefined || outline.late === 'probe') continue;
      const way = wayOf(outline);
      if (way === undefined || early.has(outline)) continue;
      const process = view.process(outline.id);
      if (process === undefined) continue;
      const above = ancestorsInside(view, process, ANCESTORS_READ);
      yield {
        level: levelOf(process, above, commanded, way.isHost),
        title: `${command(process)} ${way.words}`,
        why: `${command(process)} (pid ${process.pid}) in a container ${way.words}${above[0] === undefined ? '' : `; it was started by ${command(above[0])}`}.`,
        process,
        ...span(process.imageStartedAtUs),
        connections: [],
        related: above.slice(0, 1).map((parent) => related(parent, 'parent')),
        evidence: [...above.slice(0, 1).flatMap((parent) => processEvidence(parent)), ...processEvidence(process)],
        members: [process.id],
      };
    }
  },
  hits: [
    scenario(
      'nsenter to the host, below a shell that a server started',
      `
      container web
      0       node server.js
      1200      sh -c "…"
      1200.1      nsenter -t 1 -m -u -n -i sh
    `,
    ),
    scenario(
      'curl asks the runtime for a new container',
      `
      container web
      0       node server.js
      1200      sh -c "…"
      1200.1      curl -s --unix-socket /var/run/docker.sock http://x/containers/create
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a storage driver mounts a volume on its host',
      `
      container csi-node
      0       /csi-driver --nodeid=1
      1200      nsenter --mount=/proc/1/ns/mnt mount /dev/sdb /var/lib/kubelet/x
    `,
    ),
    scenario(
      'an administrator debugs a node',
      `
      container debugger
      0       sleep infinity
      1200    bash {entered}
      1205      chroot /host
    `,
    ),
    scenario(
      'a build uses the runtime of its host',
      `
      container ci
      0       bash /job.sh
      1200      docker -H unix:///var/run/docker.sock push registry.example.com/x
    `,
    ),
  ],
});

interface Way {
  readonly words: string;
  /** Straight to the host, and not through the runtime. */
  readonly isHost: boolean;
}

function wayOf(process: ProcessOutline): Way | undefined {
  const words = process.arguments ?? '';
  const way = WAYS[programName(process)];
  if (way?.when.test(words) === true) return { words: way.words, isHost: true };
  return RUNTIME_SOCKET.test(words) ? { words: 'speaks to the socket of the container runtime', isHost: false } : undefined;
}

function levelOf(process: Process, above: readonly Process[], commanded: ReadonlySet<number>, isHost: boolean): Level {
  if (commanded.has(process.id)) return 'high';
  const isTyped = above.some((ancestor) => shellKind(ancestor) === 'command' || shellKind(ancestor) === 'stdin' || isForeign(ancestor));
  return isHost && isTyped && process.late === 'late' ? 'high' : 'medium';
}
