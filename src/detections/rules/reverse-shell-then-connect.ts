import type { DetectionCase } from '../../model/detection-case.js';
import type { Process } from '../../model/process.js';
import { type Contact, contactsOf, isRoutine } from '../contact.js';
import { ancestorsInside, imageAt, programName, type ShellStart, seconds, shellsCommandedByInput } from '../lineage.js';
import { isLoginServer, isRemoteAgent } from '../programs.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { isForeign, shellKind } from '../shell.js';
import { apart, command, contactEvidence, destination, imageEvidence, processEvidence, related, span } from '../wording.js';

/** The relay is the shell's parent, or its grandparent where a helper such as jspawnhelper lies between. */
const GENERATIONS = 2;

export const reverseShellThenConnect = defineRule({
  id: 'reverse-shell-then-connect',
  title: 'Process started a shell, then connected',
  description:
    'A process starts a shell that reads its commands from its input and connects to another host right after, while the shell waits: a ' +
    'relay, as node and java programs make it, that copies between the socket and the pipes of its child.',
  level: 'high',
  stage: 'shell',
  attack: ['T1059.004', 'T1095'],
  needs: ['connections'],
  options: {
    windowSeconds: { value: 3, description: 'Longest time from the shell to the connection. Observed: 0.1 s; a JVM may need a second.' },
  },
  falsePositives: ['A service that feeds a script to `sh` and calls a new destination in the same moment.'],
  *run({ view, option, suspects }) {
    const window = seconds(option('windowSeconds'));
    for (const shell of shellsCommandedByInput(suspects)) {
      const contact = nextContact(view, shell, window);
      if (contact === undefined) continue;
      const client = contact.process;
      const where = destination(contact.connection);
      yield {
        level: contact.isExternal || isForeign(imageAt(client, contact.atUs) ?? client) ? 'high' : 'medium',
        title: `${command(shell.image)} relayed to ${where} by ${programName(client)}`,
        why: `${programName(client)} (pid ${client.pid}) started ${command(shell.image)} and connected to ${where} ${apart(contact.atUs - shell.atUs)} later, while that shell was waiting for input.`,
        process: shell.process,
        ...span(shell.atUs, contact.atUs),
        connections: [contact.connection],
        related: [related(shell.process, 'shell'), related(client, 'client')],
        evidence: [...processEvidence(client), ...imageEvidence(shell.process, shell.image), ...contactEvidence(contact)],
        members: [shell.process.id, client.id],
      };
    }
  },
  hits: [
    scenario(
      'node pipes a shell into a socket',
      `
      container web
      0       node server.js
      1200      node -e "spawn connect pipe"
      1200.1      /bin/sh
      1200.2      > tcp 203.0.113.9:4444
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a script runs a helper shell and then calls the database',
      `
      container web
      0     bash job.sh
      5       sh
      5.1       date
      5.2       exit
      6       > tcp 10.0.0.20:5432
    `,
    ),
    scenario(
      'a worker that calls the same address all the time',
      `
      container worker
      0     python3 worker.py
      1       > tcp 203.0.113.20:443 until 2
      11      > tcp 203.0.113.20:443 until 12
      21      > tcp 203.0.113.20:443 until 22
      30      bash
      31      > tcp 203.0.113.20:443
    `,
    ),
  ],
});

function nextContact(view: DetectionCase, shell: ShellStart, window: number): Contact | undefined {
  const above = ancestorsInside(view, shell.process, GENERATIONS);
  if (above.some((process) => isLoginServer(programName(process)) || isRemoteAgent(programName(process)))) return undefined;
  return above.map((relay) => contactAfter(view, relay, shell, window)).find((contact) => contact !== undefined);
}

function contactAfter(view: DetectionCase, relay: Process, shell: ShellStart, window: number): Contact | undefined {
  const contacts = contactsOf(view, relay);
  const waitsUntil = shell.process.exitedAtUs ?? Number.POSITIVE_INFINITY;
  return contacts.find((contact) => {
    const delay = contact.atUs - shell.atUs;
    if (delay < 0 || delay > window || contact.atUs > waitsUntil) return false;
    const owner = imageAt(relay, contact.atUs);
    return (owner === undefined || shellKind(owner) === undefined) && !isRoutine(contact, contacts);
  });
}
