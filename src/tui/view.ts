import type { TimeUs } from '../model/time.js';
import type { Arrangement } from './drawing/arrangement.js';
import type { SummaryColumn } from './drawing/fitted-columns.js';
import type { Line } from './drawing/line.js';
import type { Look } from './drawing/look.js';
import type { Answer, CaseRead, Effect } from './effects.js';
import type { CaseFacts } from './facts.js';
import type { OpenLab } from './lab/open-lab.js';
import type { ViewListing } from './listing.js';
import type { PendingReads } from './messages.js';

/** Columns and lines. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A place within the room of a view, from 0. */
export interface ScreenPlace {
  readonly column: number;
  readonly row: number;
}

/** The filter in force, and the processes it keeps. */
export interface ActiveFilter {
  readonly text: string;
  readonly processIds: Int32Array;
}

/** Draws a table of a few rows as printable lines of at most `room` columns. */
export type DrawTable = (columns: readonly SummaryColumn[], room: number, look: Look) => readonly string[];

/** What the program lends every view: the same for all of them. */
export interface Frame {
  readonly facts: CaseFacts;
  readonly filter?: ActiveFilter;
  /** Room that the view has. */
  readonly room: Size;
  readonly look: Look;
  /** True while more facts may come. */
  readonly isImporting: boolean;
  /** What was asked of the case and is being worked out elsewhere. */
  readonly pending: PendingReads;
  /** The lab that is worked on. */
  readonly lab?: OpenLab;
  /** Absent until what draws tables is loaded. */
  readonly drawTable?: DrawTable;
}

/** What the selection of a view is about: what another view that is opened next begins with. Rows hold within the revision. */
export interface Focus {
  /** Which of these is selected itself; the others stand beside it. Absent: the most particular one. */
  readonly about?: 'process' | 'connection' | 'finding' | 'moment';
  readonly processId?: number;
  readonly containerId?: number;
  readonly connectionId?: number;
  /** Fingerprint of a finding about that process. */
  readonly findingId?: string;
  /** A DNS name. */
  readonly name?: string;
  readonly atUs?: TimeUs;
  /** A question of the lab. */
  readonly questionId?: string;
  /** What happened in order is wanted, rather than a list. */
  readonly isStoryWanted?: boolean;
}

/** The next state, and what is wanted of the world. */
export type Step<S> = readonly [S, readonly Effect[]];

/** Something one can do, as data: the key map, the help and the palette are made of these. */
export interface Command<S> {
  readonly id: string;
  /** Names of keys as `keys.ts` gives them; any one is enough. */
  readonly keys: readonly string[];
  /** What it does, for a person, without the key. */
  readonly description: string;
  /** A word or two for the hint line, for the commands that are worth a place there. */
  readonly hint?: string;
  /** Pane that it belongs to; absent when it works in every pane of its view. */
  readonly pane?: string;
  /** Why it can't be done now; `undefined` when it can. */
  off?(state: S, frame: Frame): string | undefined;
  run(state: S, frame: Frame): Step<S>;
}

/** What happens to a view besides its own commands. */
export type ViewEvent =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'factsChanged' }
  | { readonly kind: 'filterChanged' }
  | { readonly kind: 'roomChanged' }
  | { readonly kind: 'processWanted'; readonly processId: number }
  /** The view is shown from now on; `focus` is what the view before was about. Told to this view alone. */
  | { readonly kind: 'opened'; readonly focus: Focus }
  /** Back at a selection that was left, by its name. Told to this view alone. */
  | { readonly kind: 'returned'; readonly selection: string };

/** A view: one file in `views/` and one line in `views/index.ts`. */
export interface View<S> {
  readonly id: string;
  readonly title: string;
  /** Key that shows it. */
  readonly key: string;
  /** What the key does, for the help. */
  readonly description: string;
  readonly commands: readonly Command<S>[];
  init(): S;
  update(state: S, event: ViewEvent, frame: Frame): Step<S>;
  /**
   * The state with what is on the screen and costs too much to work out for each frame: asked of the view that is shown, after every
   * step and outside React. The same state when nothing changed. Absent: there is nothing of the kind.
   */
  prepare?(state: S, frame: Frame): S;
  /**
   * What the view needs to draw itself and doesn't have. Asked after every step while the view is shown, so it must come to nothing once it
   * is answered.
   */
  reads(state: S, frame: Frame): readonly CaseRead[];
  /** Whether all is there that is shown first, though there may be reads left. Absent: it is once there are none. */
  isReady?(state: S): boolean;
  /** It is asked what it reads while it is not shown, too: others send here by rows of the revision. */
  readonly isKeptReady?: boolean;
  /** Pane that has the keys. */
  pane(state: S): string;
  /** Where in the view one is, for the status line: the path, and the row of how many. */
  place(state: S, frame: Frame): { readonly path: string; readonly count: string };
  /** The lines on the screen: never more than `frame.room.rows`. */
  rows(state: S, frame: Frame): readonly string[];
  /** What the selection is about. Absent: nothing that another view knows. */
  focus?(state: S, frame: Frame): Focus;
  /** What the selection is called in every revision, to come back to. Absent: the view has none. */
  selection?(state: S, frame: Frame): string | undefined;
  /**
   * The keys that do what a click at a place does; `undefined` where a click does nothing. Absent: the lines of `rows` stand below a
   * title, and a click goes to the one under it.
   */
  pointed?(state: S, at: ScreenPlace, frame: Frame): readonly string[] | undefined;
  /** What the view knows of its selection beyond the row, to be read aloud. Absent: the row says it all. */
  spoken?(state: S, frame: Frame): readonly Line[];
  /** What the view shows, for a file. Absent: its lines as they are drawn. */
  listing?(state: S, frame: Frame): ViewListing | undefined;
  /** The view as it stands on the screen: panes that fill `frame.room`. */
  arranged(state: S, frame: Frame): Arrangement;
}

