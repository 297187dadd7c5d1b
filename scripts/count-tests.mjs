// @ts-check
/** Prints `N passed, N failed` and, where there are any, `, N skipped` from a vitest JSON report; ends with 1 when something failed. */
import { existsSync, readFileSync } from 'node:fs';

const [path = ''] = process.argv.slice(2);
if (existsSync(path)) {
  count(JSON.parse(readFileSync(path, 'utf8')));
} else {
  console.error(`no test report at ${path}: the run broke before it wrote one`);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}

/**
 * @typedef {{ status: string, assertionResults: readonly { status: string }[] }} TestFile
 * @param {{ success: boolean, numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: readonly TestFile[] }} report
 */
function count(report) {
  // A file that does not even load has no failed test to count, and is the worst failure of all.
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = Math.max(report.numFailedTests + broken.length, report.success ? 0 : 1);
  const skipped = report.numPendingTests + report.numTodoTests;
  console.log(`${report.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed === 0 ? 0 : 1;
}
