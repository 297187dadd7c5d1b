import { describe, expect, it } from 'vitest';
import { isInBlock } from '../../src/model/address-block.js';

describe('isInBlock', () => {
  it.each([
    ['10.0.0.7', '10.0.0.7', true],
    ['10.0.0.7', '10.0.0.0/24', true],
    ['10.0.1.7', '10.0.0.0/24', false],
    ['10.0.1.7', '10.0.0.0/23', true],
    ['10.0.2.7', '10.0.0.0/23', false],
    ['203.0.113.9', '0.0.0.0/0', true],
    ['2001:db8::1', '2001:db8::/32', true],
    ['2001:db9::1', '2001:db8::/32', false],
    ['2001:db8:0:1::1', '2001:db8::/63', true],
    ['2001:db8::1', '2001:db8::1', true],
    ['::1', '0.0.0.0/0', false],
    ['c2.example.com', '10.0.0.0/8', false],
  ])('%s in %s: %s', (ip, block, expected) => {
    expect(isInBlock(ip, block)).toBe(expected);
  });
});
