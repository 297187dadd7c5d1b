import { decodeExecId } from '../../../model/exec-id.js';
import type { ContainerDescription, PodDescription, ProcessDescription } from '../../../model/record.js';
import { textsOf } from '../json-value.js';
import { PROCESS } from './assembly/slots.js';
import { effectiveCapabilities, isBinaryFile, labelsIn, splitContainerId } from './process.js';
import type { Field, Shape, TextMaker } from './shape.js';
import type { SlotValues } from './slot-values.js';

/** Where the values of a process stand. */
const SLOT = {
  execId: PROCESS,
  pid: PROCESS + 1,
  tid: PROCESS + 2,
  uid: PROCESS + 3,
  auid: PROCESS + 4,
  user: PROCESS + 5,
  userName: PROCESS + 6,
  cwd: PROCESS + 7,
  binary: PROCESS + 8,
  arguments: PROCESS + 9,
  flags: PROCESS + 10,
  start: PROCESS + 11,
  parentExecId: PROCESS + 12,
  docker: PROCESS + 13,
  isInInitTree: PROCESS + 14,
  count: PROCESS + 15,
  properties: PROCESS + 16,
  isFileless: PROCESS + 17,
  cap: PROCESS + 18,
  effective: PROCESS + 19,
  pod: PROCESS + 20,
  namespace: PROCESS + 21,
  name: PROCESS + 22,
  workload: PROCESS + 23,
  workloadKind: PROCESS + 24,
  podLabels: PROCESS + 25,
  labels: PROCESS + 26,
  container: PROCESS + 27,
  containerId: PROCESS + 28,
  containerName: PROCESS + 29,
  image: PROCESS + 30,
  imageId: PROCESS + 31,
  imageName: PROCESS + 32,
  containerStart: PROCESS + 33,
  containerPid: PROCESS + 34,
  mayBeProbe: PROCESS + 35,
};
type SlotName = keyof typeof SLOT;

/** What of a pod makes two copies of it the same. */
const POD_SLOTS = [
  ...[SLOT.namespace, SLOT.name, SLOT.workload, SLOT.workloadKind, SLOT.podLabels, SLOT.labels, SLOT.containerId, SLOT.containerName],
  ...[SLOT.imageId, SLOT.imageName, SLOT.containerStart, SLOT.container],
];
/** Stands for what was not told: no number of a text, and no time. */
const UNTOLD = -1;

type Labels = Readonly<Record<string, string>>;

/** A process object that was read by its bytes. */
export interface ReadProcess {
  readonly description: ProcessDescription;
  readonly end: number;
  /** Where the digits of `refcnt` stand, when the object has it. */
  readonly countAt: number | undefined;
  readonly countEnd: number | undefined;
}

interface KnownPod {
  readonly values: Float64Array;
  readonly pod: PodDescription;
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
  /** By a hash of their values. */
  readonly #pods = new Map<number, readonly KnownPod[]>();
  readonly #podValues = new Float64Array(POD_SLOTS.length);

  constructor(read: SlotValues) {
    this.#read = read;
    this.shape = this.#processShape();
  }

