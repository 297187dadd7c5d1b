import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookFor } from '../../../src/tui/drawing/look.js';
import type { KeyPress } from '../../../src/tui/keys.js';
import { promptLines } from '../../../src/tui/overlays/prompt.js';
import { aroundCursor, editedLine, editedText, type TypedLine, withPasted } from '../../../src/tui/overlays/typed-text.js';
import { initialState } from '../../../src/tui/state.js';

/** `pod|:x` is the line `pod:x` with its cursor after `pod`. */
function drawn(line: TypedLine): string {
  return aroundCursor(line).join('|');
}

function line(drawing: string): TypedLine {
  return { text: drawing.replace('|', ''), cursor: drawing.indexOf('|') };
}

function press(name: string): KeyPress {
  return name.length === 1 ? { name, text: name } : { name };
}

describe('a line being typed', () => {
  it.each([
    { before: 'pod:a|', keys: 'x', after: 'pod:ax|' },
    { before: 'pod|:a', keys: 's', after: 'pods|:a' },
    { before: 'pod:a|', keys: 'left left', after: 'pod|:a' },
    { before: '|a', keys: 'left', after: '|a' },
    { before: 'a|', keys: 'right', after: 'a|' },
    { before: '|ab', keys: 'right', after: 'a|b' },
    { before: 'ab|', keys: 'home', after: '|ab' },
    { before: 'ab|', keys: 'ctrl+a x', after: 'x|ab' },
    { before: '|ab', keys: 'end', after: 'ab|' },
    { before: '|ab', keys: 'ctrl+e', after: 'ab|' },
    { before: 'ab|c', keys: 'backspace', after: 'a|c' },
    { before: '|c', keys: 'backspace', after: '|c' },
    { before: 'pod:a |late', keys: 'ctrl+u', after: '|late' },
    { before: 'pod:a |late', keys: 'ctrl+k', after: 'pod:a |' },
    { before: 'pod:a late |x', keys: 'ctrl+w', after: 'pod:a |x' },
    { before: '記|録', keys: 'left', after: '|記録' },
    { before: 'cafe\u0301|', keys: 'backspace', after: 'caf|' },
    { before: '👩‍💻|!', keys: 'left', after: '|👩‍💻!' },
  ])('$before becomes $after with $keys', ({ before, keys, after }) => {
    const edited = keys.split(' ').reduce((one, name) => editedLine(one, press(name)) ?? one, line(before));
    expect(drawn(edited)).toBe(after);
  });

  it('has its cursor at the end until it is moved', () => {
    expect(drawn({ text: 'late' })).toBe('late|');
  });

  it('takes a paste where its cursor is', () => {
    expect(drawn(withPasted(line('pod:| late'), 'crawler'))).toBe('pod:crawler| late');
  });

  it('leaves to others the keys that neither edit nor move', () => {
    for (const name of ['up', 'down', 'tab', 'escape', 'ctrl+l']) expect(editedLine(line('a|'), { name })).toBeUndefined();
  });

  it('keeps its cursor within its text, whatever is pressed', () => {
    const keys = ['left', 'right', 'home', 'end', 'backspace', 'ctrl+u', 'ctrl+k', 'ctrl+w', 'x', ' '];
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.constantFrom(...keys)), (text, names) => {
        const edited = names.reduce<TypedLine>((one, name) => editedLine(one, press(name)) ?? one, { text });
        const { cursor = edited.text.length } = edited;
        expect(cursor).toBeGreaterThanOrEqual(0);
        expect(cursor).toBeLessThanOrEqual(edited.text.length);
      }),
    );
  });

  it('is edited at its end alone where there is no cursor to move', () => {
    expect(editedText('ab', { name: 'backspace' })).toBe('a');
    expect(editedText('ab', { name: 'left' })).toBeUndefined();
  });
});

describe('a prompt', () => {
  const look = lookFor({ isAscii: false, colour: 'none' });
  const shown = (text: TypedLine, columns: number): string =>
    promptLines({ kind: 'prompt', purpose: { kind: 'search' }, ...text }, initialState('', look, { columns, rows: 24 }))[0]
      .spans.map((one) => (one.role === 'bar' ? `[${one.text}]` : one.text))
      .join('');

  it.each([
    { typed: 'curl|', columns: 80, screen: ' search: curl█' },
    { typed: 'cu|rl', columns: 80, screen: ' search: cu[r]l' },
    { typed: 'resumes.tenant-jobs.svc|', columns: 26, screen: ' search: …nant-jobs.svc█' },
    { typed: '|resumes', columns: 80, screen: ' search: [r]esumes' },
  ])('keeps the cursor of $typed in sight at $columns columns', ({ typed, columns, screen }) => {
    expect(shown(line(typed), columns)).toBe(screen);
  });
});
