/** What a piece of text means. Components name a role and never a colour. */
export type Role =
  | 'main'
  | 'late'
  | 'entered'
  | 'probe'
  | 'finding'
  | 'external'
  | 'quiet'
  | 'strong'
  | 'match'
  | 'heading'
  | 'label'
  | 'bar'
  | 'chip'
  | 'warning'
  | 'error'
  | 'group';

/**
 * How each role looks, as SGR parameters. Only attributes, the terminal's default colours and its 16 named ones: fixed colours are
 * unreadable on somebody's background.
 */
export interface Theme {
  readonly id: string;
  readonly sgr: Readonly<Record<Role, string>>;
}

/** Follows the terminal's own palette, so it fits light and dark ones alike. */
export const ANSI16: Theme = {
  id: 'ansi16',
  sgr: {
    main: '1;34',
    late: '33',
    entered: '36',
    probe: '2',
    finding: '1;31',
    external: '35',
    quiet: '2',
    strong: '1',
    match: '4;1',
    heading: '1',
    label: '2',
    bar: '7',
    chip: '1;36',
    warning: '33',
    error: '1;31',
    group: '1',
  },
};

/** No colour at all: bold, dim, underline and inverse only. Nothing is said by them alone. */
export const MONO: Theme = {
  id: 'mono',
  sgr: {
    main: '1',
    late: '1',
    entered: '',
    probe: '2',
    finding: '1',
    external: '',
    quiet: '2',
    strong: '1',
    match: '4',
    heading: '1',
    label: '2',
    bar: '7',
    chip: '1',
    warning: '1',
    error: '1',
    group: '1',
  },
};
