import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { addressScope, canonicalAddress, isUnspecified } from '../../src/model/address.js';
import { isAddressOrBlock } from '../../src/model/address-syntax.js';

/** IPv6 texts of every written form, zeros more often than chance gives them. */
const ipv6Text = fc
  .array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), { minLength: 8, maxLength: 8 })
  .chain((groups) =>
    fc.constantFrom(
      groups.map((group) => group.toString(16)).join(':'),
      groups.map((group) => group.toString(16).padStart(4, '0').toUpperCase()).join(':'),
      new ipaddr.IPv6(groups).toRFC5952String(),
    ),
  );

describe('canonicalAddress', () => {
  it('spells IPv6 as RFC 5952 does, and mapped addresses as IPv4', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV6(), ipv6Text), (text) => {
        // The oracle takes "::1.2.3.4", which is an address of its own, for a mapped one.
        fc.pre(!text.includes('.'));
        const address = ipaddr.IPv6.parse(text);
        const expected = address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toRFC5952String();
        expect(canonicalAddress(text)).toBe(expected);
      }),
    );
  });

  it('leaves IPv4 as it is', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        expect(canonicalAddress(text)).toBe(text);
      }),
    );
  });

  it('is its own canonical form', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), ipv6Text), (text) => {
        const once = canonicalAddress(text) ?? '';
        expect(canonicalAddress(once)).toBe(once);
      }),
    );
  });

  it('takes no text for an address that is none', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), (text) => {
        fc.pre(!ipaddr.isValid(text) && !text.includes('%') && !/^[\d.]+$/.test(text));
        expect(canonicalAddress(text)).toBeUndefined();
      }),
    );
  });

  it.each([
    ['::ffff:10.0.0.7', '10.0.0.7'],
    ['::ffff:0a00:0007', '10.0.0.7'],
    ['0:0:0:0:0:ffff:7f00:1', '127.0.0.1'],
    ['010.000.000.007', '10.0.0.7'],
    ['FE80::1%eth0', 'fe80::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['::', '::'],
    ['::1.2.3.4', '::102:304'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ])('spells %s as %s', (text, canonical) => {
    expect(canonicalAddress(text)).toBe(canonical);
  });

  it.each([
    '',
    '<nil>',
    'invalid IP',
    '10.0.0',
    '10.0.0.256',
    '1.2.3.4.5',
    ':',
    ':::',
    '1::2::3',
    '12345::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '::g',
    '1.2.3.4:80',
  ])('knows no address in "%s"', (text) => {
    expect(canonicalAddress(text)).toBeUndefined();
  });
});

describe('the two readers of addresses', () => {
  it('agree wherever the stricter one, for what people type, accepts', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), ipv6Text, fc.string({ maxLength: 12 })), (text) => {
        if (isAddressOrBlock(text) && !text.includes('/')) expect(canonicalAddress(text)).toBeDefined();
      }),
    );
  });
});

describe('addressScope', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.0.9', 'loopback'],
    ['::1', 'loopback'],
    ['10.244.0.5', 'private'],
    ['172.15.0.1', 'external'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.1', 'external'],
    ['192.168.1.1', 'private'],
    ['192.169.1.1', 'external'],
    ['169.254.169.254', 'private'],
    ['100.64.0.1', 'private'],
    ['100.127.255.255', 'private'],
    ['100.128.0.1', 'external'],
    ['0.0.0.0', 'private'],
    ['::', 'private'],
    ['fd00::1', 'private'],
    ['fe80::1', 'private'],
    ['febf::1', 'private'],
    ['fec0::1', 'external'],
    ['192.0.2.1', 'external'],
    ['198.51.100.7', 'external'],
    ['203.0.113.60', 'external'],
    ['2001:db8::1', 'external'],
    ['8.8.8.8', 'external'],
  ])('puts %s into %s', (ip, scope) => {
    expect(addressScope(ip)).toBe(scope);
  });
});

it.each([
  ['0.0.0.0', true],
  ['::', true],
  ['0.0.0.1', false],
  ['::1', false],
])('%s names no host: %s', (ip, expected) => {
  expect(isUnspecified(ip)).toBe(expected);
});
