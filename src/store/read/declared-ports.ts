import type { Container } from '../../model/process.js';
import type { Artifact } from '../../model/snapshot.js';
import type { CaseDatabase } from '../database.js';
import { textsIn } from './rows.js';

/**
 * The ports that each container's image (EXPOSE) or pod declares, as `80/tcp`. Only containers of which a declaration is known: where none is,
 * nothing can be called undeclared.
 */
export function declaredPorts(
  database: CaseDatabase,
  containers: ReadonlyMap<number, Container>,
): ReadonlyMap<number, ReadonlySet<string>> {
  const declared = new Map<number, Set<string>>();
  const add = (container: number, ports: readonly string[]) => {
    if (ports.length > 0 && containers.has(container)) declared.set(container, new Set([...(declared.get(container) ?? []), ...ports]));
  };
  for (const { container, ports } of database
    .prepare<[], { container: number; ports: string }>('select container, declared_ports as ports from instance')
    .all())
    add(container, textsIn(ports));
  for (const { id, artifact } of database
    .prepare<[], { id: number; artifact: string }>('select id, artifact from container where artifact is not null')
    .all())
    add(id, portsIn(artifact));
  return declared;
}

/** The column holds what linking wrote. */
function portsIn(json: string): readonly string[] {
  const { declaredPorts: ports }: Artifact = JSON.parse(json);
  return ports.map(({ port, protocol }) => `${port}/${protocol}`);
}
