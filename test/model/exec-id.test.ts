import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeExecId, encodeExecId, pidInOwnId } from '../../src/model/exec-id.js';

describe('an exec id', () => {
  it('decodes to what it was made of, whatever the node is called and beyond 2^53', () => {
    const parts = fc.record({
      node: fc.string({ unit: 'binary', maxLength: 40 }),
      ktimeNs: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      pid: fc.integer({ min: 0, max: 4_294_967_295 }),
    });
    fc.assert(
      fc.property(parts, (made) => {
        expect(decodeExecId(encodeExecId(made))).toEqual(made);
      }),
    );
  });

  it.each([
    ['OjE6MA==', { node: '', ktimeNs: 1n, pid: 0 }],
    ['OjExOTc4NjUwNjYxNTk2OjM0OTI0', { node: '', ktimeNs: 11978650661596n, pid: 34924 }],
    [btoa('fe80::1:7:8'), { node: 'fe80::1', ktimeNs: 7n, pid: 8 }],
    [btoa('node-1:0:42'), { node: 'node-1', ktimeNs: 0n, pid: 42 }],
    [btoa('n:18446744073709551615:4294967295'), { node: 'n', ktimeNs: 18446744073709551615n, pid: 4294967295 }],
  ])('reads %s at its last two colons', (execId, parts) => {
    expect(decodeExecId(execId)).toEqual(parts);
  });

  it.each(['', '*****', 'not base64!', 'YWJj', btoa('node:1'), btoa('node:x:1'), btoa('node:1:-1'), `${btoa('n:1:2')}\n`, 'A'])(
    'gives nothing for "%s", which is redacted or of another make',
    (execId) => {
      expect(decodeExecId(execId)).toBeUndefined();
    },
  );
});

describe('pidInOwnId', () => {
  it.each<[string, number | undefined]>([
    ['sysdig:host1:373:1795192588711163374', 373],
    ['sysdig:host1:373:~1506127469905136356', 373],
    ['auditd:web/audit:12:1767225600.250:7', 12],
    ['node-1:@1767225600:42', undefined],
    ['chalk:bfc230aed3568369', undefined],
    ['hubble:default/shop/web-1', undefined],
    [encodeExecId({ node: 'node-1', ktimeNs: 1n, pid: 2 }), undefined],
  ])('finds in %s the pid %s', (execId, pid) => {
    expect(pidInOwnId(execId)).toBe(pid);
  });
});
