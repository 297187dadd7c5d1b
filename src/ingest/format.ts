import type { Reading } from '../model/record.js';
import type { FormatName } from '../model/source.js';

/** Reads one source's lines. May remember earlier lines; is made anew for each source. */
export interface LineReader {
  /** What this line says. Never throws for anything a line may hold. `line` is only good during the call. */
  read(line: Buffer): Reading;
}

/** A format that sources are recognised by content and read as. */
export interface Format {
  readonly name: FormatName;
  /** For a person: "Tetragon JSON export". */
  readonly title: string;
  /** What a case gains from it, in one line. */
  readonly contributes: string;
  /** How sure these first lines make it that they are of this format: 0 for no, up to 1. */
  sniff(lines: readonly string[]): number;
  /** Why a source of this format is refused, when it can be told from others but holds too little. */
  readonly refusal?: string;
  /** `defaultNode` names the node where the events do not. */
  reader(options: { readonly defaultNode: string }): LineReader;
  /** Real lines of it, each with the kind of reading it gives. */
  readonly samples: readonly FormatSample[];
}

/** A line and what reading it must give. */
export interface FormatSample {
  readonly line: string;
  readonly gives: Reading['kind'];
  /** Kind of the record, for records. */
  readonly recordKind?: string;
}
