import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VALUE_TYPES, type ValueType, valueType } from '../../src/labs/types/index.js';
import { node } from './small-lab.js';

const OPTIONS = { min: 12, tolerance: 2, day: '2026-11-20', choices: ['own socket', 'named pipe', 'web shell'] };

function typeNamed(name: string): ValueType {
  const type = valueType(name, OPTIONS);
  if (type === undefined) throw new Error(`no type ${name}`);
  return type;
}

function head(name: string, yaml: string): string {
  const reading = typeNamed(name).read(node(yaml));
  return reading.kind === 'value' ? reading.value.head : reading.message;
}

describe('answers that mean the same have one spelling', () => {
  it.each([
    ['int', ['22931', '+22931', '0x5993', '022931']],
    ['port', ['8531', '0x2153']],
    ['path', ['/usr/bin/curl', '//usr/./bin//curl', '/usr/local/../bin/curl/', '"/usr/bin/curl"']],
    ['ip', ['203.0.113.7', '"::ffff:203.0.113.7"', '"::FFFF:cb00:7107"']],
    ['ip', ['"2001:db8::1"', '"2001:0DB8:0:0:0:0:0:1"', '"[2001:db8::1]"']],
    ['dnsName', ['c2.example', 'C2.Example.', '" c2.example "']],
    ['containerId', ['62e561798745', 'containerd://62e561798745', 'docker://62E561798745AABB', '"62e561798745aabbccddeeff00112233"']],
    ['oneOf', ['named pipe', 'Named  Pipe', '"named pipe"']],
    ['text', ['hostname; date -u', 'HOSTNAME;  date -u', '"\uff48ostname; date -u"']],
    ['time', ['16:42:23', '"16:42:23.000Z"', '2026-11-20T16:42:23Z', '2026-11-20 16:42:23', '2026-11-20T17:42:23+01:00']],
  ])('%s: %j', (type, spellings) => {
    expect(new Set(spellings.map((yaml) => head(type, yaml))).size).toBe(1);
  });

  it('takes a container id for text although YAML takes it for a number', () => {
    expect(head('containerId', '123456789012')).toBe('123456789012');
    expect(head('containerId', '62e561798745')).toBe('62e561798745');
  });
});

describe('an answer of another type is told kindly what is wrong with it', () => {
  it.each([
    ['int', '"22931"', 'expected an integer, got the string "22931": remove the quotes'],
    ['int', '22,931', 'expected an integer, got the string "22,931": write the digits alone'],
    ['int', '1.5', 'expected an integer, got the fraction 1.5'],
    ['int', '[1, 2]', 'expected an integer, got a list: only one is asked for'],
    ['int', 'true', 'expected an integer, got true'],
    ['int', '{ a: 1 }', 'expected an integer, got a mapping'],
    ['port', '70000', 'expected a port from 1 to 65535, got 70000'],
    ['port', '"80"', 'expected a port, got the string "80": remove the quotes'],
    ['path', 'curl', 'expected the whole path, from / on, got "curl"'],
    ['ip', '203.0.113.7:80', 'expected an address, got "203.0.113.7:80": leave the port out'],
    ['ip', 'c2.example', 'expected an address, got "c2.example": is that its name?'],
    ['ip', '10.0.0.0/8', 'expected one address, got "10.0.0.0/8"'],
    ['dnsName', 'http://c2.example/x', 'expected the name alone, got the URL "http://c2.example/x"'],
    ['dnsName', '203.0.113.7', 'expected a DNS name, got the address 203.0.113.7'],
    ['containerId', '62e5', '"62e5" may stand for several containers: give at least the first 12 characters of the id'],
    ['containerId', 'crawler', 'expected a container id (digits and the letters a to f), got "crawler": is that the container\'s name?'],
    ['oneOf', 'named pip', 'there is no choice "named pip": did you mean named pipe?'],
    ['time', '2026-11-20', 'expected a time, got "2026-11-20": the clock is missing, like T16:42:23Z'],
    ['time', 'noon', 'expected a time, got "noon": write it like 16:42:23'],
  ])('%s %s: %s', (type, yaml, message) => {
    expect(typeNamed(type).read(node(yaml))).toEqual({ kind: 'mistyped', message });
  });
});

describe('every type', () => {
  it.each(VALUE_TYPES)('%s reads any value without throwing, and says what it expects', (name) => {
    const type = typeNamed(name);
    expect(type.expects).not.toBe('');
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)), (text) => {
        const reading = type.read({ kind: 'scalar', place: { line: 1, column: 1 }, type: 'text', text });
        if (reading.kind === 'value') expect(reading.value.heads).toContain(reading.value.head);
      }),
      { numRuns: 60 },
    );
  });
});
