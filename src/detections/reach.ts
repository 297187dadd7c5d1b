import type { DetectionCase } from '../model/detection-case.js';
import { levelRank } from '../model/finding.js';
import type { Container, Process } from '../model/process.js';
import { type Contact, contactsOf } from './contact.js';
import type { Story } from './draft.js';

/** A call that somebody at a commanded shell made to another container, or to another address inside. */
export interface Reach {
  readonly contact: Contact;
  /** The container that was called, when it is in the case. */
  readonly container?: Container;
  /** The process there that answered or waits on that port. */
  readonly server?: Process;
  /** Container, pod or workload name, else the address. */
  readonly name: string;
}

const LISTENERS_READ = 50;

/** True for a story that is worth following: one that is hardly explained by work. */
export function isSerious(story: Story): boolean {
  return levelRank(story.level) >= levelRank('high');
}

/** What the shells of a story called inside the cluster, by time; what they are commanded through is left out. */
export function reachOf(view: DetectionCase, story: Story): readonly Reach[] {
  const contacts = story.commanded.flatMap((process) => contactsOf(view, process));
  return contacts
    .filter((contact) => !contact.isExternal && !story.connectionIds.has(contact.connection.id))
    .sort((a, b) => a.atUs - b.atUs)
    .map((contact) => reach(view, contact))
    .filter((one) => one.container === undefined || one.container.id !== story.shell.containerId);
}

function reach(view: DetectionCase, contact: Contact): Reach {
  const { connection } = contact;
  const { remote } = connection;
  const answered = connection.peer === undefined ? undefined : view.process(connection.peer.process.id);
  const container =
    answered?.containerId === undefined
      ? view.containers().find((one) => remote !== undefined && one.addresses.includes(remote.ip))
      : view.container(answered.containerId);
  const server = answered ?? (container === undefined ? undefined : listener(view, container, remote?.port));
  return {
    contact,
    ...(container === undefined ? {} : { container }),
    ...(server === undefined ? {} : { server }),
    name: container?.name ?? connection.remotePod ?? connection.remoteWorkload ?? remote?.ip ?? 'an unknown address',
  };
}

/** The container's main process or the child of it that waits on a port. */
function listener(view: DetectionCase, container: Container, port: number | undefined): Process | undefined {
  const main = container.mainProcess === undefined ? undefined : view.process(container.mainProcess);
  if (main === undefined) return undefined;
  const candidates = [main, ...view.children(main.id).slice(0, LISTENERS_READ)];
  const waits = candidates.find((process) =>
    view.connectionsOf(process.id).some((one) => one.direction === 'listen' && one.local?.port === port),
  );
  return waits ?? main;
}
