import type { UsageAmounts, UsageGrouping, UsageReport, UsageRow } from '../../model/usage.js';
import { sparkline, squeezed } from './sparkline.js';
import type { TextStyle } from './style.js';
import type { Column } from './table.js';
import { bytesText, ownerPlaceText, pidText, programText } from './wording.js';

const SPARKLINE_WIDTH = 30;
const SECOND_US = 1_000_000;

/** Columns of a list of usage: what nobody used anything of has no column. */
export function usageColumns(report: UsageReport, by: UsageGrouping, style: TextStyle): readonly Column<UsageRow>[] {
  const isTold = (amount: (total: UsageAmounts) => number | undefined): boolean =>
    report.rows.some(({ total }) => (amount(total) ?? 0) > 0);
  return [
    ...subjectColumns(by, style),
    ...(isTold((total) => total.cpuNs) ? [cpuColumn] : []),
    ...(isTold((total) => total.residentBytes ?? total.virtualBytes) ? [memoryColumn] : []),
    ...(isTold((total) => total.fileBytesRead + total.fileBytesWritten) ? [pair('FILES R/W', 'fileBytesRead', 'fileBytesWritten')] : []),
    ...(isTold((total) => total.networkBytesReceived + total.networkBytesSent)
      ? [pair('NETWORK IN/OUT', 'networkBytesReceived', 'networkBytesSent')]
      : []),
    ...(isTold((total) => total.ipcBytes) ? [ipcColumn] : []),
    activityColumn(report, style),
  ];
}

function subjectColumns(by: UsageGrouping, { glyphs }: TextStyle): readonly Column<UsageRow>[] {
  const where: Column<UsageRow> = { title: 'WHERE', text: (row) => ownerPlaceText(row, glyphs) };
  if (by === 'file') return [where, { title: 'FILE', text: ({ path = '' }) => path }];
  if (by === 'container') return [where];
  return [
    where,
    { title: 'PID', isRight: true, text: ({ process }) => (process === undefined ? '' : pidText(process)) },
    { title: 'PROGRAM', text: ({ process }) => (process === undefined ? '' : programText(process)) },
  ];
}

const cpuColumn: Column<UsageRow> = {
  title: 'CPU',
  isRight: true,
  text: ({ total }) => (total.cpuNs === undefined ? '' : `${(total.cpuNs / 1e9).toFixed(2)}s`),
};

/** Pages in memory where they are told, else the size of the address space. */
const memoryColumn: Column<UsageRow> = {
  title: 'MEMORY',
  isRight: true,
  text: ({ total }) => bytesText(total.residentBytes ?? total.virtualBytes),
};

const ipcColumn: Column<UsageRow> = { title: 'PIPES', isRight: true, text: ({ total }) => someBytes(total.ipcBytes) };

function pair(
  title: string,
  into: 'fileBytesRead' | 'networkBytesReceived',
  out: 'fileBytesWritten' | 'networkBytesSent',
): Column<UsageRow> {
  return {
    title,
    isRight: true,
    text: ({ total }) => (total[into] + total[out] === 0 ? '' : `${someBytes(total[into]) || '0'} / ${someBytes(total[out]) || '0'}`),
  };
}

function someBytes(bytes: number): string {
  return bytes === 0 ? '' : bytesText(bytes);
}

/** Each row against its own peak: what it did when. Against the others' it would mostly be flat, and the totals compare them already. */
function activityColumn(report: UsageReport, { isAscii }: TextStyle): Column<UsageRow> {
  const hasCpu = report.rows.some(({ total }) => total.cpuNs !== undefined);
  return {
    title: hasCpu ? 'CPU OVER TIME' : 'BYTES OVER TIME',
    text: (row) => {
      const values = squeezed(overTime(report, row, hasCpu), SPARKLINE_WIDTH);
      return sparkline(values, Math.max(...values), isAscii);
    },
  };
}

function overTime({ firstUs = 0, lastUs = 0, intervalSeconds }: UsageReport, { buckets }: UsageRow, ofCpu: boolean): readonly number[] {
  const width = intervalSeconds * SECOND_US;
  const values = new Array<number>(Math.round((lastUs - firstUs) / width) + 1).fill(0);
  for (const { atUs, ...amounts } of buckets)
    values[Math.round((atUs - firstUs) / width)] = ofCpu ? (amounts.cpuNs ?? 0) : bytesMoved(amounts);
  return values;
}

function bytesMoved(amounts: UsageAmounts): number {
  return amounts.fileBytesRead + amounts.fileBytesWritten + amounts.networkBytesReceived + amounts.networkBytesSent + amounts.ipcBytes;
}
