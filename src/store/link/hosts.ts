import { type HostMatch, matchHosts, type SeenStart } from '../../model/link/match-hosts.js';
import type { CaseDatabase } from '../database.js';
import { hasSeveralOrigins, trust } from './origins.js';

interface StartRow {
  readonly node: string;
  readonly origin: string;
  readonly pid: number;
  readonly us: number;
}

/** A name of a machine, and who gave it. */
interface NamedHost {
  readonly node: string;
  /** True when no event told it: it is the name of the file. */
  readonly isFileName: boolean;
  readonly origins: ReadonlySet<string>;
  readonly starts: readonly SeenStart[];
}

/**
 * Fills `machine`: which names are of one machine, because the same pids started at the same times. A file whose events name no node is
 * joined to the node that it agrees with most, or with other such files. Nothing where there is one kind of source or one name.
 */
export function linkHosts(database: CaseDatabase): void {
  const hosts = namedHosts(database);
  const known = hosts.filter((host) => !host.isFileName);
  const insert = database.prepare('insert into machine (node, host, ahead_us, agreed, compared) values (?, ?, ?, ?, ?)');
  const groups: NamedHost[] = [...known];
  for (const host of hosts.filter(({ isFileName }) => isFileName)) {
    const best = bestMatch(host, groups);
    if (best === undefined) groups.push(host);
    else insert.run(host.node, best.host.node, best.match.aheadUs, best.match.agreed, best.match.compared);
  }
}

function namedHosts(database: CaseDatabase): readonly NamedHost[] {
  if (!hasSeveralOrigins(database)) return [];
  const fileNames = new Set(database.prepare<[], string>('select default_node from source').pluck().all());
  const hosts = new Map<string, { origins: Set<string>; starts: SeenStart[] }>();
  const rows = database.prepare<[], StartRow>(
    `select i.node, i.origin, i.pid, min(d.start_us) as us from description d join image i on i.id = d.image
     where d.role = 0 and d.start_us is not null and i.pid > 0 group by i.id order by i.node, us, i.pid`,
  );
  for (const { node, origin, pid, us } of rows.iterate()) {
    const host = hosts.get(node) ?? { origins: new Set<string>(), starts: [] };
    host.origins.add(origin);
    host.starts.push({ pid, us });
    hosts.set(node, host);
  }
  return (
    [...hosts]
      .map(([node, host]) => ({ node, isFileName: fileNames.has(node), ...host }))
      // In order of what is best known of them, so that the order of import decides nothing.
      .sort((a, b) => trustIn(a) - trustIn(b) || (a.node < b.node ? -1 : 1))
  );
}

function trustIn({ origins }: NamedHost): number {
  return Math.min(...[...origins].map(trust));
}

function bestMatch(host: NamedHost, others: readonly NamedHost[]): { readonly host: NamedHost; readonly match: HostMatch } | undefined {
  let best: { readonly host: NamedHost; readonly match: HostMatch } | undefined;
  for (const other of others) {
    const match = matchHosts(host.starts, other.starts);
    if (match !== undefined && (best === undefined || match.agreed > best.match.agreed)) best = { host: other, match };
  }
  return best;
}
