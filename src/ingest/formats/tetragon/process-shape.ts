import { decodeExecId } from '../../../model/exec-id.js';
import type { ContainerDescription, PodDescription, ProcessDescription } from '../../../model/record.js';
import { textsOf } from '../json-value.js';
import { PROCESS } from './assembly/slots.js';
import { effectiveCapabilities, isBinaryFile, labelsIn, splitContainerId } from './process.js';
import type { Field, Shape, TextMaker } from './shape.js';
import type { SlotValues } from './slot-values.js';

const SLOT_NAMES = [
  ...['execId', 'pid', 'tid', 'uid', 'auid', 'user', 'userName', 'cwd', 'binary', 'arguments', 'flags', 'start', 'parentExecId', 'docker'],
  ...['isInInitTree', 'count', 'properties', 'isFileless', 'cap', 'effective', 'pod', 'namespace', 'name', 'workload', 'workloadKind'],
  ...[
    'podLabels',
    'labels',
    'container',
    'containerId',
    'containerName',
    'image',
    'imageId',
    'imageName',
    'containerStart',
    'containerPid',
  ],
  'mayBeProbe',
] as const;
type SlotName = (typeof SLOT_NAMES)[number];

/** What of a pod makes two copies of it the same. */
const POD_SLOTS: readonly SlotName[] = [
  ...(['namespace', 'name', 'workload', 'workloadKind', 'podLabels', 'labels', 'containerId', 'containerName'] as const),
  ...(['imageId', 'imageName', 'containerStart', 'container'] as const),
];

type Labels = Readonly<Record<string, string>>;

/** A process object that was read by its bytes. */
export interface ReadProcess {
  readonly description: ProcessDescription;
  readonly end: number;
  /** Where the digits of `refcnt` stand, when the object has it. */
  readonly countAt: number | undefined;
  readonly countEnd: number | undefined;
}

/** What process objects say that are as the agent prints them, without parsing what was read before. */
export class ProcessShape {
  /** To be read by. */
  readonly shape: Shape;
  readonly #read: SlotValues;
  /** Texts, lists and labels by number. 0 is none. */
  readonly #texts: string[] = [''];
  readonly #capabilities: (readonly string[])[] = [[]];
  readonly #labels: (Labels | undefined)[] = [undefined];
  readonly #pods = new Map<string, PodDescription>();

  constructor(read: SlotValues) {
    this.#read = read;
    this.shape = this.#processShape();
  }