  /** The process object that was read last and ends here, or `undefined` for one that has to be parsed, or that does not tell its node. */
  described(end: number): ReadProcess | undefined {
    const read = this.#read;
    read.look();
    const execId = this.#text(SLOT.execId);
    const parts = execId === undefined ? undefined : decodeExecId(execId);
    if (execId === undefined || parts === undefined || parts.node === '' || parts.pid !== this.#number(SLOT.pid)) return undefined;
    const isCounted = read.isTold(SLOT.count);
    return {
      description: this.#described(execId, parts),
      end,
      countAt: isCounted ? read.value(SLOT.count) : undefined,
      countEnd: isCounted ? read.rest(SLOT.count) : undefined,
    };
  }

  #described(execId: string, { node, pid }: { readonly node: string; readonly pid: number }): ProcessDescription {
    const description: { -readonly [Key in keyof ProcessDescription]: ProcessDescription[Key] } = { role: 'parent', execId, node, pid };
    // Each by its own name: setting a property that any of them may be takes longer than all else here.
    const tid = this.#number(SLOT.tid);
    if (tid !== undefined) description.tid = tid;
    const uid = this.#number(SLOT.uid);
    if (uid !== undefined) description.uid = uid;
    const auid = this.#number(SLOT.auid);
    if (auid !== undefined) description.auid = auid;
    const userName = this.#text(SLOT.userName);
    if (userName !== undefined) description.userName = userName;
    const cwd = this.#text(SLOT.cwd);
    if (cwd !== undefined) description.cwd = cwd;
    const binary = this.#text(SLOT.binary);
    if (binary !== undefined) description.binary = binary;
    const words = this.#text(SLOT.arguments);
    if (words !== undefined) description.arguments = words;
    const flags = this.#text(SLOT.flags);
    if (flags !== undefined) description.flags = flags;
    const start = this.#instant(SLOT.start);
    if (start !== undefined) description.start = start;
    const parentExecId = this.#text(SLOT.parentExecId);
    if (parentExecId !== undefined) description.parentExecId = parentExecId;
    const docker = this.#text(SLOT.docker);
    if (docker !== undefined) description.docker = docker;
    const pod = this.#pod();
    if (pod !== undefined) description.pod = pod;
    const containerPid = this.#number(SLOT.containerPid);
    if (containerPid !== undefined) description.containerPid = containerPid;
    const mayBeProbe = this.#truth(SLOT.mayBeProbe);
    if (mayBeProbe !== undefined) description.mayBeProbe = mayBeProbe;
    const isInInitTree = this.#truth(SLOT.isInInitTree);
    if (isInInitTree !== undefined) description.isInInitTree = isInInitTree;
    if (this.#number(SLOT.isFileless) === 1) description.isFileless = true;
    const capabilities = this.#number(SLOT.effective) ?? 0;
    if (capabilities !== 0) description.capabilities = this.#capabilities[capabilities] ?? [];
    return description;
  }

  /** The same object for the same pod. */
  #pod(): PodDescription | undefined {
    if (!this.#read.isTold(SLOT.pod)) return undefined;
    let hash = 0;
    for (const [at, slot] of POD_SLOTS.entries()) {
      const value = this.#read.isTold(slot) ? this.#read.value(slot) : UNTOLD;
      this.#podValues[at] = value;
      hash = (Math.imul(hash, 31) + value) | 0;
    }
    const alike = this.#pods.get(hash) ?? [];
    const known = alike.find(({ values }) => values.every((value, at) => value === this.#podValues[at]));
    if (known !== undefined) return known.pod;
    const pod = this.#newPod();
    if (pod !== undefined) this.#pods.set(hash, [...alike, { values: this.#podValues.slice(), pod }]);
    return pod;
  }

  #newPod(): PodDescription | undefined {
    const pod: { -readonly [Key in keyof PodDescription]: PodDescription[Key] } = {};
    put(pod, 'namespace', this.#text(SLOT.namespace));
    put(pod, 'name', this.#text(SLOT.name));
    put(pod, 'workload', this.#text(SLOT.workload));
    put(pod, 'workloadKind', this.#text(SLOT.workloadKind));
    const labels = this.#read.isTold(SLOT.podLabels) ? this.#number(SLOT.podLabels) : this.#number(SLOT.labels);
    put(pod, 'labels', this.#labels[labels ?? 0]);
    put(pod, 'container', this.#container());
    return pod.name === undefined && pod.container === undefined ? undefined : pod;
  }

  #container(): ContainerDescription | undefined {
    if (!this.#read.isTold(SLOT.container)) return undefined;
    const container: { -readonly [Key in keyof ContainerDescription]: ContainerDescription[Key] } = {};
    const [runtime, id] = splitContainerId(this.#text(SLOT.containerId));
    put(container, 'id', id);
    put(container, 'runtime', runtime);
    put(container, 'name', this.#text(SLOT.containerName));
    put(container, 'imageId', this.#text(SLOT.imageId));
    put(container, 'image', this.#text(SLOT.imageName));
    put(container, 'start', this.#instant(SLOT.containerStart));
    return container;
  }

  #number(slot: number): number | undefined {
    return this.#read.isTold(slot) ? this.#read.value(slot) : undefined;
  }

  #text(slot: number): string | undefined {
    const number = this.#number(slot) ?? 0;
    return number === 0 ? undefined : this.#texts[number];
  }

  #truth(slot: number): boolean | undefined {
    const number = this.#number(slot);
    return number === undefined ? undefined : number === 1;
  }

  #instant(slot: number): ProcessDescription['start'] {
    const us = this.#number(slot);
    return us === undefined ? undefined : { us, ns: this.#read.rest(slot) };
  }

  #processShape(): Shape {
    const text = (name: SlotName): Field => ({
      kind: 'text',
      slot: SLOT[name],
      make: (told) => (told === '' ? 0 : this.#texts.push(told) - 1),
    });
    const whole = (name: SlotName): Field => ({ kind: 'whole', slot: SLOT[name] });
    const truth = (name: SlotName): Field => ({ kind: 'truth', slot: SLOT[name] });
    const time = (name: SlotName): Field => ({ kind: 'time', slot: SLOT[name] });
    const value = (name: SlotName, make: TextMaker): Field => ({ kind: 'value', slot: SLOT[name], make });
    const object = (name: SlotName, fields: Shape['fields']): Field => ({ kind: 'object', slot: SLOT[name], shape: { fields } });
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
        refcnt: { kind: 'count', slot: SLOT.count },
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

/** Sets what was told, and nothing for what was not. */
function put<Described extends object, Key extends keyof Described>(to: Described, key: Key, value: Described[Key] | undefined): void {
  if (value !== undefined) to[key] = value;
}
