/** An address, and the dot that must end it: it has four numbers and no more. */
const ADDRESS = /(?<!\d)((?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2}|:\d{1,5})?)(\.?)/g;
/** A host in a URL, after an `@`, or where bash takes one from. */
const PLACED_HOST = /(?<=:\/\/|@|\/dev\/(?:tcp|udp)\/)[\w-]+(?:\.[A-Za-z0-9][\w-]*)*(?=[/:])/;
const NAMED_HOST =
  /(?<![\w.-])(?:[A-Za-z0-9][\w-]*\.)+(?:com|net|org|io|dev|info|local|internal|example|test|invalid|lan|cluster|svc)(?![\w-])/;
const METHOD = /(?<=\w)\.(?=[A-Za-z_]\w*\()/;
/** A hidden file is likelier than an argument that ends in a slash and has another after it. */
const HIDDEN = /(?<=\/)\.(?=[A-Za-z_])/;
const VERSION = /(?<=\d)\.(?=\d)/;
const FILE_NAME =
  /(?<=[\w-])\.(?:(?:tar\.)?gz|tgz|xz|bz2|zip|py|sh|js|ts|mjs|cjs|json|jsonl|ya?ml|toml|conf|cfg|cnf|ini|txt|log|xml|html?|css|php|pl|rb|jar|class|so|[cho]|cpp|hpp|rs|go|md|csv|sql|db|pid|sock|service|lock|tmp|bak|pem|key|crt|pub|deb|rpm|war|env|dat|bin)(?=$|[\s.,:;'")\]}&|>])/;
const KEPT = new RegExp([PLACED_HOST, NAMED_HOST, METHOD, HIDDEN, VERSION, FILE_NAME].map(({ source }) => source).join('|'), 'g');
const STANDS_FOR_DOT = '\u0000';
const STANDS_FOR_END = '\u0001';

/**
 * Arguments as they were probably given, joined by spaces. The source prints a `.` both for a dot and for the end of an argument: dots of
 * addresses, host names, versions and file names are kept, the others are taken for ends. A hint, not a fact.
 */
export function argumentWords(args: string): string {
  const whole = args.endsWith('.') ? args.slice(0, -1) : args;
  const addresses = whole.replace(ADDRESS, (_, address: string, end: string) => `${kept(address)}${end === '' ? '' : STANDS_FOR_END}`);
  const words = keepRelative(addresses.replace(KEPT, kept));
  return words.replaceAll(STANDS_FOR_END, ' ').replaceAll('.', ' ').replaceAll(STANDS_FOR_DOT, '.').trim();
}

function kept(text: string): string {
  return text.replaceAll('.', STANDS_FOR_DOT);
}

/** Of the dots before a slash, one is the end of the argument before it, unless that has none. */
function keepRelative(text: string): string {
  return text.replace(/\.{1,3}(?=\/)/g, (dots, at: number) => {
    const isAtBegin = at === 0 || /[\s'"=]/.test(text.charAt(at - 1)) || text.charAt(at - 1) === STANDS_FOR_END;
    return isAtBegin ? kept(dots) : `.${kept(dots.slice(1))}`;
  });
}
