import type { Connection } from '../../model/connection.js';
import type { DetectionCase } from '../../model/detection-case.js';
import { type Container, executedImages, type ImageChange, type Process } from '../../model/process.js';
import type { Behaviour, WorkloadKey } from './baseline.js';

/** One thing that a process of a workload did, as a baseline writes it. */
export interface Observation {
  readonly key: WorkloadKey;
  readonly name: string;
  readonly behaviour: Behaviour;
  readonly value: string;
  readonly process: Process;
  /** What shows it. */
  readonly shownBy: ImageChange | Connection;
}

/** Everything that processes in containers did, by their start. Processes of the host, and of containers without any name, are left out. */
export function* observe(view: DetectionCase, isWanted: (processId: number) => boolean = () => true): Iterable<Observation> {
  for (const process of view.allProcesses()) {
    const container = process.containerId === undefined ? undefined : view.container(process.containerId);
    const workload = container && workloadOf(container);
    if (workload === undefined || !isWanted(process.id)) continue;
    for (const fact of [...programFacts(view, process), ...connectionFacts(view, process)]) yield { ...workload, process, ...fact };
  }
}

type Fact = Pick<Observation, 'behaviour' | 'value' | 'shownBy'>;

/** A workload in one text, for looking it up. Empty for none. */
export function workloadId(workload: Pick<Observation, 'key' | 'name'> | undefined): string {
  return workload === undefined ? '' : `${workload.key}\u0000${workload.name}`;
}

/** The workload that a container belongs to. An image counts without its tag and digest: a release is the same workload. */
export function workloadOf({ workload, image, name }: Container): Pick<Observation, 'key' | 'name'> | undefined {
  if (workload !== undefined) return { key: 'workload', name: workload };
  if (image !== undefined) return { key: 'image', name: image.replace(/@.*$/, '').replace(/:[^/:]*$/, '') };
  return name === undefined ? undefined : { key: 'container', name };
}

function programFacts(view: DetectionCase, process: Process): readonly Fact[] {
  const parent = process.parentId === undefined ? undefined : view.process(process.parentId);
  const images = executedImages(process).filter((image) => image.binary !== undefined);
  return images.flatMap((image, at): readonly Fact[] => {
    const before = images[at - 1]?.binary ?? parent?.binary;
    return [
      { behaviour: 'binaries', value: image.binary ?? '', shownBy: image },
      ...(before === undefined ? [] : [{ behaviour: 'parents', value: `${before} > ${image.binary}`, shownBy: image } as const]),
    ];
  });
}

function connectionFacts(view: DetectionCase, process: Process): readonly Fact[] {
  if (process.connectionCount === 0) return [];
  return view.connectionsOf(process.id).flatMap((connection): readonly Fact[] => {
    // Who called whom is a guess for a datagram, and a guess would be news at every run.
    if (connection.directionIsInferred && connection.protocol !== 'tcp') return [];
    if (connection.direction === 'outbound') return [{ behaviour: 'destinations', value: destinationOf(connection), shownBy: connection }];
    const port = connection.local?.port ?? 0;
    return port === 0 ? [] : [{ behaviour: 'listeners', value: `${connection.protocol}:${port}`, shownBy: connection }];
  });
}

/** Addresses change from run to run, names and ports do not. */
function destinationOf({ remote, remoteNames, remoteWorkload, peer, scope }: Connection): string {
  const place = remoteNames.at(-1)?.name ?? remoteWorkload ?? peer?.containerName ?? scope ?? 'unknown';
  return remote === undefined || remote.port === 0 ? place : `${place}:${remote.port}`;
}
