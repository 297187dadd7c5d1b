/** What both sides number alike: the slots that values of an event are put into, and how fields are read. */

export const TIME = 0;
export const EXIT_TIME = 1;
export const STATUS = 2;
export const SIGNAL = 3;
export const LOCAL_IP = 4;
export const LOCAL_PORT = 5;
export const REMOTE_IP = 6;
export const REMOTE_PORT = 7;
export const REMOTE_NAMES = 8;
export const REMOTE_POD = 9;
export const COOKIE = 10;
export const PROTOCOL = 11;
export const LISTEN_IP = 12;
export const LISTEN_PORT = 13;
export const SOCKET = 14;
export const STATS = 15;
export const BYTES_SENT = 16;
export const BYTES_RECEIVED = 17;
export const DNS = 18;
export const NAMES = 19;
export const QUESTION_TYPES = 20;
export const OLD_TYPES = 21;
export const RCODE = 22;
export const IPS = 23;
export const IS_RESPONSE = 24;
export const FUNCTION_NAME = 25;
export const POLICY = 26;
export const ARGS = 27;
export const RETURNED = 28;
export const SIZE = 29;
export const CLUSTER = 30;
/** Where the slots of a socket begin that is an argument, and of one that is returned. */
export const ARGUMENT = 31;
export const RETURNED_SOCK = 40;
/** Where those of a process begin. */
export const PROCESS = 64;
export const SLOT_COUNT = 128;

/** Slots of a kernel socket, counted from where it begins. */
export const SOCK_TOLD = 0;
export const SOCK_IS_INTERNET = 1;
export const SOCK_IS_DATAGRAM = 2;
export const SOCK_PROTOCOL = 3;
export const SOCK_SADDR = 4;
export const SOCK_SPORT = 5;
export const SOCK_DADDR = 6;
export const SOCK_DPORT = 7;
export const SOCK_COOKIE = 8;

/** How a field is read. */
export const TEXT = 1;
export const VALUE = 2;
export const WHOLE = 3;
export const COOKIE_BITS = 4;
export const WIRE_TIME = 5;
export const TRUTH = 6;
export const COUNT = 7;
export const OBJECT = 8;
export const OBJECTS = 9;
/** Of a key that only the full parser understands. */
export const REFUSED = 10;

/** What an event of a kind tells beside its processes. */
export const TELLS_NOTHING = 0;
export const TELLS_EXIT = 1;
export const TELLS_DNS = 2;
export const TELLS_HOOK = 3;
export const TELLS_SOCKET = 4;

/** What a hook is: of a socket operation from 0 on, or one of these. */
export const HAS_NO_SOCKET = -1;
export const LEFT_TO_THE_PARSER = -2;

/** Texts that events do not spell out. Kinds of events come after them, by their number. */
export const NO_ANSWER = 0;
export const NO_ERROR = 1;
export const TCP = 2;
export const UDP = 3;
export const FIRST_KIND = 4;
