import type { ProcessOutline } from '../model/detection-case.js';
import { programName } from './lineage.js';
import { isDownloader, isNetworkTool } from './programs.js';
import { isForeign, shellKind } from './shell.js';

/** True for what somebody uses by hand, or brought along, to call something: a downloader, a network tool, a shell, a foreign program. */
export function isTool(process: Pick<ProcessOutline, 'binary' | 'arguments' | 'knownFrom'>): boolean {
  const name = programName(process);
  return isDownloader(name) || isNetworkTool(name) || shellKind(process) !== undefined || isForeign(process);
}
