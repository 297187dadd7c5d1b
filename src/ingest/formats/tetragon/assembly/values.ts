/** Values that were read, by slot. */
import { room } from './room';
import { SLOT_COUNT } from './slots';

const values: usize = room(SLOT_COUNT * 8);
const rests: usize = room(SLOT_COUNT * 8);
const toldIn: usize = room(SLOT_COUNT * 4);
/** What is told in another turn is not told. */
let turn = 0;
let lastTurn = 0;

/** Of a time the microseconds, of a cookie the low 32 bits, of a count where it begins. */
export function valuesAt(): usize {
  return values;
}

/** Of a time the nanoseconds below, of a cookie the high 32 bits, of a count where it ends. */
export function restsAt(): usize {
  return rests;
}

/** Begins to read: no slot is told. Gives what was read until now back to `goOnWith`. */
export function beginTurn(): i32 {
  const before = turn;
  turn = ++lastTurn;
  return before;
}

/** Goes on with what was told before another turn. */
export function goOnWith(earlier: i32): void {
  turn = earlier;
}

/** The turn that values are told in now. */
export function thisTurn(): i32 {
  return turn;
}

/** By slot: the turn in which it was told. */
export function turnsAt(): usize {
  return toldIn;
}

/** True when a value was told in this turn. */
export function isTold(slot: i32): bool {
  return load<i32>(toldIn + slot * 4) === turn;
}

/** The value in a slot, or this when none was told. */
export function value(slot: i32, otherwise: f64): f64 {
  return isTold(slot) ? load<f64>(values + slot * 8) : otherwise;
}

/** The number of a text in a slot, 0 when none was told. */
export function number(slot: i32): i32 {
  return isTold(slot) ? <i32>load<f64>(values + slot * 8) : 0;
}

/** What is beside the value in a slot, 0 when none was told. */
export function rest(slot: i32): f64 {
  return isTold(slot) ? load<f64>(rests + slot * 8) : 0;
}

/** Tells a value. False when its slot is told already: of a key that stands twice the last one counts, which is for the full parser. */
export function put(slot: i32, value: f64, rest: f64): bool {
  if (isTold(slot) || Number.isNaN(value)) return false;
  store<i32>(toldIn + slot * 4, turn);
  store<f64>(values + slot * 8, value);
  store<f64>(rests + slot * 8, rest);
  return true;
}
