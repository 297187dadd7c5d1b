import type { Heartbeat } from '../../model/heartbeat.js';
import type { Container } from '../../model/process.js';
import { type ListViewState, UNTOUCHED } from '../lists/list-parts.js';
import { type ListRows, NO_ROWS } from '../lists/list-rows.js';
import { selectedIn } from '../lists/list-state.js';
import type { Focus } from '../view.js';

/** Heartbeats as they were read: those that say something, and how many there are. */
export interface ReadHeartbeats {
  readonly heartbeats: readonly Heartbeat[];
  readonly containers: ReadonlyMap<number, Container>;
  readonly total: number;
  /** True when there were more than are kept. */
  readonly isPart: boolean;
}

/** The state of the heartbeats view. */
export interface HeartbeatsState extends ListViewState {
  /** Whether reports in which nothing changed are shown, too. */
  readonly isWhole: boolean;
  /** Absent: to be read. */
  readonly read?: ReadHeartbeats;
  readonly rows: ListRows;
  /** What to select once they are known. */
  readonly wanted?: Focus;
}

/** Before anything was read. */
export const NO_HEARTBEATS: HeartbeatsState = { ...UNTOUCHED, isWhole: false, rows: NO_ROWS };

/** The state with these heartbeats. */
export function withHeartbeats(state: HeartbeatsState, read: ReadHeartbeats): HeartbeatsState {
  // A report outlives its row by its instance and its moment.
  const names = read.heartbeats.map(({ instance, atUs, operation }) => `${instance} ${operation} ${atUs}`);
  const places = new Map(names.map((name, place) => [name, place]));
  const rows = { length: names.length, nameAt: (place: number) => names[place], placeOf: (name: string) => places.get(name) ?? -1 };
  return { ...state, read, rows };
}

/** The selected heartbeat. */
export function selectedHeartbeat(state: HeartbeatsState): Heartbeat | undefined {
  return state.read?.heartbeats[selectedIn(state, state.rows)];
}

/** The state on the container that was looked at before: its report nearest after the moment, else its first. */
export function withWanted(state: HeartbeatsState): HeartbeatsState {
  const { wanted, ...rest } = state;
  if (wanted === undefined || state.read === undefined) return state;
  const { heartbeats } = state.read;
  const own = heartbeats.flatMap((heartbeat, place) => (heartbeat.containerId === wanted.containerId ? [{ heartbeat, place }] : []));
  const near = own.find(({ heartbeat }) => heartbeat.atUs >= (wanted.atUs ?? 0)) ?? own[0];
  const selected = near === undefined ? undefined : state.rows.nameAt(near.place);
  return selected === undefined ? rest : { ...rest, selected, detailsTop: 0 };
}
