import { sheetOf } from '../../labs/sheet.js';
import type { Call } from '../command.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { pinnedData } from '../lab/lab-data.js';
import { labDesk } from '../lab/lab-desk.js';
import { answersPathOf, type LabOptions, labOf } from '../lab/lab-options.js';
import { labText } from '../lab/lab-text.js';
import { beginLab, stateOf } from '../lab/lab-work.js';
import { LATE_AFTER_SECONDS } from '../options/case-options.js';
import type { InterfaceOptions } from '../options/interface-options.js';
import { openOutput, writeAll } from '../output.js';
import { withCase } from '../session.js';

/** Opens the interface on a lab; without a terminal, prints the lab. */
export async function openLabInterface(call: Call<LabOptions & InterfaceOptions>): Promise<ExitCode> {
  const { world, options } = call;
  const opened = labOf(call);
  const data = pinnedData(opened);
  const answersPath = answersPathOf(call, opened);
  if (world.stdin.isTTY !== true || world.stdout.isTTY !== true) {
    const nowMs = Date.now();
    const { progress } = beginLab(opened, answersPath, nowMs);
    await writeAll(openOutput(world, {}), labText(sheetOf(stateOf(opened, undefined, progress, nowMs))));
    return EXIT.ok;
  }
  // The interface is loaded only now: commands without a screen start without it.
  const { showCase } = await import('../interface.js');
  const caseCall = { operands: data, options: { ...options, lateAfter: LATE_AFTER_SECONDS }, isGiven: () => false, world };
  return withCase(
    caseCall,
    ({ caseFile, view, path }) => {
      const lab = labDesk({ opened, answersPath, view, now: Date.now });
      return showCase(caseCall, { caseFile, path, lab });
    },
    { hasFilter: false },
  );
}
