/** A size for a person. */
export const megabytes = (bytes) => (bytes === undefined ? 'not known' : `${(bytes / 1e6).toFixed(0)} MB`);

/** A duration for a person, in seconds. */
export const seconds = (value) => (value === undefined ? 'not known' : `${value.toFixed(2)} s`);

/** A duration for a person, in milliseconds. */
export const milliseconds = (value) => `${value.toFixed(value < 20 ? 1 : 0)} ms`;

/** A ratio for a person. */
export const times = (value) => `${value.toFixed(2)} x`;

/** A share for a person. */
export const percent = (value) => `${(100 * value).toFixed(1)} %`;
