import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestsIn, uniteArtifacts } from '../../../src/model/link/unite-artifacts.js';
import type { Artifact } from '../../../src/model/snapshot.js';

function artifact(fields: Partial<Artifact>): Artifact {
  return { digests: [], tags: [], declaredPorts: [], ...fields };
}

const DIGEST = 'ab'.repeat(32);

describe('what is said of one build', () => {
  it('is put together over ids that only some of it share', () => {
    const index = uniteArtifacts([
      artifact({ chalkId: 'C', metadataId: 'M' }),
      artifact({ metadataId: 'M', digests: [DIGEST] }),
      artifact({ digests: [DIGEST], commit: 'f00d', tags: ['acme/web:1'] }),
    ]);
    expect(index.find({ chalkId: 'C', digests: [] })).toMatchObject({ commit: 'f00d', metadataId: 'M', tags: ['acme/web:1'] });
  });

  it('is found by the beginning of a digest, as tools print it', () => {
    expect(uniteArtifacts([artifact({ digests: [DIGEST], commit: 'f00d' })]).find({ digests: [DIGEST.slice(0, 12)] })?.commit).toBe('f00d');
  });

  it('is not found for what is of two builds', () => {
    const index = uniteArtifacts([artifact({ chalkId: 'C', commit: '1' }), artifact({ metadataId: 'M', commit: '2' })]);
    expect(index.find({ chalkId: 'C', metadataId: 'M', digests: [] })).toBeUndefined();
    expect(index.find({ digests: [] })).toBeUndefined();
  });

  it('is the same in whatever order it was read', () => {
    const one = fc.record({
      chalkId: fc.constantFrom('C1', 'C2'),
      commit: fc.constantFrom('1', '2', '3'),
      digests: fc.subarray(['a'.repeat(64), 'b'.repeat(64)]),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 5 }), (told) => {
        const artifacts = told.map(artifact);
        const found = (of: readonly Artifact[]) => ['C1', 'C2'].map((chalkId) => uniteArtifacts(of).find({ chalkId, digests: [] }));
        expect(found(artifacts.toReversed())).toEqual(found(artifacts));
      }),
    );
  });
});

describe('digestsIn', () => {
  it.each<[string, readonly string[]]>([
    [`sha256:${DIGEST}`, [DIGEST]],
    [`registry.example/web:1@sha256:${DIGEST}`, [DIGEST]],
    [DIGEST, [DIGEST]],
    ['registry.example/web:1', []],
    ['', []],
  ])('of %s are %j', (text, expected) => {
    expect(digestsIn(text)).toEqual(expected);
  });
});
