import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { budgetFlag } from '../../src/cli/compiling.js';

describe('the flag that has V8 compile less', () => {
  it.each([
    ['11.3.244.8-node.33', '--interrupt-budget=300000'],
    ['12.4.254.21-node.56', undefined],
    ['13.6.233.10-node.28', undefined],
    ['14.2.231.9', undefined],
  ])('of V8 %s is %s', (v8, flag) => {
    expect(budgetFlag(v8)).toBe(flag);
  });

  it('is known to the V8 that runs this, where it is used', () => {
    const flag = budgetFlag(process.versions.v8);
    const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
    expect(flag === undefined || known.includes('  --interrupt-budget ')).toBe(true);
  });
});
