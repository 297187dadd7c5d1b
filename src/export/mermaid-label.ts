import { printable } from '../model/printable.js';

const LABEL_LENGTH = 110;
/** Characters that mean something in a label. *Source:* mermaid.js.org, "Flowcharts – Entity codes to escape characters". */
const MEANINGFUL = /[#"<>&`\\|]/g;

/** Text that a label of a Mermaid chart shows as it is: cut where it is long, nothing in it acts. */
export function mermaidLabel(text: string): string {
  const safe = printable(text);
  const cut = safe.length > LABEL_LENGTH ? `${safe.slice(0, LABEL_LENGTH - 1)}…` : safe;
  return cut.replace(MEANINGFUL, (character) => `#${character.charCodeAt(0)};`);
}
