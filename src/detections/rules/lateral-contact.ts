import type { Draft, Story } from '../draft.js';
import { programName } from '../lineage.js';
import { isSerious, type Reach, reachOf } from '../reach.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { command, contactEvidence, processEvidence, related, span } from '../wording.js';

const TARGETS_NAMED = 8;
const EVIDENCE_SHOWN = 20;

export const lateralContact = defineRule({
  id: 'lateral-contact',
  title: 'Commanded shell contacted other containers',
  description:
    'A program below a shell that somebody commands over the network connected to another container, pod or private address. One finding ' +
    'for each story lists everything it reached.',
  level: 'high',
  stage: 'consequence',
  attack: ['T1021', 'T1046'],
  needs: ['connections'],
  options: {},
  falsePositives: ['Those of the shell finding that it follows from.'],
  *run({ view, stories }) {
    for (const story of stories.filter(isSerious)) {
      const reached = reachOf(view, story);
      if (reached.length > 0) yield draft(story, reached);
    }
  },
  hits: [
    scenario(
      'curl below a reverse shell asks another container',
      `
      container web
      0       node server.js
      1200      python3 -c "…"
      1200.1      > tcp 203.0.113.9:4444
      1200.2      => /bin/sh -i
      1210        curl http://10.0.0.20:9200
      1210.1        > tcp 10.0.0.20:9200
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'an administrator does the same',
      `
      container web
      0       node server.js
      1200    bash -i {entered}
      1210      curl http://10.0.0.20:9200
      1210.1      > tcp 10.0.0.20:9200
    `,
    ),
    scenario(
      'an installer calls a mirror inside',
      `
      container build
      0       bash build.sh
      5         curl -fsSL https://get.example.org
      5.1         > tcp 203.0.113.31:443
      5         bash
      6           curl http://10.0.0.20/mirror
      6.1           > tcp 10.0.0.20:80
    `,
    ),
  ],
});

function draft(story: Story, reached: readonly Reach[]): Draft {
  const names = [...new Set(reached.map((one) => one.name))];
  const shown =
    names.slice(0, TARGETS_NAMED).join(', ') + (names.length > TARGETS_NAMED ? ` and ${names.length - TARGETS_NAMED} more` : '');
  const clients = [...new Map(reached.map(({ contact }) => [contact.process.id, contact.process])).values()];
  const tools = [...new Set(clients.map(programName))].join(', ');
  return {
    level: 'high',
    title: `${command(story.shell)} reached ${names.length === 1 ? shown : `${names.length} others: ${shown}`}`,
    why: `Below ${command(story.shell)} (pid ${story.shell.pid}), which is commanded over the network, ${tools} made ${reached.length === 1 ? 'a connection' : `${reached.length} connections`} to ${shown}.`,
    process: story.shell,
    ...span(...reached.map(({ contact }) => contact.atUs)),
    count: reached.length,
    connections: reached.slice(0, EVIDENCE_SHOWN).map(({ contact }) => contact.connection),
    related: [...clients.slice(0, EVIDENCE_SHOWN).map((process) => related(process, 'client')), ...targets(reached)],
    evidence: [...processEvidence(story.shell), ...reached.slice(0, EVIDENCE_SHOWN).flatMap(({ contact }) => contactEvidence(contact))],
    members: [story.shell.id],
  };
}

function targets(reached: readonly Reach[]): Draft['related'] {
  return reached.slice(0, EVIDENCE_SHOWN).flatMap(({ server }) => (server === undefined ? [] : [related(server, 'target')]));
}
