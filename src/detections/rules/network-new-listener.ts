import type { Connection } from '../../model/connection.js';
import type { Level } from '../../model/finding.js';
import { formatDuration } from '../../model/time.js';
import type { Draft } from '../draft.js';
import { seconds } from '../lineage.js';
import { defineRule } from '../rule.js';
import { scenario } from '../scenario.js';
import { isNew, isShellPort, type Watched } from '../watched.js';
import { connectionEvidence, span } from '../wording.js';

export const networkNewListener = defineRule({
  id: 'network-new-listener',
  title: 'Container began to listen on another port',
  description:
    'A container of which only heartbeats tell listens on a port that none of its earlier reports had. It is high when a public address called that ' +
    'port, medium on a port that shells are usually given, and low otherwise: helpers and jobs open ports too.',
  level: 'high',
  stage: 'consequence',
  attack: ['T1571', 'T1059'],
  needs: ['connections'],
  options: {
    settleSeconds: {
      value: 120,
      description: 'From when on after its first report a port is new; starting services open theirs one by one.',
    },
  },
  falsePositives: ['Receivers that are opened for one transfer.', 'Debuggers and profilers that somebody attached.'],
  *run({ watched, option }) {
    const settleUs = seconds(option('settleSeconds'));
    for (const place of watched()) {
      for (const listener of place.listeners.filter((one) => isNew(one, place, settleUs))) yield draft(place, listener);
    }
  },
  hits: [
    scenario(
      'a container that serves one port opens another, which is called from outside',
      `
      container web
      0       *
      0         listen tcp 80
      900       listen tcp 31337
      930       < tcp 203.0.113.9:50000 on 31337
    `,
    ),
  ],
  nearMisses: [
    scenario(
      'a receiver is opened for a neighbour',
      `
      container backup
      0       *
      0         listen tcp 22
      900       listen tcp 9999
      930       < tcp 10.0.0.9:50000 on 9999
    `,
    ),
  ],
});

function portOf({ local }: Connection): number {
  return local?.port ?? 0;
}

function draft(place: Watched, listener: Connection): Draft {
  const port = portOf(listener);
  const since = listener.openedAtUs ?? place.firstUs;
  const callers = place.callers.filter((caller) => portOf(caller) === port && (caller.openedAtUs ?? 0) >= since);
  const outside = callers.filter(({ scope }) => scope === 'external');
  const level: Level = outside.length > 0 ? 'high' : isShellPort(port) ? 'medium' : 'low';
  const called =
    callers.length === 0
      ? 'Nobody was seen to call it'
      : `It was called by ${[...new Set(callers.map(({ remote }) => remote?.ip))].join(', ')}`;
  return {
    level,
    title: `${place.name} began to listen on port ${port}`,
    why: `${place.name} was watched for ${formatDuration(since - place.firstUs)} before it listened on port ${port}. ${called}.`,
    process: place.process,
    ...span(since, ...callers.map(({ openedAtUs }) => openedAtUs)),
    connections: [listener, ...outside, ...callers].slice(0, 5),
    related: [],
    evidence: [
      ...connectionEvidence(listener, `${place.name} listened on port ${port}`),
      ...callers.slice(0, 5).flatMap((caller) => connectionEvidence(caller, `${caller.remote?.ip} called port ${port} of ${place.name}`)),
    ],
    members: [place.process.id],
  };
}
