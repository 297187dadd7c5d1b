import { inTurn, median, percentile, runProgram, summary } from './measure.mjs';
import { timedTerminal } from './timed-terminal.mjs';

const KEYS = { pageDown: '\u001b[6~', pageUp: '\u001b[5~', escape: '\u001b', enter: '\r' };
/** Erases the line. */
const ERASE = '\u0015';
const MOVES = ['j', 'j', 'k', KEYS.pageDown, KEYS.pageDown, KEYS.pageUp, 'G', 'g'];
const VIEWS = [
  ['connections', 'C'],
  ['names', 'D'],
  ['timeline', '@'],
  ['containers', 'K'],
  ['services', 'S'],
  ['heartbeats', 'B'],
  ['findings', '!'],
  ['overview', 'I'],
  ['sources', 'P'],
];
const SEARCHES = ['curl', 'no such thing'];
/** Views that filters are typed in, and some that keep most of a case. */
const FILTERED = ['connections', 'names', 'timeline', 'containers', 'services'];
const WIDE_FILTERS = ['pod:crawler', 'dst:10.0.0.0/8', 'dns:*.svc*', 'port:9200'];
const FILTERS = ['pod:crawler', 'dst:203.0.113.0/24', 'dst:10.0.0.0/8', 'dns:*.svc*', 'dns:nowhere', 'port:9200', 'external late'];

/** Milliseconds from the start of the program to the first frame that holds a text, in turn with the start of Node itself. */
async function firstFrames(workshop, runs, words, text) {
  const frame = async () => {
    const terminal = await timedTerminal(workshop.program, words());
    const ms = await terminal.firstFrame(text);
    await terminal.leave();
    return ms;
  };
  const [node, frames] = await inTurn([() => runProgram(process.execPath, ['-e', '0'], { isCounted: false }), frame], runs);
  return { nodeMs: summary(node).seconds * 1000, firstFrameMs: median(frames) };
}

/** Time to the first frame that says how far a big file has been read. */
export async function firstFrameWhileImporting({ workshop, runs, events }) {
  const file = await workshop.events(events);
  const words = () => ['open', file, '--case', workshop.newCase('opening')];
  return { events, ...(await firstFrames(workshop, runs, words, 'reading')) };
}

/** First frame of a big case, every kind of key in its tree with everything open, each view, search and filter while typing. */
export async function interfaceSpeed({ workshop, runs, events }) {
  await workshop.import(await workshop.events(events), 'interface');
  const words = ['open', '--case', workshop.case('interface')];
  const opened = await firstFrames(workshop, runs, () => words, '');
  const terminal = await timedTerminal(workshop.program, words);
  await terminal.firstFrame();
  await terminal.rest();
  const opening = spread([await terminal.press('+')]);
  const keys = spread(await pressed(terminal, Array.from({ length: 20 }, () => [...MOVES, '\t', '\t']).flat()));
  const typed = await typing(terminal);
  const views = [];
  for (const [name, key] of VIEWS) {
    const shown = spread([await terminal.press(key)]);
    const keys = spread(await pressed(terminal, [...MOVES, ...MOVES]));
    views.push({ name, shown, keys, ...(FILTERED.includes(name) ? { filtered: spread(await filtering(terminal)) } : {}) });
    await terminal.press('T');
  }
  await terminal.leave();
  return { events, ...opened, opening, keys, typed, views };
}

async function pressed(terminal, keys) {
  const times = [];
  for (const key of keys) times.push(await terminal.press(key));
  return times;
}

/**
 * Each letter of searches and filters, to its own frame and to that with the first page of what is found for the text so far, and what ends
 * them. `hurried` is the first letter of all, typed together with the key that opens the line: what is asked has to be read first.
 */
async function typing(terminal) {
  const letters = [];
  const entered = [];
  const hurried = [await terminal.press(`/${SEARCHES[0][0]}`)];
  await terminal.press(KEYS.escape);
  const type = async (key, text) => {
    await terminal.press(key);
    await terminal.press(ERASE);
    letters.push(...(await pressed(terminal, text)));
    entered.push(await terminal.press(KEYS.enter));
  };
  for (const text of SEARCHES) await type('/', text);
  await terminal.press(KEYS.escape);
  for (const text of FILTERS) {
    await type('f', text);
    await terminal.press('F');
  }
  return { letters: spread(letters), entered: spread(entered), hurried: spread(hurried) };
}

/** Each letter of filters that keep most of a list, to the last byte of the list that is left. */
async function filtering(terminal) {
  const letters = [];
  for (const text of WIDE_FILTERS) {
    await terminal.press('f');
    await terminal.press(ERASE);
    letters.push(...(await pressed(terminal, text)));
    await terminal.press(KEYS.escape);
  }
  return letters;
}

/** What keys took, in milliseconds: to the first frame, to the last byte, of the drawing thread and of all threads. Keys that changed nothing on the screen are left out. */
function spread(times) {
  const seen = times.filter((time) => time !== undefined);
  const of = (field) => seen.flatMap((time) => (time[field] === undefined ? [] : [time[field]]));
  return {
    count: seen.length,
    first: middleAndMost(of('firstMs')),
    last: middleAndMost(of('lastMs')),
    cpu: middleAndMost(of('cpuMs')),
    work: middleAndMost(of('workMs')),
  };
}

function middleAndMost(numbers) {
  if (numbers.length === 0) return undefined;
  return { median: median(numbers), p99: percentile(numbers, 0.99), most: Math.max(...numbers) };
}
