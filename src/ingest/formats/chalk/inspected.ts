import type { ContainerDescription, PodDescription, ProcessDescription } from '../../../model/record.js';
import { type JsonObject, textOf, textsOf } from '../json-value.js';

/**
 * The container that a mark describes, as a process that stands for it; `undefined` for a mark of anything else. *Source:* chalk on the host asks
 * docker to inspect containers, and prints what it says under `_INSTANCE_…`.
 */
export function inspectedContainer(mark: JsonObject, node: string): ProcessDescription | undefined {
  const id = textOf(mark._INSTANCE_CONTAINER_ID);
  if (id === undefined || !/^[0-9a-f]{12,64}$/.test(id)) return undefined;
  return { role: 'event', execId: `chalk:container:${id}`, pid: 0, node, docker: id, pod: describedAs(mark, id), flags: '' };
}

function describedAs(mark: JsonObject, id: string): PodDescription {
  const name = textOf(mark._INSTANCE_NAME)?.replace(/^\//, '');
  const imageId = textOf(mark._INSTANCE_IMAGE_ID) ?? textOf(mark._IMAGE_ID);
  const [image] = textsOf(mark.DOCKER_TAGS);
  const container: ContainerDescription = {
    id,
    runtime: 'docker',
    ...(name === undefined ? {} : { name }),
    ...(image === undefined ? {} : { image }),
    ...(imageId === undefined ? {} : { imageId }),
  };
  return { container };
}
