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

/** For a white ground: what is yellow or cyan stands on its own ground, since neither can be read on white. */
export const LIGHT: Theme = {
  id: 'light',
  sgr: {
    ...ANSI16.sgr,
    late: '30;43',
    entered: '30;46',
    probe: '90',
    external: '1;35',
    quiet: '90',
    label: '90',
    chip: '1;34',
    warning: '30;43',
  },
};

/** For a black ground: the bright half of the sixteen, since plain blue can't be read on black. */
export const DARK: Theme = {
  id: 'dark',
  sgr: {
    ...ANSI16.sgr,
    main: '1;94',
    late: '93',
    entered: '96',
    probe: '37',
    finding: '1;91',
    external: '95',
    quiet: '37',
    label: '37',
    chip: '1;96',
    warning: '93',
    error: '1;91',
  },
};

/** Every colour brings its own ground, black or white against it, and nothing is dim. */
export const HIGH_CONTRAST: Theme = {
  id: 'high-contrast',
  sgr: {
    main: '1;97;44',
    late: '1;30;103',
    entered: '1;30;106',
    probe: '',
    finding: '1;97;41',
    external: '1;30;105',
    quiet: '',
    strong: '1',
    match: '1;4',
    heading: '1',
    label: '',
    bar: '7',
    chip: '1;4',
    warning: '1;30;103',
    error: '1;97;41',
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

/** Every theme by the name that a user chooses it by. */
export const THEMES = { auto: ANSI16, light: LIGHT, dark: DARK, 'high-contrast': HIGH_CONTRAST, mono: MONO } as const satisfies Readonly<
  Record<string, Theme>
>;
export type ThemeName = keyof typeof THEMES;
