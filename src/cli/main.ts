#!/usr/bin/env node
import { survivesClosedPipe } from './closed-pipe.js';
import { listenForInterruption } from './interruption.js';
import { run } from './run.js';

survivesClosedPipe(process.stdout);
survivesClosedPipe(process.stderr);

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  folder: process.cwd(),
  today: new Date().toISOString().slice(0, 10),
  interruption: listenForInterruption(),
});
