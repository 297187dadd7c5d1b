import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inTurn, runProgram, summary } from './measure.mjs';
import { Unmeasured } from './unmeasured.mjs';

/** Import of one export into a complete, linked and judged case, beside the yardstick where it is installed. */
export async function importAgainstYardstick({ workshop, runs, events, duckdb }) {
  const file = await workshop.events(events);
  const yardstick = yardstickSide(workshop, file, duckdb);
  const sides = [() => workshop.import(file, 'import'), ...(yardstick.run === undefined ? [] : [yardstick.run])];
  const [own, other] = await inTurn(sides, runs);
  return {
    events,
    inputBytes: workshop.sizeOf(file),
    caseBytes: workshop.sizeOf(workshop.case('import')),
    own: summary(own),
    yardstick: other === undefined ? yardstick.missing : summary(other),
  };
}

/** The yardstick as a program to run, or why there is none. */
function yardstickSide(workshop, file, duckdb) {
  const script = join(workshop.tools, 'duckdb-import.mjs');
  if (!existsSync(script)) return { missing: new Unmeasured(`there is no duckdb-import.mjs in ${workshop.tools}`) };
  if (duckdb === undefined || !existsSync(join(duckdb, 'node_modules', '@duckdb', 'node-api')))
    return { missing: new Unmeasured('name a folder where @duckdb/node-api is installed with --duckdb') };
  const words = [script, file, workshop.path('yardstick.duckdb')];
  return { run: () => runProgram(process.execPath, words, { cwd: duckdb }) };
}

/** Peak memory of importing a file, and of one that is several times as long, which is deleted again. */
export async function memoryOfLongerFile({ workshop, events, times }) {
  const short = await workshop.import(await workshop.events(events), 'memory');
  const file = await workshop.events(events * times);
  const long = await workshop.import(file, 'memory');
  workshop.remove(file, workshop.case('memory'));
  return { events, times, short: summary([short]), long: summary([long]) };
}

/** How time, memory and size grow with the number of events. Files are deleted as soon as they were measured. */
export async function growth({ workshop, counts, say }) {
  const rows = [];
  for (const events of counts) {
    say(`  ${events} events`);
    const file = await workshop.events(events);
    const run = await workshop.import(file, 'growth');
    rows.push({ events, inputBytes: workshop.sizeOf(file), caseBytes: workshop.sizeOf(workshop.case('growth')), ...summary([run]) });
    workshop.remove(workshop.case('growth'), file);
  }
  return rows;
}
