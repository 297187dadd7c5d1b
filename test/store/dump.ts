import type { CaseView, Grouping } from '../../src/model/case-view.js';
import type { Connection } from '../../src/model/connection.js';
import { NO_FILTER } from '../../src/model/filter.js';
import type { Process } from '../../src/model/process.js';
import { Database } from '../../src/store/binding.js';
import type { WritableCase } from '../../src/store/write.js';

/** Everything a case says, without the rows that it happens to be stored under and without the places it was read at. */
export interface CaseDump {
  readonly processes: readonly object[];
  readonly containers: readonly object[];
  readonly connections: readonly object[];
  readonly dns: readonly object[];
  readonly trees: Readonly<Record<Grouping, readonly string[]>>;
}

/** Links the case and gives its dump: equal for equal facts, in whatever order they came in. */
export function dumpOf(store: WritableCase): CaseDump {
  store.link({ lateAfterSeconds: store.view.lateAfterSeconds() });
  refuseLooseReferences(store.path);
  const { view } = store;
  const everything = { limit: 1_000_000 };
  const processes = view.processes(NO_FILTER, everything).rows;
  const execIds = new Map(processes.map(({ id, execId }) => [id, execId]));
  const containers = new Map(
    view.containers().map((container) => [container.id, `${container.node} ${container.containerId} ${container.pod ?? ''}`]),
  );
  return {
    processes: sorted(processes.map((process) => processDump(process, execIds, containers))),
    containers: sorted(
      view.containers().map(({ id: _, mainProcess, ...container }) => ({ ...container, main: execIds.get(mainProcess ?? -1) })),
    ),
    connections: sorted(view.connections(NO_FILTER, everything).rows.map((connection) => connectionDump(connection, containers))),
    dns: sorted(
      view
        .dnsMessages(NO_FILTER, everything)
        .rows.map(({ id: _, evidence: __, process, ...message }) => ({ ...message, of: process.execId })),
    ),
    trees: { pod: treeLines(view, 'pod', execIds), host: treeLines(view, 'host', execIds) },
  };
}

/** Facts and links are written without looking their references up: here all of them are. */
function refuseLooseReferences(path: string): void {
  const database = new Database(path, { readonly: true });
  const loose: unknown = database.pragma('foreign_key_check');
  database.close();
  if (!Array.isArray(loose) || loose.length > 0) throw new Error(`rows refer to what is not there: ${JSON.stringify(loose)}`);
}

function sorted<Row extends object>(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function processDump(process: Process, execIds: ReadonlyMap<number, string>, containers: ReadonlyMap<number, string>): object {
  const { id: _, parentId, containerId, evidence: __, images, ...rest } = process;
  return {
    ...rest,
    images: images.map(({ evidence: ___, ...image }) => image),
    parent: execIds.get(parentId ?? -1),
    container: containers.get(containerId ?? -1),
  };
}

function connectionDump(connection: Connection, containers: ReadonlyMap<number, string>): object {
  const { id: _, process, containerId, evidence: __, peer, remoteNames, ...rest } = connection;
  return {
    ...rest,
    of: process.execId,
    container: containers.get(containerId ?? -1),
    peer: peer?.process.execId,
    remoteNames: remoteNames.map(({ evidence: ___, ...name }) => name),
  };
}

function treeLines(view: CaseView, grouping: Grouping, execIds: ReadonlyMap<number, string>): readonly string[] {
  const { ids, depths, sizes, flags, groups } = view.tree(grouping);
  return Array.from(ids, (id, row) => {
    const name = id > 0 ? execIds.get(id) : `${groups[-1 - id]?.kind} ${groups[-1 - id]?.label}`;
    return `${' '.repeat(depths[row] ?? 0)}${name} ${sizes[row]} ${flags[row]}`;
  });
}
