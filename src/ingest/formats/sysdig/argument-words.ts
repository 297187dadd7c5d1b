const ADDRESS = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2}|:\d{1,5})?/;
/** A host in a URL, after an `@`, or where bash takes one from. */
const PLACED_HOST = /(?<=:\/\/|@|\/dev\/(?:tcp|udp)\/)[\w-]+(?:\.[A-Za-z0-9][\w-]*)*(?=[/:])/;
const NAMED_HOST =
  /(?<![\w.-])(?:[A-Za-z0-9][\w-]*\.)+(?:com|net|org|io|dev|info|local|internal|example|test|invalid|lan|cluster|svc)(?![\w-])/;
const METHOD = /(?<=\w)\.(?=[A-Za-z_]\w*\()/;
const VERSION = /(?<=\d)\.(?=\d)/;
const FILE_NAME =
  /(?<=[\w-])\.(?:(?:tar\.)?gz|tgz|xz|bz2|zip|py|sh|js|ts|mjs|cjs|json|jsonl|ya?ml|toml|conf|cfg|cnf|ini|txt|log|xml|html?|css|php|pl|rb|jar|class|so|[cho]|cpp|hpp|rs|go|md|csv|sql|db|pid|sock|service|lock|tmp|bak|pem|key|crt|pub|deb|rpm|war|env|dat|bin)(?=$|[\s.,:;'")\]}&|>])/;
const KEPT = new RegExp([ADDRESS, PLACED_HOST, NAMED_HOST, METHOD, VERSION, FILE_NAME].map(({ source }) => source).join('|'), 'g');
const STANDS_FOR_DOT = '\u0000';

/**
 * Arguments as they were probably given, joined by spaces. The source prints a `.` both for a dot and for the end of an argument: dots of
 * addresses, host names, versions and file names are kept, the others are taken for ends. A hint, not a fact.
 */
export function argumentWords(args: string): string {
  const whole = args.endsWith('.') ? args.slice(0, -1) : args;
  const kept = whole.replace(KEPT, (dots) => dots.replaceAll('.', STANDS_FOR_DOT));
  return keepRelative(kept).replaceAll('.', ' ').replaceAll(STANDS_FOR_DOT, '.').trim();
}

/** Of the dots before a slash, one is the end of the argument before it, unless that has none. */
function keepRelative(text: string): string {
  return text.replace(/(^|[\s'"=])?(\.{1,3})(?=\/)/g, (_whole, before: string | undefined, dots: string) => {
    const isBoundaryBefore = before !== undefined;
    const own = isBoundaryBefore ? dots.length : dots.length - 1;
    return `${before ?? ''}${isBoundaryBefore ? '' : '.'}${STANDS_FOR_DOT.repeat(own)}`;
  });
}
