import type { Connection } from '../../model/connection.js';
import type { Draft } from '../draft.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { newPaths, type Watched } from '../watched.js';
import { shellCalls } from '../watched-calls.js';
import { connectionEvidence, destination, span } from '../wording.js';

const SHOWN = 10;
/** What a place begins to call inside after a shell is told with it, however long the place was watched. */
const AT_ONCE = 0;

export const networkShellPort = defineRule({
  id: 'network-shell-port',
  title: 'Public address called on a port of reverse shells',
  description:
    'A container of which only heartbeats or network flows tell calls a public address on a port that reverse shells are given by the tools ' +
    'that make them. What it began to call inside afterwards is told with it. An attempt that the network dropped is medium.',
  level: 'high',
  stage: 'consequence',
  attack: ['T1571', 'T1059'],
  needs: ['connections'],
  options: {},
  falsePositives: ['Services outside that chose such a port.'],
  *run({ watched }) {
    for (const place of watched()) {
      const calls = shellCalls(place);
      if (calls.length > 0) yield draft(place, calls);
    }
  },
  hits: [
    scenario(
      'heartbeats show a connection to port 4444 outside',
      `
      container api
      0       *
      0         listen tcp 8080
      21        > tcp 203.0.113.66:4444
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'the same port inside',
      `
      container tests
      0       *
      0         listen tcp 8080
      21        > tcp 10.0.0.9:4444
    `,
    ),
  ],
});

function draft(place: Watched, calls: readonly Connection[]): Draft {
  const [first] = calls;
  const target = first === undefined ? '' : destination(first);
  const isDropped = calls.every(({ verdict }) => verdict === 'dropped');
  const since = first?.openedAtUs ?? 0;
  const paths = newPaths(place, AT_ONCE).filter(({ openedAtUs = 0 }) => openedAtUs > since);
  const then = paths.length === 0 ? '' : ` It then began to call ${[...new Set(paths.map(destination))].slice(0, SHOWN).join(', ')}.`;
  return {
    level: isDropped ? 'medium' : 'high',
    title: `${place.name} ${isDropped ? 'tried to call' : 'called'} ${target}, a port of reverse shells`,
    why: `${place.name} ${isDropped ? 'tried to call' : 'called'} ${target}; which of its programs did is not told.${then}`,
    process: place.process,
    ...span(...[...calls, ...paths].flatMap(({ openedAtUs, closedAtUs }) => [openedAtUs, closedAtUs])),
    count: calls.length,
    connections: [...calls, ...paths].slice(0, SHOWN),
    related: [],
    evidence: [...calls, ...paths].slice(0, SHOWN).flatMap((call) => connectionEvidence(call, `${place.name} called ${destination(call)}`)),
    members: [place.process.id],
  };
}
