import type { Artifact } from '../snapshot.js';

/** What all that was said of builds comes to, found by any of their names. */
export interface ArtifactIndex {
  /** The build that these names and digests are of; `undefined` when none was told, or they are of several. */
  find(names: Pick<Artifact, 'chalkId' | 'metadataId' | 'digests'>): Artifact | undefined;
}

/** A digest may be printed short: this much of it is compared. */
const DIGEST_START = 12;

/**
 * Puts together what marks, builds and running containers say of the same build: the one names the commit, another the image's digest.
 * Artifacts are the same that share a METADATA_ID, a CHALK_ID or a digest. What two tell differently is as the first tells it in the order of
 * their text, so that the order of reading decides nothing.
 */
export function uniteArtifacts(artifacts: readonly Artifact[]): ArtifactIndex {
  const ordered = [...new Map(artifacts.map((artifact) => [JSON.stringify(artifact), artifact]))].sort(([a], [b]) => (a < b ? -1 : 1));
  const groups = new Map<string, { members: Artifact[]; keys: string[] }>();
  for (const [, artifact] of ordered) join(groups, artifact);
  const united = new Map([...new Set(groups.values())].map((group) => [group, together(group.members)]));
  return {
    find: (names) => {
      const found = new Set(keysOf(names).flatMap((key) => groups.get(key) ?? []));
      const [only] = found;
      return only === undefined || found.size > 1 ? undefined : united.get(only);
    },
  };
}

function join(groups: Map<string, { members: Artifact[]; keys: string[] }>, artifact: Artifact): void {
  const keys = keysOf(artifact);
  const known = new Set(keys.flatMap((key) => groups.get(key) ?? []));
  const group = { members: [...known].flatMap(({ members }) => members), keys: [...[...known].flatMap((one) => one.keys), ...keys] };
  group.members.push(artifact);
  for (const key of group.keys) groups.set(key, group);
}

function keysOf({ chalkId, metadataId, digests }: Pick<Artifact, 'chalkId' | 'metadataId' | 'digests'>): readonly string[] {
  return [
    ...(chalkId === undefined ? [] : [`chalk ${chalkId}`]),
    ...(metadataId === undefined ? [] : [`metadata ${metadataId}`]),
    ...digests.map((digest) => `digest ${digest.slice(0, DIGEST_START)}`),
  ];
}

function together(members: readonly Artifact[]): Artifact {
  const told: Partial<Artifact> = Object.assign({}, ...members.toReversed());
  const ports = new Map(members.flatMap(({ declaredPorts }) => declaredPorts).map((port) => [`${port.port}/${port.protocol}`, port]));
  return {
    ...told,
    digests: [...new Set(members.flatMap(({ digests }) => digests))].sort(),
    tags: [...new Set(members.flatMap(({ tags }) => tags))].sort(),
    declaredPorts: [...ports.values()].sort((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1)),
  };
}

/** The digests in an image's id or reference: `sha256:…`, `registry/name@sha256:…`. */
export function digestsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|sha256:)([0-9a-f]{12,64})$/g)].flatMap(([, digest]) => digest ?? []);
}
