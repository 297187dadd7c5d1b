import type { Frame } from '../view.js';
import type { Scene } from './scene.js';

/** Why a row that exists is not shown, and the keys that show it: `hidden by the filter (F clears it) or as noise (. shows it)`. */
export function hiddenBecause(scene: Pick<Scene, 'isNoiseHidden' | 'isHotOnly'>, { filter }: Pick<Frame, 'filter'>): string {
  const reasons = [
    ...(filter === undefined ? [] : ['by the filter (F clears it)']),
    ...(scene.isNoiseHidden ? ['as noise (. shows it)'] : []),
    ...(scene.isHotOnly ? ['as no way to a connection or a finding (w shows it)'] : []),
  ];
  return `hidden ${reasons.join(' or ')}`;
}