/** A command of a view as the key map shows it. */
export interface OfferedCommand {
  readonly id: string;
  readonly keys: readonly string[];
  readonly description: string;
  readonly hint?: string;
  /** False for commands of a pane that hasn't the keys. */
  readonly isHere: boolean;
  readonly pane?: string;
  /** Why it can't be done now. */
  readonly off?: string;
}

/** A view together with its state, whose type stays its own secret: this is what lets views differ and still stand in one list. */
export interface OpenView {
  readonly id: string;
  readonly title: string;
  commands(frame: Frame): readonly OfferedCommand[];
  run(commandId: string, frame: Frame): Step<OpenView>;
  update(event: ViewEvent, frame: Frame): Step<OpenView>;
  prepared(frame: Frame): OpenView;
  reads(frame: Frame): readonly CaseRead[];
  readonly isKeptReady: boolean;
  isReady(frame: Frame): boolean;
  place(frame: Frame): { readonly path: string; readonly count: string };
  pane(): string;
  rows(frame: Frame): readonly string[];
  focus(frame: Frame): Focus;
  selection(frame: Frame): string | undefined;
  /** `undefined`: a click goes to the row under it, as the lines stand. */
  pointed(at: ScreenPlace, frame: Frame): readonly string[] | undefined;
  spoken(frame: Frame): readonly Line[];
  listing(frame: Frame): ViewListing | undefined;
  arranged(frame: Frame): Arrangement;
}

/** The view in its first state. */
export function openView<S>(view: View<S>): OpenView {
  return withState(view, view.init());
}

function withState<S>(view: View<S>, state: S): OpenView {
  const after = ([next, effects]: Step<S>): Step<OpenView> => [withState(view, next), effects];
  const open: OpenView = {
    id: view.id,
    title: view.title,
    commands: (frame) => view.commands.map((command) => offered(command, state, frame, view.pane(state))),
    run: (commandId, frame) => {
      const command = view.commands.find(({ id }) => id === commandId);
      return command === undefined ? [open, []] : after(command.run(state, frame));
    },
    update: (event, frame) => after(view.update(state, event, frame)),
    prepared: (frame) => {
      const next = view.prepare?.(state, frame) ?? state;
      return next === state ? open : withState(view, next);
    },
    reads: (frame) => view.reads(state, frame),
    isKeptReady: view.isKeptReady ?? false,
    isReady: (frame) => view.isReady?.(state) ?? view.reads(state, frame).length === 0,
    place: (frame) => view.place(state, frame),
    pane: () => view.pane(state),
    rows: (frame) => view.rows(state, frame),
    focus: (frame) => view.focus?.(state, frame) ?? {},
    selection: (frame) => view.selection?.(state, frame),
    pointed: (at, frame) => (view.pointed === undefined ? undefined : (view.pointed(state, at, frame) ?? [])),
    spoken: (frame) => view.spoken?.(state, frame) ?? [],
    listing: (frame) => view.listing?.(state, frame),
    arranged: (frame) => view.arranged(state, frame),
  };
  return open;
}

/** A command as the key map shows it. */
export function offered<S>(command: Command<S>, state: S, frame: Frame, pane: string): OfferedCommand {
  const off = command.off?.(state, frame);
  return {
    id: command.id,
    keys: command.keys,
    description: command.description,
    isHere: command.pane === undefined || command.pane === pane,
    ...(command.hint === undefined ? {} : { hint: command.hint }),
    ...(command.pane === undefined ? {} : { pane: command.pane }),
    ...(off === undefined ? {} : { off }),
  };
}
