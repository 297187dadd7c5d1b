import type { LabSheet } from '../model/lab.js';
import type { ImportProgress } from '../model/progress.js';
import type { Answer, CaseRead } from './effects.js';
import type { KeyPress } from './keys.js';
import type { Notice } from './notice.js';
import type { SlowRead } from './slow-reads.js';
import type { DrawTable, Size } from './view.js';

/** Kinds of reads that are asked elsewhere. */
export type PendingReads = ReadonlySet<CaseRead['kind']>;

/** Something that happened, named by who caused it. */
export type Message =
  | { readonly kind: 'userPressed'; readonly key: KeyPress }
  /** A command by its id, whatever its key: from the user's settings. */
  | { readonly kind: 'userChose'; readonly commandId: string }
  /** The user is here for the first time. */
  | { readonly kind: 'greeted' }
  | { readonly kind: 'userPasted'; readonly text: string }
  | { readonly kind: 'terminalResized'; readonly size: Size }
  | { readonly kind: 'importProgressed'; readonly progress: ImportProgress }
  /** The case has a newer revision than the one shown. */
  | { readonly kind: 'caseMoved' }
  /** `pending`: what is still asked elsewhere, and `asked`: what was asked, where the answer came from there. */
  | { readonly kind: 'caseAnswered'; readonly answer: Answer; readonly pending?: PendingReads; readonly asked?: SlowRead }
  /** Something is asked elsewhere, and will be answered. */
  | { readonly kind: 'readsPending'; readonly pending: PendingReads }
  /** The screen is to be composed once more, though nothing changed. */
  | { readonly kind: 'redrawn' }
  /** What draws tables was loaded. */
  | { readonly kind: 'tablesCame'; readonly drawTable: DrawTable }
  /** The lab that is worked on is another now, or further on. */
  | { readonly kind: 'labMoved'; readonly sheet: LabSheet }
  | { readonly kind: 'actionFinished'; readonly notice: Notice };
