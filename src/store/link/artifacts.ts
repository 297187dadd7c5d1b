import { type ArtifactIndex, digestsIn, uniteArtifacts } from '../../model/link/unite-artifacts.js';
import type { Artifact } from '../../model/snapshot.js';
import type { CaseDatabase } from '../database.js';
import { aboutIn } from './snapshot-reports.js';

interface ImageRow {
  readonly id: number;
  readonly image: string | null;
  readonly image_id: string | null;
}

interface InstanceRow {
  readonly container: number;
  readonly about: string;
}

/**
 * Says of each container which build it runs: as it reported itself, else as its image's digest tells. A container whose reports name builds
 * that differ runs none that could be named.
 */
export function linkArtifacts(database: CaseDatabase): void {
  const artifacts = database
    .prepare<[], string>('select text from term where id in (select about from snapshot_fact)')
    .pluck()
    .all()
    .flatMap((text) => aboutIn(text).artifacts);
  if (artifacts.length === 0) return;
  const index = uniteArtifacts(artifacts);
  const found = new Map([...byImage(database, index), ...byReport(database, index)]);
  const write = database.prepare('update container set artifact = ?, image = coalesce(image, ?) where id = ?');
  for (const [container, artifact] of found) {
    if (artifact !== undefined) write.run(JSON.stringify(artifact), artifact.tags[0] ?? null, container);
  }
}

function byImage(database: CaseDatabase, index: ArtifactIndex): readonly (readonly [number, Artifact | undefined])[] {
  return database
    .prepare<[], ImageRow>('select id, image, image_id from container where image is not null or image_id is not null')
    .all()
    .map(({ id, image, image_id: imageId }) => [id, index.find({ digests: [...digestsIn(imageId ?? ''), ...digestsIn(image ?? '')] })]);
}

function byReport(database: CaseDatabase, index: ArtifactIndex): readonly (readonly [number, Artifact | undefined])[] {
  const told = new Map<number, Artifact[]>();
  const rows = database.prepare<[], InstanceRow>(
    `select distinct i.container, t.text as about from instance i join instance_name n on n.instance = i.id
       join snapshot_fact s on s.instance = n.name join term t on t.id = s.about`,
  );
  for (const { container, about } of rows.iterate()) told.set(container, [...(told.get(container) ?? []), ...aboutIn(about).artifacts]);
  // Reports that name no build leave it to the image.
  const naming = [...told].filter(([, artifacts]) => artifacts.length > 0);
  return naming.map(([container, artifacts]) => [container, theOnly(artifacts.flatMap((artifact) => index.find(artifact) ?? []))]);
}

function theOnly(artifacts: readonly Artifact[]): Artifact | undefined {
  const [only, ...others] = new Set(artifacts);
  return others.length === 0 ? only : undefined;
}
