import type { DetectionCase } from '../../model/detection-case.js';
import type { Level } from '../../model/finding.js';
import type { Process } from '../../model/process.js';
import { type Contact, contactsOf, isOpenAt } from '../contact.js';
import type { Draft } from '../draft.js';
import { descendants, imageAt, programName, seconds } from '../lineage.js';
import { isDiscovery } from '../programs.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { isForeign } from '../shell.js';
import { apart, command, contactEvidence, destination, processEvidence, related, span } from '../wording.js';

const PROCESSES_READ = 200;

export const reverseShellInterpreter = defineRule({
  id: 'reverse-shell-interpreter',
  title: 'Improvised program connected and runs commands',
  description:
    'A program that was given to an interpreter as text on the command line or on standard input, or that lies in a temporary folder, connects to ' +
    'another host and starts programs while that connection is open: it reads commands and runs them one by one, without a shell that stays. ' +
    'A connection alone is reported as medium when it leaves the cluster.',
  level: 'high',
  stage: 'shell',
  attack: ['T1059', 'T1095'],
  needs: ['connections'],
  options: {
    windowSeconds: { value: 60, description: 'Longest time from the connection to the first program run on it.' },
    programs: {
      value: 3,
      description: 'Different programs that must run; one is enough when it looks around and the destination is outside.',
    },
  },
  falsePositives: ['Glue in build and deployment scripts: `python3 -c` that calls an API and runs a tool.'],
  *run({ view, option, suspects }) {
    const window = seconds(option('windowSeconds'));
    const told = new Set<string>();
    for (const process of suspects.improvisedWithSockets()) {
      for (const contact of contactsOf(view, process)) {
        const image = imageAt(process, contact.atUs);
        if (image === undefined || !isForeign(image)) continue;
        const ran = programsOn(view, contact, window);
        const level = levelOf(contact, ran, option('programs'));
        if (level === undefined) continue;
        // A connection alone is told once for each container, program and place.
        const key = `${process.containerId} ${image.binary} ${contact.connection.remote?.ip}`;
        if (ran.length === 0 && told.has(key)) break;
        told.add(key);
        yield draft(contact, ran, level, command(image));
        break;
      }
    }
  },
  hits: [
    scenario(
      'ruby reads a line and runs it',
      `
      container web
      0       node server.js
      1200      ruby -rsocket -e "c=TCPSocket.new…;while(cmd=c.gets)…"
      1200.4      > tcp 203.0.113.9:443
      1201        sh -c "id -u"
      1201          id -u
    `,
    ),
    scenario(
      'a python file in a temporary folder',
      `
      container web
      0       node server.js
      1200      python3 /tmp/.cache.py
      1200.4      > tcp 203.0.113.9:443
      1204        whoami
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a service runs its helper after a call',
      `
      container worker
      0     python3 /opt/app/worker.py
      1       > tcp 203.0.113.9:443
      2       gzip -c
    `,
    ),
    scenario(
      'a one-liner of a deployment calls an API and runs one tool',
      `
      container job
      0     bash deploy.sh
      1       python3 -c "requests.get…;subprocess.run…"
      1.1       > tcp 203.0.113.9:443
      2         git clone x
    `,
    ),
    scenario(
      'a one-liner only calculates',
      `
      container worker
      0     python3 /opt/app/worker.py
      1       python3 -c "print(1)"
      1.1       > tcp 10.0.0.20:5432
    `,
    ),
    scenario(
      'a one-liner fetches, ends the connection and calls a tool in the cluster',
      `
      container job
      0     bash deploy.sh
      1       python3 -c "requests.get…;subprocess.run…"
      1.1       > tcp 203.0.113.9:443 until 2
      3         kubectl apply -f x
    `,
    ),
  ],
});

function programsOn(view: DetectionCase, contact: Contact, window: number): readonly Process[] {
  const { process, atUs, connection } = contact;
  const below = descendants(view, process, PROCESSES_READ).filter((one) => one.knownFrom === 'exec');
  return below.filter((one) => {
    const startedAtUs = one.imageStartedAtUs;
    return startedAtUs !== undefined && startedAtUs >= atUs && startedAtUs - atUs <= window && isOpenAt(connection, startedAtUs);
  });
}

function levelOf(contact: Contact, ran: readonly Process[], programs: number): Level | undefined {
  if (ran.length === 0) return contact.isExternal ? 'medium' : undefined;
  const looksAround = contact.isExternal && ran.some((one) => isDiscovery(programName(one)));
  return looksAround || new Set(ran.map(programName)).size >= programs ? 'high' : 'medium';
}

function draft(contact: Contact, ran: readonly Process[], level: Level, program: string): Draft {
  const { process, connection } = contact;
  const where = destination(connection);
  const [first] = ran;
  const names = [...new Set(ran.map(programName))].slice(0, 5).join(', ');
  const did =
    first === undefined
      ? 'nothing that it ran is on record'
      : `while the connection was open it ran ${names}, the first ${apart((first.imageStartedAtUs ?? contact.atUs) - contact.atUs)} later`;
  return {
    level,
    title: first === undefined ? `${program} connected to ${where}` : `${program} runs commands from ${where}`,
    why: `${program} (pid ${process.pid}), a program given as text or lying in a temporary folder, connected to ${where}; ${did}.`,
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