  /** The process object that was read last and ends here, or `undefined` for one that has to be parsed, or that does not tell its node. */
  described(end: number): ReadProcess | undefined {
    const read = this.#read;
    const execId = this.#text('execId');
    const parts = execId === undefined ? undefined : decodeExecId(execId);
    if (execId === undefined || parts === undefined || parts.node === '' || parts.pid !== this.#number('pid')) return undefined;
    const count = slot('count');
    const isCounted = read.isTold(count);
    return {
      description: this.#described(execId, parts),
      end,
      countAt: isCounted ? read.value(count) : undefined,
      countEnd: isCounted ? read.rest(count) : undefined,
    };
  }

  #described(execId: string, { node, pid }: { readonly node: string; readonly pid: number }): ProcessDescription {
    const description: { -readonly [Key in keyof ProcessDescription]: ProcessDescription[Key] } = { role: 'parent', execId, node, pid };
    put(description, 'tid', this.#number('tid'));
    put(description, 'uid', this.#number('uid'));
    put(description, 'auid', this.#number('auid'));
    put(description, 'userName', this.#text('userName'));
    put(description, 'cwd', this.#text('cwd'));
    put(description, 'binary', this.#text('binary'));
    put(description, 'arguments', this.#text('arguments'));
    put(description, 'flags', this.#text('flags'));
    put(description, 'start', this.#instant('start'));
    put(description, 'parentExecId', this.#text('parentExecId'));
    put(description, 'docker', this.#text('docker'));
    put(description, 'pod', this.#pod());
    put(description, 'containerPid', this.#number('containerPid'));
    put(description, 'mayBeProbe', this.#truth('mayBeProbe'));
    put(description, 'isInInitTree', this.#truth('isInInitTree'));
    if (this.#number('isFileless') === 1) description.isFileless = true;
    const capabilities = this.#number('effective') ?? 0;
    if (capabilities !== 0) put(description, 'capabilities', this.#capabilities[capabilities]);
    return description;
  }

  #pod(): PodDescription | undefined {
    if (!this.#read.isTold(slot('pod'))) return undefined;
    let key = '';
    for (const name of POD_SLOTS) key += `${this.#read.isTold(slot(name)) ? this.#read.value(slot(name)) : ''},`;
    const known = this.#pods.get(key);
    if (known !== undefined) return known;
    const pod = this.#newPod();
    if (pod !== undefined) this.#pods.set(key, pod);
    return pod;
  }

  #newPod(): PodDescription | undefined {
    const pod: { -readonly [Key in keyof PodDescription]: PodDescription[Key] } = {};
    put(pod, 'namespace', this.#text('namespace'));
    put(pod, 'name', this.#text('name'));
    put(pod, 'workload', this.#text('workload'));
    put(pod, 'workloadKind', this.#text('workloadKind'));
    const labels = this.#read.isTold(slot('podLabels')) ? this.#number('podLabels') : this.#number('labels');
    put(pod, 'labels', this.#labels[labels ?? 0]);
    put(pod, 'container', this.#container());
    return pod.name === undefined && pod.container === undefined ? undefined : pod;
  }

  #container(): ContainerDescription | undefined {
    if (!this.#read.isTold(slot('container'))) return undefined;
    const container: { -readonly [Key in keyof ContainerDescription]: ContainerDescription[Key] } = {};
    const [runtime, id] = splitContainerId(this.#text('containerId'));
    put(container, 'id', id);
    put(container, 'runtime', runtime);
    put(container, 'name', this.#text('containerName'));
    put(container, 'imageId', this.#text('imageId'));
    put(container, 'image', this.#text('imageName'));
    put(container, 'start', this.#instant('containerStart'));
    return container;
  }

  #number(name: SlotName): number | undefined {
    return this.#read.isTold(slot(name)) ? this.#read.value(slot(name)) : undefined;
  }

  #text(name: SlotName): string | undefined {
    const number = this.#number(name) ?? 0;
    return number === 0 ? undefined : this.#texts[number];
  }

  #truth(name: SlotName): boolean | undefined {
    const number = this.#number(name);
    return number === undefined ? undefined : number === 1;
  }

  #instant(name: SlotName): ProcessDescription['start'] {
    const us = this.#number(name);
    return us === undefined ? undefined : { us, ns: this.#read.rest(slot(name)) };
  }

  #processShape(): Shape {
    const text = (name: SlotName): Field => ({
      kind: 'text',
      slot: slot(name),
      make: (told) => (told === '' ? 0 : this.#texts.push(told) - 1),
    });
    const whole = (name: SlotName): Field => ({ kind: 'whole', slot: slot(name) });
    const truth = (name: SlotName): Field => ({ kind: 'truth', slot: slot(name) });
    const time = (name: SlotName): Field => ({ kind: 'time', slot: slot(name) });
    const value = (name: SlotName, make: TextMaker): Field => ({ kind: 'value', slot: slot(name), make });
    const object = (name: SlotName, fields: Shape['fields']): Field => ({ kind: 'object', slot: slot(name), shape: { fields } });
    const labels: TextMaker = (json) => {
      const told = labelsIn(JSON.parse(json));
      return told === undefined ? 0 : this.#labels.push(told) - 1;
    };
    const capabilities: TextMaker = (json) => {
      const told = textsOf(JSON.parse(json));
      return told.length === 0 ? 0 : this.#capabilities.push(effectiveCapabilities(told)) - 1;
    };
    return {
      fields: {
        exec_id: text('execId'),
        pid: whole('pid'),
        tid: whole('tid'),
        uid: whole('uid'),
        auid: whole('auid'),
        user: object('user', { name: text('userName') }),
        cwd: text('cwd'),
        binary: text('binary'),
        arguments: text('arguments'),
        flags: text('flags'),
        start_time: time('start'),
        parent_exec_id: text('parentExecId'),
        docker: text('docker'),
        in_init_tree: truth('isInInitTree'),
        refcnt: { kind: 'count', slot: slot('count') },
        binary_properties: object('properties', { file: value('isFileless', (json) => Number(isBinaryFile(JSON.parse(json)))) }),
        cap: object('cap', { effective: value('effective', capabilities) }),
        pod: object('pod', {
          namespace: text('namespace'),
          name: text('name'),
          workload: text('workload'),
          workload_kind: text('workloadKind'),
          pod_labels: value('podLabels', labels),
          labels: value('labels', labels),
          container: object('container', {
            id: text('containerId'),
            name: text('containerName'),
            image: object('image', { id: text('imageId'), name: text('imageName') }),
            start_time: time('containerStart'),
            pid: whole('containerPid'),
            maybe_exec_probe: truth('mayBeProbe'),
          }),
        }),
      },
    };
  }
}

const SLOTS = new Map<SlotName, number>(SLOT_NAMES.map((name, at) => [name, PROCESS + at]));

function slot(name: SlotName): number {
  return SLOTS.get(name) ?? PROCESS;
}

/** Sets what was told, and nothing for what was not. */
function put<Described extends object, Key extends keyof Described>(to: Described, key: Key, value: Described[Key] | undefined): void {
  if (value !== undefined) to[key] = value;
}
