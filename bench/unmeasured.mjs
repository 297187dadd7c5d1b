/** Stands where a figure would, and says why there is none. */
export class Unmeasured extends Error {}
