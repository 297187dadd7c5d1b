import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

describe('docs/interface.md', () => {
  it('shows the screen as it is', () => {
    const page = readFileSync(new URL('../../docs/interface.md', import.meta.url), 'utf8');
    expect(page).toContain(readFileSync(new URL('golden/story-100x30.txt', import.meta.url), 'utf8'));
  });
});
