import { describe, expect, it } from 'vitest';
import { bytesText, counted, countText, endpointText, shortBinary } from '../../../src/tui/drawing/wording.js';

describe('wording', () => {
  it.each([
    { binary: '/usr/bin/curl', name: 'curl' },
    { binary: '/tmp/curl', name: '/tmp/curl' },
    { binary: '/usr/bin/', name: '/usr/bin/' },
    { binary: 'sh', name: 'sh' },
    { binary: '', name: '?' },
    { binary: undefined, name: '?' },
  ])('leaves out of $binary only a folder where programs usually are', ({ binary, name }) => {
    expect(shortBinary(binary)).toBe(name);
  });

  it.each([
    { endpoint: { ip: '10.0.0.7', port: 80 }, text: '10.0.0.7:80' },
    { endpoint: { ip: 'fd00::7', port: 80 }, text: '[fd00::7]:80' },
    { endpoint: { ip: 'fd00::7', port: 0 }, text: 'fd00::7' },
    { endpoint: undefined, text: '?' },
  ])('writes an endpoint as $text', ({ endpoint, text }) => {
    expect(endpointText(endpoint)).toBe(text);
  });

  it('writes numbers for a person', () => {
    expect([countText(1204), countText(31_204_000), countText(7)]).toEqual(['1,204', '31,204,000', '7']);
    expect([counted(1, 'process', 'processes'), counted(2, 'process', 'processes')]).toEqual(['1 process', '2 processes']);
    expect([bytesText(512), bytesText(1536), bytesText(5_400_000)]).toEqual(['512 B', '1.5 KiB', '5.1 MiB']);
  });
});
