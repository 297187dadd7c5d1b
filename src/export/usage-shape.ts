import { toldPid } from '../model/process.js';
import type { UsageAmounts, UsageRow } from '../model/usage.js';
import { type JsonObject, present, timeText } from './json.js';

/** A row of usage as `usage` prints it. Amounts of nothing are left out: a capture may have been filtered. */
export function usageShape(row: UsageRow, intervalSeconds: number): JsonObject {
  const { process } = row;
  return present({
    node: row.node,
    namespace: row.namespace,
    pod: row.pod,
    container: row.containerName,
    execId: process?.execId,
    pid: process === undefined ? undefined : toldPid(process),
    binary: process?.binary,
    path: row.path,
    ...amountsShape(row.total),
    intervalSeconds,
    buckets: row.buckets.map(({ atUs, ...amounts }) => present({ at: timeText(atUs, 0), ...amountsShape(amounts) })),
  });
}

function amountsShape(amounts: UsageAmounts) {
  return {
    cpuSeconds: amounts.cpuNs === undefined ? undefined : amounts.cpuNs / 1e9,
    virtualBytes: amounts.virtualBytes,
    residentBytes: amounts.residentBytes,
    fileBytesRead: some(amounts.fileBytesRead),
    fileBytesWritten: some(amounts.fileBytesWritten),
    networkBytesReceived: some(amounts.networkBytesReceived),
    networkBytesSent: some(amounts.networkBytesSent),
    ipcBytes: some(amounts.ipcBytes),
  };
}

function some(bytes: number): number | undefined {
  return bytes === 0 ? undefined : bytes;
}
