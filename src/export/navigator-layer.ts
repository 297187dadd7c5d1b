import { type JsonObject, jsonText } from './json.js';

/** A layer of the ATT&CK Navigator, without what all of ours have in common. */
export interface NavigatorLayer {
  readonly name: string;
  readonly description: string;
  readonly techniques: readonly JsonObject[];
  /** From the least score to the most. */
  readonly colours: readonly string[];
  readonly scores: { readonly least: number; readonly most: number };
  readonly legend: readonly { readonly label: string; readonly color: string }[];
}

/** True for the id of an ATT&CK technique. */
export function isTechnique(id: string): boolean {
  return /^T\d{4}(?:\.\d{3})?$/.test(id);
}

/** The layer as the Navigator reads it. *Source:* Navigator layer format 4.5. */
export function layerText({ name, description, techniques, colours, scores, legend }: NavigatorLayer): string {
  const layer = {
    name,
    versions: { attack: '19', navigator: '5.1.0', layer: '4.5' },
    domain: 'enterprise-attack',
    description,
    sorting: 3,
    hideDisabled: false,
    techniques,
    gradient: { colors: colours, minValue: scores.least, maxValue: scores.most },
    legendItems: legend,
    showTacticRowBackground: false,
    selectTechniquesAcrossTactics: true,
    selectSubtechniquesWithParent: false,
  };
  return `${jsonText(layer)}\n`;
}
