import type { CaseView } from '../model/case-view.js';
import type { Filter } from '../model/filter.js';
import type { LabDesk } from '../model/lab.js';
import type { Note, NoteDraft } from '../model/note.js';
import type { ImportProgress } from '../model/progress.js';
import type { ThemeName } from './drawing/theme.js';
import type { KeySettings } from './key-settings.js';
import type { ExportFormat, ViewListing } from './listing.js';
import type { ReadElsewhere } from './reads-elsewhere.js';

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
  exportView(listing: ViewListing, title: string, format: ExportFormat): ActionResult | Promise<ActionResult>;
  /** Writes the report of the case. */
  writeReport(): ActionResult | Promise<ActionResult>;
  notes(): readonly Note[];
  saveNote(draft: NoteDraft): ActionResult;
  removeNote(note: Note): ActionResult;
  /** Keeps a filter for the next time that one is typed. */
  rememberFilter(text: string): void;
}

/** How the terminal is to be written to. */
export interface InterfaceStyle {
  /** Nothing outside ASCII is drawn; such characters of the capture are spelled out. */
  readonly isAscii: boolean;
  readonly colour: 'none' | 'ansi16';
  /** Absent: the terminal's own colours. */
  readonly theme?: ThemeName;
  /** Shows a first hint at what to press. */
  readonly isFirstRun?: boolean;
}

/** What a user chose for good. Absent: nothing was. */
export interface InterfaceSettings {
  readonly keys?: KeySettings;
  readonly isMouseOn?: boolean;
  readonly isNoiseHidden?: boolean;
  /** What counts as noise besides what is noise anyway. */
  readonly noise?: readonly Filter[];
  /** Filters that were typed before, newest first. */
  readonly filters?: readonly string[];
}

/** Everything that `runInterface` is given. */
export interface InterfaceOptions {
  readonly view: CaseView;
  /** The case's name, for the header. */
  readonly title: string;
  readonly progress?: ImportProgressFeed;
  readonly actions: InterfaceActions;
  readonly style: InterfaceStyle;
  readonly settings?: InterfaceSettings;
  /** The lab that is worked on. */
  readonly lab?: LabDesk;
  /** Answers slow reads beside the interface. Absent: it answers them itself. */
  readonly elsewhere?: ReadElsewhere;
  /** Makes ready, beside the interface, for matches that are asked for at every letter. */
  readonly expectMatches?: () => void;
  /** Makes ready for all that is read beside the interface. */
  readonly expectReads?: () => void;
}
