import type { Connection } from '../../model/connection.js';
import { formatDuration } from '../../model/time.js';
import type { Draft } from '../draft.js';
import { seconds } from '../lineage.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { newPaths, type Watched } from '../watched.js';
import { HELD_SECONDS, newOutside, shellCalls } from '../watched-calls.js';
import { connectionEvidence, destination, span } from '../wording.js';

const SHOWN = 10;

/** Behind these ports lies what an application keeps. */
const STORE_PORTS: ReadonlyMap<number, string> = new Map([
  [1433, 'SQL Server'],
  [2379, 'etcd'],
  [3306, 'MySQL'],
  [5432, 'PostgreSQL'],
  [5984, 'CouchDB'],
  [6379, 'Redis'],
  [9042, 'Cassandra'],
  [9200, 'Elasticsearch'],
  [11_211, 'memcached'],
  [27_017, 'MongoDB'],
]);

export const networkNewPath = defineRule({
  id: 'network-new-path',
  title: 'Service began to call another on a port never used between them',
  description:
    'A service of which only heartbeats or network flows tell begins to call another container, or another port of one, after it had run for a ' +
    'while. It is medium for a data store, and for several at once, which is how somebody looks around; otherwise low. Short connections are seen ' +
    'by chance, so this alone never says more. What a serious call to the outside already tells is left to that.',
  level: 'medium',
  stage: 'consequence',
  attack: ['T1021', 'T1046'],
  needs: ['connections'],
  options: {
    settleSeconds: {
      value: 120,
      description: 'From when on after its first report what a service calls is new; starting services call around.',
    },
    several: { value: 3, description: 'New destinations that are a look around when they are first called close together.' },
    togetherSeconds: { value: 60, description: 'How close together that is.' },
  },
  falsePositives: ['Releases that bring a new dependency.', 'Jobs of a service that run rarely.'],
  *run({ watched, option }) {
    const settleUs = seconds(option('settleSeconds'));
    for (const place of watched()) {
      if (!place.isService || isToldElsewhere(place, settleUs)) continue;
      const paths = newPaths(place, settleUs);
      const [first] = paths;
      if (first === undefined) continue;
      const areTogether = mostTogether(paths, seconds(option('togetherSeconds'))) >= option('several');
      yield draft(place, paths, first, areTogether);
    }
  },
  hits: [
    scenario(
      'the web server calls the database itself',
      `
      container web
      0       *
      0         listen tcp 80
      1         > tcp 10.0.0.11:8080
      600       > tcp 10.0.0.12:5432
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'another replica of the same port, early',
      `
      container web
      0       *
      0         listen tcp 80
      1         > tcp 10.0.0.11:8080
      60        > tcp 10.0.0.21:8080
    `,
    ),
  ],
});

function isToldElsewhere(place: Watched, settleUs: number): boolean {
  return shellCalls(place).length > 0 || newOutside(place, { settleUs, heldUs: seconds(HELD_SECONDS) })?.level === 'high';
}

/** The most first calls within one stretch of time. */
function mostTogether(paths: readonly Connection[], withinUs: number): number {
  const times = paths.flatMap(({ openedAtUs }) => openedAtUs ?? []).sort((a, b) => a - b);
  return Math.max(0, ...times.map((from) => times.filter((us) => us >= from && us - from <= withinUs).length));
}

function draft(place: Watched, paths: readonly Connection[], first: Connection, areTogether: boolean): Draft {
  const stores = [...new Set(paths.flatMap(({ remote }) => STORE_PORTS.get(remote?.port ?? 0) ?? []))];
  const named = [...new Set(paths.map(destination))];
  const watchedFor = formatDuration((first.openedAtUs ?? place.firstUs) - place.firstUs);
  return {
    level: stores.length > 0 || areTogether ? 'medium' : 'low',
    title: `${place.name} began to call ${destination(first)}${named.length > 1 ? ` and ${named.length - 1} more` : ''}`,
    why:
      `${place.name} was watched for ${watchedFor} before it called ${named.slice(0, SHOWN).join(', ')} for the first time` +
      `${stores.length > 0 ? `; that is where ${stores.join(' and ')} usually answers` : ''}${areTogether ? '; several of them close together' : ''}.`,
    process: place.process,
    ...span(...paths.map(({ openedAtUs }) => openedAtUs)),
    count: paths.length,
    connections: paths.slice(0, SHOWN),
    related: [],
    evidence: paths.slice(0, SHOWN).flatMap((call) => connectionEvidence(call, `${place.name} called ${destination(call)}`)),
    members: [place.process.id],
  };
}
