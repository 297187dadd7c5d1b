import type { CaseView } from '../model/case-view.js';
import type { ImportProgress } from '../model/progress.js';

/** How far the import that feeds the case is. It runs elsewhere while the case is shown. */
export interface ImportProgressFeed {
  /** Calls the listener for every step; gives back what ends that. */
  subscribe(listener: (progress: ImportProgress) => void): () => void;
  current(): ImportProgress | undefined;
}

/** What became of something that was asked of the program around the interface. */
export type ActionResult =
  | { readonly kind: 'done'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string; readonly hint?: string };

/** What the interface can ask to be written. It writes nothing itself. */
export interface InterfaceActions {
  exportFindings(): ActionResult | Promise<ActionResult>;
  exportAnswer(questionId: string, processId: number): ActionResult | Promise<ActionResult>;
}

/** How the terminal is to be written to. */
export interface InterfaceStyle {
  /** Nothing outside ASCII is drawn; such characters of the capture are spelled out. */
  readonly isAscii: boolean;
  readonly colour: 'none' | 'ansi16';
  /** Shows a first hint at what to press. */
  readonly isFirstRun?: boolean;
}

/** Everything that `runInterface` is given. */
export interface InterfaceOptions {
  readonly view: CaseView;
  /** The case's name, for the header. */
  readonly title: string;
  readonly progress?: ImportProgressFeed;
  readonly actions: InterfaceActions;
  readonly style: InterfaceStyle;
}
