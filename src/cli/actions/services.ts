import { jsonText } from '../../export/json.js';
import { listing } from '../../export/listing.js';
import { serviceDot, serviceMermaid } from '../../export/service-map-chart.js';
import { serviceEdgeShape, serviceMapDocument } from '../../export/service-map-shape.js';
import { yamlText } from '../../export/yaml.js';
import { formatFilter } from '../../model/filter-grammar.js';
import { printable } from '../../model/printable.js';
import type { ServiceGrouping, ServiceMap } from '../../model/service-map.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { ReadingOptions } from '../options/reading-options.js';
import { openOutput, writeAll } from '../output.js';
import { type Session, withCase } from '../session.js';
import { serviceColumns } from '../text/service-columns.js';
import { textStyle } from '../text/style.js';
import { tableLines } from '../text/table.js';
import { counted, countText } from '../text/wording.js';

/** Options of `services`. */
export type ServicesOptions = ReadingOptions & { readonly by: ServiceGrouping };

/** Prints who talks to whom, of the connections that a filter lets through. */
export async function services(call: Call<ServicesOptions>): Promise<ExitCode> {
  const { options, world } = call;
  return withCase(call, async (session) => {
    const output = openOutput(world, options);
    const map = session.view.services(session.filter, options.by);
    await writeAll(output, pieces(call, map));
    if (options.format === 'text' && options.quiet !== true) world.stderr.write(`${countLine(session, map, options.limit)}\n`);
    return EXIT.ok;
  });
}

function pieces({ options, world }: Call<ServicesOptions>, map: ServiceMap): Iterable<string> {
  const labels = new Map(map.nodes.map(({ id, label }) => [id, label]));
  switch (options.format) {
    case 'json':
      return [`${jsonText(serviceMapDocument(map))}\n`];
    case 'yaml':
      return [yamlText(serviceMapDocument(map))];
    case 'ndjson':
      return listing(
        'ndjson',
        'services',
        map.edges.map((edge) => serviceEdgeShape(edge, labels)),
      );
    case 'dot':
      return [serviceDot(map)];
    case 'mermaid':
      return [serviceMermaid(map)];
    default: {
      const style = textStyle(world, options);
      return tableLines(serviceColumns(map), map.edges.slice(0, options.limit), style);
    }
  }
}

function countLine({ view, filter }: Session, { nodes, edges, leftOut }: ServiceMap, limit: number | undefined): string {
  const text = filter.terms.length === 0 ? '' : ` (filter: ${printable(formatFilter(filter))})`;
  if (edges.length === 0) return ['no conversations', ...(text === '' ? view.overview().missing : [text.trim()])].join(': ');
  const hidden = limit === undefined || edges.length <= limit ? '' : `, ${countText(edges.length - limit)} more below --limit`;
  const parts = [
    `${counted(edges.length, 'edge')} between ${counted(nodes.length, 'node')}${text}${hidden}`,
    ...(leftOut.loopback === 0 ? [] : [`${counted(leftOut.loopback, 'connection')} within one container or host left out`]),
    ...(leftOut.unknownCaller === 0 ? [] : [`${counted(leftOut.unknownCaller, 'accepted connection')} of unknown callers left out`]),
  ];
  return parts.join('; ');
}
