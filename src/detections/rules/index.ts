import type { Rule } from '../rule.js';
import { apiServerAccess } from './api-server-access.js';
import { archiveUpload } from './archive-upload.js';
import { bindShell } from './bind-shell.js';
import { cloudMetadata } from './cloud-metadata.js';
import { containerEscape } from './container-escape.js';
import { dnsTunnel } from './dns-tunnel.js';
import { drift } from './drift.js';
import { generatedNames } from './generated-names.js';
import { lateExecution } from './late-execution.js';
import { lateralContact } from './lateral-contact.js';
import { lateralHop } from './lateral-hop.js';
import { networkNewDestination } from './network-new-destination.js';
import { networkNewListener } from './network-new-listener.js';
import { networkNewPath } from './network-new-path.js';
import { networkShellPort } from './network-shell-port.js';
import { portScan } from './port-scan.js';
import { regularCalls } from './regular-calls.js';
import { reverseShellDescendant } from './reverse-shell-descendant.js';
import { reverseShellHttpPolling } from './reverse-shell-http-polling.js';
import { reverseShellInterpreter } from './reverse-shell-interpreter.js';
import { reverseShellOwnSocket } from './reverse-shell-own-socket.js';
import { reverseShellPipeline } from './reverse-shell-pipeline.js';
import { reverseShellSameProcess } from './reverse-shell-same-process.js';
import { reverseShellStandardStreams } from './reverse-shell-standard-streams.js';
import { reverseShellThenConnect } from './reverse-shell-then-connect.js';
import { unattendedShell } from './unattended-shell.js';
import { unusualClient } from './unusual-client.js';
import { uploadVolume } from './upload-volume.js';
import { webShell } from './web-shell.js';

/** Every rule, in the order in which equally strong ones speak for a story: the most specific first. */
export const RULES: readonly Rule[] = [
  reverseShellSameProcess,
  reverseShellDescendant,
  reverseShellPipeline,
  reverseShellStandardStreams,
  reverseShellThenConnect,
  reverseShellOwnSocket,
  reverseShellInterpreter,
  reverseShellHttpPolling,
  bindShell,
  webShell,
  unattendedShell,
  lateralHop,
  lateralContact,
  portScan,
  unusualClient,
  cloudMetadata,
  apiServerAccess,
  containerEscape,
  drift,
  archiveUpload,
  uploadVolume,
  dnsTunnel,
  generatedNames,
  regularCalls,
  networkShellPort,
  networkNewDestination,
  networkNewPath,
  networkNewListener,
  lateExecution,
];
