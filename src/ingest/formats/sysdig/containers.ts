import { isUnspecified } from '../../../model/address.js';
import type { PodDescription } from '../../../model/record.js';
import { objectOf, present, textOf } from '../json-value.js';
import type { Row } from './row.js';
import { wholeIdIn } from './whole-id.js';

const SHORT_ID = /^[0-9a-f]{12,64}$/;
const SHORT_LENGTH = 12;
/** *Source:* kubelet's dockershim names: `k8s_<container>_<pod>_<namespace>_<uid>_<attempt>`. */
const KUBELET_NAME = /^k8s_([^_]+)_([^_]+)_([^_]+)_[^_]+_\d+$/;

/** What events told of the containers, by the beginning of their ids. Holds one entry for each container of the capture. */
export class Containers {
  readonly #wholeIds = new Map<string, string>();
  readonly #metadata = new Map<string, PodDescription>();
  readonly #addresses = new Map<string, string>();

  /** Id of the container that a row is about, whole where it is known; `undefined` on the host or when nothing tells. */
  idOf(row: Row, cgroups?: string): string | undefined {
    const told = row.text('container.id');
    const whole = cgroups === undefined ? undefined : wholeIdIn(cgroups);
    if (told === undefined) return this.#remembered(whole);
    if (!SHORT_ID.test(told)) return undefined;
    return this.#remembered(whole?.startsWith(told) === true ? whole : told);
  }

  #remembered(id: string | undefined): string | undefined {
    if (id === undefined) return undefined;
    const short = id.slice(0, SHORT_LENGTH);
    const known = this.#wholeIds.get(short);
    if (known !== undefined && known.length >= id.length) return known;
    this.#wholeIds.set(short, id);
    return id;
  }

  /** Name, image and pod of a container, as far as they were told by now. */
  metadata(id: string): PodDescription | undefined {
    return this.#metadata.get(id.slice(0, SHORT_LENGTH));
  }

  /** The container's own address, when the runtime or the cluster told it. */
  address(id: string): string | undefined {
    return this.#addresses.get(id.slice(0, SHORT_LENGTH));
  }

  /** Takes in what a row's own fields tell of its container. They come after its first events, once the runtime was asked. */
  learn(id: string, row: Row): void {
    const address = row.text('k8s.pod.ip');
    if (address !== undefined) this.#addresses.set(id.slice(0, SHORT_LENGTH), address);
    const name = row.text('container.name');
    const known = this.metadata(id);
    if (name === undefined || name === id || known?.container?.name !== undefined) return;
    const kubelet = KUBELET_NAME.exec(name);
    const pod = row.text('k8s.pod.name') ?? kubelet?.[2];
    this.#metadata.set(id.slice(0, SHORT_LENGTH), {
      ...present('namespace', row.text('k8s.ns.name') ?? kubelet?.[3]),
      ...present('name', pod),
      container: {
        id,
        name: kubelet?.[1] ?? name,
        ...present('image', row.text('container.image') ?? known?.container?.image),
        ...present('imageId', row.text('container.image.id') ?? known?.container?.imageId),
      },
    });
  }

  /** Takes in the JSON of a `container` event. Names are often empty, and told by later rows. */
  learnFromEvent(info: string): void {
    const container = containerOf(info);
    const id = textOf(container?.id);
    if (container === undefined || id === undefined || !SHORT_ID.test(id)) return;
    const address = textOf(container.ip);
    if (address !== undefined && !isUnspecified(address)) this.#addresses.set(id.slice(0, SHORT_LENGTH), address);
    const known = this.#metadata.get(id.slice(0, SHORT_LENGTH));
    const name = textOf(container.name) ?? known?.container?.name;
    const image = textOf(container.image) ?? known?.container?.image;
    const imageId = textOf(container.imageid) ?? known?.container?.imageId;
    if (name === undefined && image === undefined) return;
    this.#metadata.set(id.slice(0, SHORT_LENGTH), {
      ...known,
      container: { id: this.#remembered(id) ?? id, ...present('name', name), ...present('image', image), ...present('imageId', imageId) },
    });
  }
}

function containerOf(info: string) {
  const start = info.indexOf('{');
  const end = info.lastIndexOf('}');
  if (start < 0 || end < start) return undefined;
  try {
    const parsed: unknown = JSON.parse(info.slice(start, end + 1));
    return objectOf(objectOf(parsed)?.container);
  } catch {
    // A label with a quote in it: sysdig does not escape what it prints.
    return undefined;
  }
}
