import type { CommandDefinition } from '../command.js';
import { baselineCommand } from './baseline.js';
import { casesCommand } from './cases.js';
import { completionCommand } from './completion.js';
import { configCommand } from './config.js';
import { connectionsCommand } from './connections.js';
import { detectCommand } from './detect.js';
import { dnsCommand } from './dns.js';
import { exportCommand } from './export.js';
import { formatsCommand } from './formats.js';
import { heartbeatsCommand } from './heartbeats.js';
import { importCommand } from './import.js';
import { labCommand } from './lab.js';
import { listenersCommand } from './listeners.js';
import { notesCommand } from './notes.js';
import { openCommand } from './open.js';
import { problemsCommand } from './problems.js';
import { processesCommand } from './processes.js';
import { reportCommand } from './report.js';
import { rulesCommand } from './rules.js';
import { servicesCommand } from './services.js';
import { sourcesCommand } from './sources.js';
import { storyCommand } from './story.js';
import { timelineCommand } from './timeline.js';
import { treeCommand } from './tree.js';
import { usageCommand } from './usage.js';

/** Every command, in the order that help lists them: the order of an investigation. */
export const COMMANDS: readonly CommandDefinition[] = [
  openCommand,
  importCommand,
  treeCommand,
  processesCommand,
  connectionsCommand,
  dnsCommand,
  servicesCommand,
  listenersCommand,
  heartbeatsCommand,
  usageCommand,
  timelineCommand,
  detectCommand,
  storyCommand,
  notesCommand,
  reportCommand,
  rulesCommand,
  baselineCommand,
  exportCommand,
  problemsCommand,
  sourcesCommand,
  formatsCommand,
  casesCommand,
  labCommand,
  configCommand,
  completionCommand,
];
