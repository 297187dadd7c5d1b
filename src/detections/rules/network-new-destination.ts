import { formatDuration } from '../../model/time.js';
import type { Draft } from '../draft.js';
import { seconds } from '../lineage.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { newPaths, type Watched } from '../watched.js';
import { HELD_SECONDS, type NewOutside, newOutside, shellCalls } from '../watched-calls.js';
import { connectionEvidence, destination, span } from '../wording.js';

const SHOWN = 10;

export const networkNewDestination = defineRule({
  id: 'network-new-destination',
  title: 'Service began to call a public address',
  description:
    'A service of which only heartbeats or network flows tell begins to call a public address after it had run for a while. On a port that no ' +
    'known service has, and held open, it is high; not held open it is medium; and low on a known port where it had called nobody outside before. ' +
    'What it began to call inside afterwards is told with it.',
  level: 'high',
  stage: 'consequence',
  attack: ['T1571', 'T1071'],
  needs: ['connections'],
  options: {
    settleSeconds: {
      value: 120,
      description: 'From when on after its first report what a service calls is new; starting services call around.',
    },
    heldSeconds: { value: HELD_SECONDS, description: 'From when on a connection is held open, as that of somebody who types.' },
  },
  falsePositives: [
    'Releases and changes of configuration that bring a new service outside.',
    'Connections that are rarely made and were not seen before.',
  ],
  *run({ watched, option }) {
    const settleUs = seconds(option('settleSeconds'));
    for (const place of watched()) {
      if (!place.isService || shellCalls(place).length > 0) continue;
      const found = newOutside(place, { settleUs, heldUs: seconds(option('heldSeconds')) });
      if (found !== undefined) yield draft(place, found, settleUs);
    }
  },
  hits: [
    scenario(
      'a service holds a connection to an unusual port outside, and looks around inside',
      `
      container crawler
      0       *
      0         listen tcp 8080
      10        > tcp 203.0.113.10:80
      300       > tcp 203.0.113.60:8531 until 370
      310       > tcp 10.0.0.3:9200
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a service calls another web address',
      `
      container crawler
      0       *
      0         listen tcp 8080
      10        > tcp 203.0.113.10:80
      300       > tcp 198.51.100.7:443 until 600
    `,
    ),
    scenario(
      'a job calls an unusual port',
      `
      container job
      0       *
      0         > tcp 10.0.0.3:5432
      300       > tcp 203.0.113.60:8531 until 370
    `,
    ),
    scenario(
      'a service calls an unusual port from its start',
      `
      container feed
      0       *
      0         listen tcp 8080
      5         > tcp 203.0.113.60:8531 until 900
      400       > tcp 203.0.113.60:8531
    `,
    ),
  ],
});

function draft(place: Watched, { level, calls, first }: NewOutside, settleUs: number): Draft {
  const since = first.openedAtUs ?? place.firstUs;
  const paths = level === 'high' ? newPaths(place, settleUs).filter(({ openedAtUs = 0 }) => openedAtUs > since) : [];
  const names = [...new Set(calls.map(destination))];
  const then = paths.length === 0 ? '' : ` It then began to call ${[...new Set(paths.map(destination))].slice(0, SHOWN).join(', ')}.`;
  return {
    level,
    title: `${place.name} began to call ${destination(first)}${names.length > 1 ? ` and ${names.length - 1} more` : ''}`,
    why:
      `${place.name}, which others call, was watched for ${formatDuration(since - place.firstUs)} before it called ${names.slice(0, SHOWN).join(', ')}; ` +
      `which of its programs did is not told.${then}`,
    process: place.process,
    ...span(...[...calls, ...paths].flatMap(({ openedAtUs, closedAtUs }) => [openedAtUs, closedAtUs])),
    count: calls.length,
    connections: [...calls, ...paths].slice(0, SHOWN),
    related: [],
    evidence: [...calls, ...paths].slice(0, SHOWN).flatMap((call) => connectionEvidence(call, `${place.name} called ${destination(call)}`)),
    members: [place.process.id],
  };
}
