import { formatDuration } from '../../model/time.js';
import type { UsageAmounts, UsageRow } from '../../model/usage.js';
import type { Look } from '../drawing/look.js';
import { sparkline } from '../drawing/sparkline.js';
import { bytesText } from '../drawing/wording.js';
import { type Detail, field } from '../tree/detail-lines.js';

const SPARK_COLUMNS = 24;

interface Measure {
  readonly label: string;
  of(amounts: UsageAmounts): number | undefined;
  text(amount: number): string;
}

const cpu = (ns: number): string => formatDuration(ns / 1000);

const MEASURES: readonly Measure[] = [
  { label: 'CPU', of: ({ cpuNs }) => cpuNs, text: cpu },
  { label: 'memory', of: ({ residentBytes }) => residentBytes, text: bytesText },
  { label: 'file read', of: ({ fileBytesRead }) => fileBytesRead, text: bytesText },
  { label: 'file write', of: ({ fileBytesWritten }) => fileBytesWritten, text: bytesText },
  { label: 'net in', of: ({ networkBytesReceived }) => networkBytesReceived, text: bytesText },
  { label: 'net out', of: ({ networkBytesSent }) => networkBytesSent, text: bytesText },
];

/** What a container used, one line for each measure that was not nothing: a sparkline over time, and the total. */
export function usageFields({ buckets, total }: UsageRow, look: Look): readonly Detail[] {
  return MEASURES.flatMap(({ label, of, text }) => {
    const amount = of(total);
    if (amount === undefined || amount === 0) return [];
    return field(
      label,
      `${sparkline(
        buckets.map((bucket) => of(bucket) ?? 0),
        SPARK_COLUMNS,
        look,
      )}  ${text(amount)}`,
    );
  });
}

/** Processor time over time in `columns` cells; where none is told, what was read and written. */
export function usageSpark({ buckets, total }: UsageRow, columns: number, look: Look): string {
  const of = total.cpuNs === undefined ? bytes : ({ cpuNs = 0 }: UsageAmounts) => cpuNs;
  return sparkline(buckets.map(of), columns, look);
}

function bytes({ fileBytesRead, fileBytesWritten, networkBytesReceived, networkBytesSent }: UsageAmounts): number {
  return fileBytesRead + fileBytesWritten + networkBytesReceived + networkBytesSent;
}
