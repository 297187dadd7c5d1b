import { join } from 'node:path';
import { filesBelow } from './files.mjs';
import { inTurn, summary, together } from './measure.mjs';
import { Unmeasured } from './unmeasured.mjs';

/** Time per byte of the open source form of the same events, beside that of the Enterprise form. */
export async function openSourceForm({ workshop, runs, events }) {
  const files = [await workshop.events(events), await workshop.events(events, 'oss')];
  const [enterprise, other] = await inTurn(
    files.map((file, at) => () => workshop.import(file, `form-${at}`)),
    runs,
  );
  const [bytes, otherBytes] = files.map((file) => workshop.sizeOf(file));
  return { bytes: otherBytes, enterprise: { bytes, ...summary(enterprise) }, other: summary(other) };
}

/**
 * Time of recordings by `sysdig -pc`, beside that of as many bytes of the Enterprise form. Each recording is imported by a program of its
 * own, and so is the beginning of an export that is as long: what a start costs is the same on both sides.
 */
export async function sysdigForm({ workshop, runs, events, recordings }) {
  const packed = filesBelow(recordings, join('/', 'sysdig.jsonl.gz'));
  if (packed.length === 0)
    throw new Unmeasured(`there are no recordings sysdig.jsonl.gz below ${recordings}: name their folder with --recordings`);
  const files = [];
  for (const recording of packed) files.push(await workshop.unpacked(recording));
  const all = await workshop.events(events);
  const beginnings = [];
  for (const file of files) beginnings.push(await workshop.beginningOf(all, workshop.sizeOf(file)));
  const [enterprise, other] = await inTurn([importedEach(workshop, beginnings), importedEach(workshop, files)], runs);
  const bytes = (paths) => paths.reduce((total, path) => total + workshop.sizeOf(path), 0);
  return { bytes: bytes(files), enterprise: { bytes: bytes(beginnings), ...summary(enterprise) }, other: summary(other) };
}

function importedEach(workshop, files) {
  return async () => {
    const runs = [];
    for (const file of files) runs.push(await workshop.import(file, 'form'));
    return together(runs);
  };
}
