/** The folder of the installed package, with a `/` at its end. The built program lies as deep in it as this file. */
export const PACKAGE_FOLDER = new URL('../../', import.meta.url);
