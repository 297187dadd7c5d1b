import { servedPortShape } from '../../export/served-port-shape.js';
import type { CaseView } from '../../model/case-view.js';
import type { Filter } from '../../model/filter.js';
import type { Container } from '../../model/process.js';
import type { ServedPort } from '../../model/served-port.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { printListing } from '../listing-output.js';
import { matchingPlaces } from '../matching-containers.js';
import type { ReadingOptions } from '../options/reading-options.js';
import { withCase } from '../session.js';
import { portColumns } from '../text/service-columns.js';

/** Options of `listeners`. */
export type ListenersOptions = ReadingOptions & { readonly unused?: boolean; readonly undeclared?: boolean; readonly new?: boolean };

/** Prints the ports of a case with who listens, who uses them and whether they were declared. */
export async function listeners(call: Call<ListenersOptions>): Promise<ExitCode> {
  return withCase(call, async ({ view, filter }) => {
    const all = view.servedPorts();
    const asked = (other: Filter) => all.filter((port) => isAsked(port, call.options)).filter(placeFilter(view, other));
    const containerOf = ({ containerId }: ServedPort): Container | undefined =>
      containerId === undefined ? undefined : view.container(containerId);
    await printListing(call.world, call.options, {
      kind: 'listeners',
      nouns: ['port', 'ports'],
      rows: asked(filter),
      shape: (port) => servedPortShape(port, containerOf(port)),
      columns: (style) => portColumns(style, containerOf),
      total: all.length,
      filter,
      isEmpty: (other) => asked(other).length === 0,
      whyNone: view.overview().missing,
    });
    return EXIT.ok;
  });
}

function isAsked(port: ServedPort, { unused = false, undeclared = false, new: isNew = false }: ListenersOptions): boolean {
  if (unused && (!port.isListening || port.useCount > 0)) return false;
  return (!undeclared || port.isDeclared === false) && (!isNew || port.isNew === true);
}

function placeFilter(view: CaseView, filter: Filter): (port: ServedPort) => boolean {
  const places = matchingPlaces(view, filter);
  if (places === undefined) return () => true;
  return ({ containerId, node }) => (containerId === undefined ? places.hosts.has(node) : places.containers.has(containerId));
}
