/** The signs of the interface. Every one has an ASCII form of its own meaning; none says by shape alone what no word says. */
export interface Glyphs {
  readonly cursor: string;
  readonly open: string;
  readonly closed: string;
  readonly leaf: string;
  readonly guide: string;
  readonly main: string;
  readonly late: string;
  readonly entered: string;
  readonly probe: string;
  readonly finding: string;
  readonly becomes: string;
  /** Before how many a row stands for. */
  readonly times: string;
  readonly outbound: string;
  /** Outbound to outside the cluster. */
  readonly external: string;
  readonly inbound: string;
  readonly listen: string;
  readonly peer: string;
  readonly ellipsis: string;
  readonly rule: string;
  readonly bar: string;
  /** Where a rule and a bar meet. */
  readonly corner: string;
  readonly separator: string;
  readonly path: string;
  readonly up: string;
  readonly down: string;
}

export const UNICODE_GLYPHS: Glyphs = {
  cursor: '▌',
  open: '▾',
  closed: '▸',
  leaf: ' ',
  guide: '│',
  main: '●',
  late: '⏱ ',
  entered: '⇥ entered ',
  probe: '○ probe ',
  finding: '!',
  becomes: '⇒',
  times: '×',
  outbound: '→',
  external: '↗',
  inbound: '←',
  listen: '◇',
  peer: '⇄',
  ellipsis: '…',
  rule: '─',
  bar: '│',
  corner: '┼',
  separator: '·',
  path: '›',
  up: '↑',
  down: '↓',
};

export const ASCII_GLYPHS: Glyphs = {
  cursor: '>',
  open: '-',
  closed: '+',
  leaf: ' ',
  guide: '|',
  main: '*',
  late: 'L',
  entered: 'entered ',
  probe: 'probe ',
  finding: '!',
  becomes: '=>',
  times: 'x',
  outbound: '->',
  external: '-^',
  inbound: '<-',
  listen: 'o',
  peer: '<->',
  ellipsis: '~',
  rule: '-',
  bar: '|',
  corner: '+',
  separator: '-',
  path: '>',
  up: 'up',
  down: 'down',
};

/** Words where an eye takes signs; what only draws is left out. */
export const SPOKEN_GLYPHS: Glyphs = {
  ...ASCII_GLYPHS,
  open: 'open',
  closed: 'closed',
  guide: ' ',
  main: 'main process',
  late: 'late ',
  finding: 'finding',
  becomes: 'then',
  times: 'times ',
  outbound: 'to',
  external: 'to',
  inbound: 'from',
  listen: 'listens',
  peer: 'known other end',
  rule: ' ',
  bar: ' ',
  separator: '-',
};
