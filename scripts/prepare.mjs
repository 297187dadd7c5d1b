// @ts-check
/** What npm runs after installing in a checkout: leaves a built program, or says why it can't. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { bundler } from './bundle.mjs';

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));

// An unpacked release has `dist` and no sources. Without development packages (`--omit=dev`) there is no bundler; failing the
// installation for it would be worse than saying so.
if (existsSync(SOURCES)) {
  if ((await bundler()) === undefined) {
    console.error(
      'workbench: not built, since the bundler is not installed. Run `npm install` without `--omit=dev`, then `npm run build`.',
    );
  } else {
    process.exitCode = await build();
  }
}
