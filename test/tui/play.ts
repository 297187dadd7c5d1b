import type { CaseView } from '../../src/model/case-view.js';
import type { LabDesk } from '../../src/model/lab.js';
import { summaryTable } from '../../src/tui/components/summary-table.js';
import { arrangedRows } from '../../src/tui/drawing/arrangement.js';
import { lookFor } from '../../src/tui/drawing/look.js';
import type { Message } from '../../src/tui/messages.js';
import { type ProgramStore, programStore } from '../../src/tui/program-store.js';
import type { ReadElsewhere } from '../../src/tui/reads-elsewhere.js';
import { runner } from '../../src/tui/runner.js';
import { screenOf } from '../../src/tui/screen.js';
import { frameOf, initialState, shownView } from '../../src/tui/state.js';
import { actionsThat } from './acted.js';

/** What a test can do with a program that has no terminal. */
export interface Played {
  readonly store: ProgramStore;
  /** Presses keys by name, separated by spaces: `j j enter ctrl+o`. */
  press(keys: string): void;
  /** Types text into what is open. */
  type(text: string): void;
  send(message: Message): void;
  /** The lines that stand on the screen, without styles and without the spaces at their ends. */
  screen(): readonly string[];
  /** The lines of the view's rows, without styles and without the spaces at their ends. */
  rows(): readonly string[];
  /** The selected row's text, without its place in the tree. */
  selected(): string;
  /** Which row of how many, as the status line has it. */
  place(): string;
  /** What the status line says, `undefined` when it says nothing. */
  notice(): string | undefined;
  /** Deeds outside, in the order done: `quit`, `copy 22848`, … */
  readonly deeds: readonly string[];
  /** Lets what was asked for and takes its time arrive. */
  arrived(): Promise<void>;
}

const PLAIN = lookFor({ isAscii: false, colour: 'none' });

/** The program on a case, as if a terminal of this size stood before it. */
export function play(view: CaseView, columns = 160, rows = 50, look = PLAIN, lab?: LabDesk, elsewhere?: ReadElsewhere): Played {
  const deeds: string[] = [];
  const perform = runner({
    view,
    ...(lab === undefined ? {} : { lab }),
    ...(elsewhere === undefined ? {} : { elsewhere }),
    actions: {
      ...actionsThat((deed) => deeds.push(deed)),
      exportAnswer: (questionId, processId) => {
        deeds.push(`answer ${questionId} pid ${view.process(processId)?.pid}`);
        return { kind: 'done', message: 'wrote answers.yaml' };
      },
    },
    copy: (text) => {
      deeds.push(`copy ${text}`);
      return text.length < 1000;
    },
    suspend: () => deeds.push('suspend'),
    repaint: () => deeds.push('repaint'),
    switchMouse: (isOn) => deeds.push(`mouse ${isOn ? 'on' : 'off'}`),
    quit: () => deeds.push('quit'),
    say: (message) => store.dispatch(message),
    crash: (error) => {
      throw error;
    },
  });
  const store = programStore(initialState('case', look, { columns, rows }), perform, () => undefined);
  store.dispatch({ kind: 'tablesCame', drawTable: summaryTable });
  store.dispatch({ kind: 'caseMoved' });
  if (lab !== undefined) store.dispatch({ kind: 'labMoved', sheet: lab.sheet() });
  const lines = (): readonly string[] => shownView(store.state()).rows(frameOf(store.state())).map(plain);
  return {
    store,
    deeds,
    press: (keys) => {
      for (const name of keys.split(' ')) store.dispatch({ kind: 'userPressed', key: name.length === 1 ? { name, text: name } : { name } });
    },
    type: (text) => {
      for (const character of text) {
        store.dispatch({ kind: 'userPressed', key: { name: character === ' ' ? 'space' : character, text: character } });
      }
    },
    send: (message) => store.dispatch(message),
    screen: () => arrangedRows(screenOf(store.state())).map(plain),
    rows: lines,
    selected: () => (lines().find((line) => line.startsWith('▌')) ?? '').replace(/^[▌│▾▸ ]+/, ''),
    place: () => shownView(store.state()).place(frameOf(store.state())).count,
    notice: () => store.state().notice?.text,
    arrived: () => new Promise((done) => setImmediate(done)),
  };
}

/** A drawn line as a person reads it: no styles, nothing after the last word. */
export function plain(line: string): string {
  return line.replace(new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g'), '').trimEnd();
}

/** The character that begins a control sequence. */
export const ESCAPE = String.fromCharCode(27);
