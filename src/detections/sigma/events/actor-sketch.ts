import type { DetectionCase, ProcessOutline } from '../../../model/detection-case.js';
import { imageAt } from '../../lineage.js';
import { type FactSketch, type Likeness, together } from './event-class.js';
import type { ProgramNumbers } from './program-numbers.js';

type OutlinedImage = ProcessOutline['images'][number];

/** The process of an event in outline, and the image it ran then. */
export interface ActorSketch extends FactSketch {
  readonly view: DetectionCase;
  readonly programs: ProgramNumbers;
  readonly process: ProcessOutline;
  readonly image: OutlinedImage;
}

const image = ({ programs, image }: ActorSketch): string => String(programs.of(image));
const directory = ({ process }: ActorSketch): string => process.cwd ?? '';
const user = ({ process }: ActorSketch): string => together(process.userName, process.uid);
const login = ({ process }: ActorSketch): string => together(process.auid);
const parentImage = (sketch: ActorSketch): string =>
  parentImages(sketch)
    .map((one) => sketch.programs.of(one))
    .join(' ');
const node = ({ process }: ActorSketch): string => process.node;
const container = ({ process }: ActorSketch): string => together(process.containerId);
const lateness = ({ process }: ActorSketch): string => process.late ?? '';
const entrance = ({ process }: ActorSketch): string => together(process.containerId, String(process.isInInitTree));

function parentUser({ view, process }: ActorSketch): string {
  const parent = process.parentId === undefined ? undefined : view.outline(process.parentId);
  return parent === undefined ? '' : together(parent.userName, parent.uid);
}

/** What may be called the parent, as the event's own field has it. */
function parentImages({ view, process, image: own }: ActorSketch): readonly OutlinedImage[] {
  const replaced = process.images[process.images.indexOf(own) - 1];
  const parent = process.parentId === undefined ? undefined : view.outline(process.parentId);
  const { startedAtUs } = process;
  const then = parent === undefined || startedAtUs === undefined ? parent?.images.at(-1) : imageAt(parent, startedAtUs);
  return [...(replaced === undefined ? [] : [replaced]), ...(then === undefined ? [] : [then])];
}

/** Fields about the process of an event that many events have alike. */
export const ACTOR_LIKENESS: Likeness<ActorSketch> = new Map([
  ...(['Image', 'CommandLine', 'Tool', 'exe', 'comm', 'argc'] as const).map((field) => [field, image] as const),
  ['CurrentDirectory', directory],
  ...(['User', 'uid', 'euid'] as const).map((field) => [field, user] as const),
  ...(['LogonId', 'auid'] as const).map((field) => [field, login] as const),
  ...(['ParentImage', 'ParentCommandLine'] as const).map((field) => [field, parentImage] as const),
  ['ParentUser', parentUser],
  ['Node', node],
  ...(['Namespace', 'Pod', 'Workload', 'Container', 'ContainerId', 'ContainerImage'] as const).map((field) => [field, container] as const),
  ['late', lateness],
  ['entered', entrance],
]);

/** The likeness of the words of a command line, each a field. */
export function wordLikeness(fields: Iterable<string>): Likeness<ActorSketch> {
  return new Map(Array.from(fields, (field) => [field, image]));
}
