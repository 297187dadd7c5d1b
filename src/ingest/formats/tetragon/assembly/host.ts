/** What the scanner asks of the program around it. None of it is asked for what was met before. */

/** The number of what a printed text stands for, made by this maker. */
export declare function make(maker: i32, from: usize, length: i32): i32;

/** Microseconds since the epoch of the minute that is printed in sixteen bytes; NaN where none is. */
export declare function minuteUs(from: usize): f64;

/**
 * Reads the process object that begins here. Twice the number that it is told by, and one more when it ran before the agent; 0 when the line
 * has to be read in full. Says by `learned` how far the object goes.
 */
export declare function learn(from: usize, lineEnd: usize): i32;

/** The number of a process among those that were told to the store. */
export declare function tell(learned: i32): i32;

/** The number of a text that events do not spell out. */
export declare function wellKnown(text: i32): i32;

/** What operation a hook of this name is. */
export declare function operationOf(name: i32): i32;

/** One for an address that names no host. */
export declare function isUnspecified(address: i32): i32;

/** What a line is known again by, where that is no seeded hash. */
export declare function lineHash(from: usize, length: i32): f64;
