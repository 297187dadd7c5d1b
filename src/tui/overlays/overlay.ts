import type { RawEvent } from '../../model/case-view.js';
import type { NoteTarget } from '../../model/note.js';
import type { EvidenceRef } from '../../model/source.js';
import type { Candidate } from '../effects.js';
import type { Preview } from '../preview.js';
import type { TypedLine } from './typed-text.js';

/** Something that has the keys until it is closed: drawn over the view, or on the status line for a prompt. */
export type Overlay = HelpOverlay | PaletteOverlay | PromptOverlay | CopyOverlay | ExportOverlay | FuzzyOverlay | NotesOverlay | RawOverlay;

/** All keys, narrowed by what is typed. */
export interface HelpOverlay {
  readonly kind: 'help';
  readonly query: string;
  readonly top: number;
}

/** All commands, found by typing a part of what they do. */
export interface PaletteOverlay {
  readonly kind: 'palette';
  readonly query: string;
  /** Place among the commands found. */
  readonly place: number;
}

/** What a typed line is for. */
export type PromptPurpose =
  | { readonly kind: 'search' }
  | { readonly kind: 'filter' }
  | { readonly kind: 'note'; readonly target: NoteTarget }
  | { readonly kind: 'lab'; readonly questionId: string; readonly field: string; readonly expects: string }
  | { readonly kind: 'answer'; readonly processId: number; readonly about: string };

/** One line being typed. */
export interface PromptOverlay extends TypedLine {
  readonly kind: 'prompt';
  readonly purpose: PromptPurpose;
  /** What is wrong with the text as it was entered. */
  readonly error?: string;
  /** Place among the lines typed before that is shown; absent: none of them is. */
  readonly recalled?: number;
  /** What the line finds, of one that finds something. Absent until it was changed. */
  readonly preview?: Preview;
}

/** A value that can be copied; its key picks it at once. */
export interface CopyEntry {
  readonly key: string;
  readonly label: string;
  readonly value: string;
}

/** Values to copy. */
export interface CopyOverlay {
  readonly kind: 'copy';
  readonly entries: readonly CopyEntry[];
  readonly place: number;
}

/** Forms that what is shown can be written in. */
export interface ExportOverlay {
  readonly kind: 'export';
  readonly place: number;
}

/** Processes that are like what is typed. */
export interface FuzzyOverlay {
  readonly kind: 'fuzzy';
  readonly query: string;
  readonly place: number;
  /** Absent until they were read. */
  readonly candidates?: readonly Candidate[];
  /** True when the case has more. */
  readonly isPart: boolean;
}

/** Notes and bookmarks, to go to. */
export interface NotesOverlay {
  readonly kind: 'notes';
  readonly place: number;
}

/** Raw events, one at a time. */
export interface RawOverlay {
  readonly kind: 'raw';
  readonly evidence: readonly EvidenceRef[];
  readonly place: number;
  readonly raw: RawEvent;
  readonly top: number;
}
