import type { ConnectionGroup, ConnectionGrouping } from '../../model/connection-list.js';
import type { CaseDatabase } from '../database.js';

/** What names a group of connections for a person, and finds it again. */
export type GroupLabel = Pick<ConnectionGroup, 'name' | 'label' | 'place' | 'processId' | 'containerId'>;

/** Names groups of one grouping by their keys. */
export type GroupLabels = (key: ConnectionGroup['key']) => GroupLabel;

interface ProcessLabelRow {
  readonly id: number;
  readonly exec_id: string;
  readonly pid: number;
  readonly binary: string | null;
  readonly arguments: string | null;
  readonly container: number | null;
}

interface ContainerLabelRow {
  readonly id: number;
  readonly container_id: string;
  readonly name: string | null;
  readonly namespace: string | null;
  readonly pod: string | null;
  readonly node: string;
}

/** How each grouping names its groups. `isWhole`: of all connections, so that those who have any are read at once. */
export function groupLabels(database: CaseDatabase, isWhole: boolean): Readonly<Record<Exclude<ConnectionGrouping, 'none'>, GroupLabels>> {
  const process = processLabels(database, isWhole);
  const containers = new Map(
    database
      .prepare<[], ContainerLabelRow>('select id, container_id, name, namespace, pod, node from container')
      .all()
      .map((row) => [row.id, row]),
  );
  const place = (id: number | null): string | undefined => placeOf(containers.get(id ?? -1));
  const text =
    (kind: string): GroupLabels =>
    (key) => ({ name: `${kind} ${key ?? ''}`, label: key === null ? '(listening)' : String(key) });
  return {
    process: (key) => {
      const row = process(key);
      if (row === undefined || typeof key !== 'number') return { name: `process ${key}`, label: '?' };
      const where = place(row.container);
      return {
        name: `process ${row.exec_id}`,
        label: `${row.binary ?? '?'}${row.arguments === null ? '' : ` ${row.arguments}`} (${row.pid})`,
        processId: key,
        ...(where === undefined ? {} : { place: where }),
        ...(row.container === null ? {} : { containerId: row.container }),
      };
    },
    pod: (key) => {
      if (typeof key !== 'number') return { name: 'host', label: '(outside any container)' };
      return { name: `container ${containers.get(key)?.container_id ?? key}`, label: place(key) ?? '?', containerId: key };
    },
    name: text('name'),
    address: text('address'),
  };
}

function processLabels(database: CaseDatabase, isWhole: boolean): (key: ConnectionGroup['key']) => ProcessLabelRow | undefined {
  const columns = 'id, exec_id, pid, binary, arguments, container from process';
  if (!isWhole) {
    const one = database.prepare<[unknown], ProcessLabelRow>(`select ${columns} where id = ?`);
    return (key) => one.get(key);
  }
  let all: ReadonlyMap<ConnectionGroup['key'], ProcessLabelRow> | undefined;
  return (key) => {
    all ??= new Map(
      database
        .prepare<[], ProcessLabelRow>(`select ${columns} where connection_count > 0`)
        .all()
        .map((row) => [row.id, row]),
    );
    return all.get(key);
  };
}

function placeOf(row: ContainerLabelRow | undefined): string | undefined {
  if (row === undefined) return undefined;
  const own = row.name ?? row.container_id.slice(0, 12);
  return [row.namespace, row.pod, own].filter((part, at, parts) => part !== null && part !== parts[at + 1]).join('/');
}
