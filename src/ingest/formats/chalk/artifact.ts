import type { Artifact, DeclaredPort } from '../../../model/snapshot.js';
import { integerOf, type JsonObject, objectOf, textOf, textsOf } from '../json-value.js';

const DIGEST_KEYS = ['HASH', '_CURRENT_HASH', '_IMAGE_ID', '_IMAGE_CONFIG_DIGEST', '_IMAGE_DIGEST', '_INSTANCE_IMAGE_ID'];

/** The build that a member of `_CHALKS` names. */
export function artifactOf(mark: JsonObject): Artifact {
  const type = textOf(mark._OP_ARTIFACT_TYPE) ?? textOf(mark.ARTIFACT_TYPE);
  return {
    ...nameOf(mark),
    ...(type === undefined ? {} : { type }),
    digests: [...new Set([...DIGEST_KEYS.map((key) => mark[key]), ...leavesOf(mark._REPO_DIGESTS)].flatMap(digestOf))],
    tags: [...new Set([...textsOf(mark.DOCKER_TAGS), ...repositoryTags(mark._REPO_TAGS)])],
    ...originOf(mark),
    declaredPorts: Object.keys(objectOf(mark._IMAGE_EXPOSED_PORTS) ?? {}).flatMap(declaredPortOf),
  };
}

function nameOf(mark: JsonObject): Pick<Artifact, 'chalkId' | 'metadataId'> {
  const chalkId = textOf(mark.CHALK_ID);
  const metadataId = textOf(mark.METADATA_ID);
  return { ...(chalkId === undefined ? {} : { chalkId }), ...(metadataId === undefined ? {} : { metadataId }) };
}

function originOf(mark: JsonObject): Pick<Artifact, 'repository' | 'commit' | 'branch' | 'author' | 'message'> {
  const [repository, commit, branch, author, message] = ['ORIGIN_URI', 'COMMIT_ID', 'BRANCH', 'AUTHOR', 'COMMIT_MESSAGE'].map((key) =>
    textOf(mark[key]),
  );
  return {
    ...(repository === undefined ? {} : { repository }),
    ...(commit === undefined ? {} : { commit }),
    ...(branch === undefined ? {} : { branch }),
    ...(author === undefined ? {} : { author }),
    ...(message === undefined ? {} : { message }),
  };
}

/** `80/tcp`, `80`, or Kubernetes' `http:80/TCP`, as a port; none for what is no port. */
export function declaredPortOf(text: string): readonly DeclaredPort[] {
  const match = /(?:^|:)(\d{1,5})(?:\/(tcp|udp))?$/i.exec(text);
  const port = integerOf(match?.[1]);
  if (port === undefined || port === 0 || port > 65_535) return [];
  return [{ port, protocol: match?.[2]?.toLowerCase() === 'udp' ? 'udp' : 'tcp' }];
}

/** Without the name of the algorithm, so that digests from different tools compare. */
function digestOf(value: unknown): readonly string[] {
  const text = textOf(value)
    ?.replace(/^.*@/, '')
    .replace(/^sha256:/, '');
  return text !== undefined && /^[0-9a-f]{12,64}$/.test(text) ? [text] : [];
}

/** What stands at the ends of nested objects and lists. */
function leavesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  const inner = objectOf(value);
  return inner === undefined ? [value] : Object.values(inner).flatMap(leavesOf);
}

/** *Source:* `_REPO_TAGS`, registry › repository › tag › digest. */
function repositoryTags(value: unknown): readonly string[] {
  return Object.entries(objectOf(value) ?? {}).flatMap(([registry, repositories]) =>
    Object.entries(objectOf(repositories) ?? {}).flatMap(([repository, tags]) =>
      Object.keys(objectOf(tags) ?? {}).map((tag) => `${registry}/${repository}:${tag}`),
    ),
  );
}
