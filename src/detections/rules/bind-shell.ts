import type { Connection } from '../../model/connection.js';
import type { DetectionCase } from '../../model/detection-case.js';
import type { Level } from '../../model/finding.js';
import type { Process } from '../../model/process.js';
import type { TimeUs } from '../../model/time.js';
import { isOpenAt } from '../contact.js';
import type { Draft } from '../draft.js';
import {
  ancestorsInside,
  descendants,
  imageAt,
  programName,
  replacedImage,
  type ShellStart,
  seconds,
  shellsCommandedByInput,
} from '../lineage.js';
import { isDiscovery, isLoginServer, isNetworkTool } from '../programs.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { isImprovisedProgram } from '../shell.js';
import type { Suspects } from '../suspects.js';
import { apart, command, connectionEvidence, imageEvidence, processEvidence, related, span } from '../wording.js';

/** A process that waits for callers or was called, at or above a shell. */
interface Server {
  readonly process: Process;
  readonly connection: Connection;
  readonly atUs: TimeUs;
}

const PROCESSES_READ = 200;

export const bindShell = defineRule({
  id: 'bind-shell',
  title: 'Shell below a process that waits for callers',
  description:
    'A process listens or accepts a caller, then it becomes a shell that reads its commands from its input, or starts one. Login servers do ' +
    'that for a living and are known by name; a server of another kind that starts a bare shell is reported as medium, because services feed ' +
    'scripts to shells too.',
  level: 'high',
  stage: 'shell',
  attack: ['T1059.004', 'T1571'],
  needs: ['connections'],
  options: {
    acceptSeconds: { value: 30, description: 'Longest time from an accepted caller to the shell.' },
    generations: { value: 3, description: 'How far above the shell the listening process may stand.' },
  },
  falsePositives: ['Web terminals and notebooks under an unknown name; a debug console that an operator opened with socat.'],
  *run({ view, option, suspects }) {
    const window = seconds(option('acceptSeconds'));
    for (const shell of shellsCommandedByInput(suspects)) {
      const line = [shell.process, ...ancestorsInside(view, shell.process, option('generations'))];
      if (line.some((process) => isLoginServer(programName(process)))) continue;
      const server = line.map((process) => serverOf(view, process, shell, window)).find((found) => found !== undefined);
      if (server !== undefined) yield draft(shell, server);
    }
    yield* improvisedServers(view, suspects);
  },
  hits: [
    scenario(
      'nc waits, then becomes a shell',
      `
      container web
      0       node server.js
      1200      nc -l -p 9001 -e /bin/sh
      1200.1      listen tcp 9001
      1200.9      < tcp 203.0.113.9:51000 on 9001
      1201        => /bin/sh
      1202        id
    `,
    ),
    scenario(
      'socat forks for a caller',
      `
      container web
      0       node server.js
      1200      socat TCP-LISTEN:1234,fork EXEC:/bin/sh,pty
      1200.1      listen tcp 1234
      1230        < tcp 203.0.113.9:51000 on 1234
      1230        fork
      1230.1        /bin/sh
    `,
    ),
    scenario(
      'a one-liner waits and runs what its caller sends',
      `
      container web
      0       node server.js
      1200      perl -e "…accept…"
      1200.1      listen tcp 9001
      1230        < tcp 203.0.113.9:51000 on 9001
      1231        sh -c "id"
      1231.1        id
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a login over ssh gets a terminal',
      `
      container gateway
      0     /usr/sbin/sshd -D
      0.1     listen tcp 22
      60      /usr/sbin/sshd -D -R
      60.1      < tcp 203.0.113.9:51000 on 22
      61        fork
      61.1        => /bin/bash
    `,
    ),
    scenario(
      'an inetd-style handler answers with a command',
      `
      container gateway
      0     socat TCP-LISTEN:7778,fork "SYSTEM:hostname; date -u"
      0.1     listen tcp 7778
      60      fork
      60.1      sh -c "hostname; date -u"
      60.2        hostname
    `,
    ),
    scenario(
      'a web service feeds a script to bash',
      `
      container report
      0     python3 /opt/report.py
      0.1     listen tcp 7000
      600     bash
      600.1     sort
    `,
    ),
  ],
});

/** Programs given as text that wait for callers and start other programs: a shell that needs no shell. */
function* improvisedServers(view: DetectionCase, suspects: Suspects): Iterable<Draft> {
  for (const process of suspects.improvisedWithSockets()) {
    if (process.childCount === 0) continue;
    const waiting = view
      .connectionsOf(process.id)
      .find((connection) => connection.direction !== 'outbound' && connection.scope !== 'loopback');
    const image = waiting?.openedAtUs === undefined ? undefined : imageAt(process, waiting.openedAtUs);
    if (waiting === undefined || image === undefined || !isImprovisedProgram(image)) continue;
    const ran = descendants(view, process, PROCESSES_READ).filter((one) => one.knownFrom === 'exec');
    if (ran.length > 0) yield improvisedDraft(process, command(image), waiting, ran);
  }
}

function improvisedDraft(process: Process, program: string, connection: Connection, ran: readonly Process[]): Draft {
  const port = connection.local?.port ?? 0;
  const names = [...new Set(ran.map(programName))].slice(0, 5).join(', ');
  return {
    level: ran.some((one) => isDiscovery(programName(one))) || new Set(ran.map(programName)).size > 2 ? 'high' : 'medium',
    title: `${program} waits on port ${port} and runs programs`,
    why: `${program} (pid ${process.pid}), a program given as text or lying in a temporary folder, waits for callers on port ${port} and started ${names}.`,
    process,
    ...span(ran[0]?.startedAtUs),
    connections: [connection],
    related: [related(process, 'server'), ...ran.slice(0, 8).map((child) => related(child, 'child'))],
    evidence: [
      ...processEvidence(process),
      ...connectionEvidence(connection, `pid ${process.pid} waits on port ${port}`),
      ...ran.slice(0, 8).flatMap((child) => processEvidence(child)),
    ],
    members: [process.id, ...ran.map((child) => child.id)],
  };
}

function serverOf(view: DetectionCase, process: Process, shell: ShellStart, window: number): Server | undefined {
  if (process.connectionCount === 0) return undefined;
  const candidates = view.connectionsOf(process.id).flatMap((connection) => {
    const atUs = connection.openedAtUs;
    if (atUs === undefined || atUs > shell.atUs || connection.direction === 'outbound') return [];
    // A caller who had left before the shell began did not get it.
    const isInTime = connection.direction === 'listen' || (shell.atUs - atUs <= window && isOpenAt(connection, shell.atUs));
    return isInTime ? [{ process, connection, atUs }] : [];
  });
  return candidates.findLast((one) => one.connection.direction === 'inbound') ?? candidates.at(-1);
}

function draft(shell: ShellStart, server: Server): Draft {
  const { process, connection } = server;
  const port = connection.local?.port ?? 0;
  const image = imageAt(process, server.atUs) ?? process;
  const isAccepted = connection.direction === 'inbound';
  const caller = connection.remote === undefined || !isAccepted ? '' : ` for ${connection.remote.ip}`;
  const what = isAccepted ? `accepted a caller on port ${port}` : `listens on port ${port}`;
  return {
    level: levelOf(shell, server),
    title: `${command(shell.image)} offered on port ${port} by ${command(image)}`,
    why: `${command(image)} (pid ${process.pid}) ${what}${caller}, and ${apart(shell.atUs - server.atUs)} later ${process.id === shell.process.id ? 'became' : 'started'} ${command(shell.image)} (pid ${shell.process.pid}).`,
    process: shell.process,
    ...span(...(isAccepted ? [server.atUs] : []), shell.atUs),
    connections: [connection],
    related: [related(shell.process, 'shell'), related(process, 'server')],
    evidence: [
      ...processEvidence(process),
      ...connectionEvidence(connection, `pid ${process.pid} ${what}${caller}`),
      ...imageEvidence(shell.process, shell.image),
    ],
    members: [shell.process.id, process.id],
  };
}

/** A program made for it, given as text, or replaced by the shell: no service does that. Otherwise only an explicit `-i` tells. */
function levelOf(shell: ShellStart, server: Server): Level {
  const image = imageAt(server.process, server.atUs) ?? server.process;
  const isReplaced = server.process.id === shell.process.id && replacedImage(shell.process, shell.place) !== undefined;
  const isMadeForIt = isNetworkTool(programName({ ...server.process, ...image })) || isImprovisedProgram(image);
  return isReplaced || isMadeForIt || /(?:^|\s)-\S*i/.test(shell.image.arguments ?? '') ? 'high' : 'medium';
}
