/** The bounds that the service states to its clients and that the policy judges by. */

/** Bytes of a message as it comes over the wire, dot-stuffing undone: 25 MiB, the value of SIZE (RFC 1870). */
export const MAX_MESSAGE_SIZE = 26_214_400;

/** Recipients a message, the least that RFC 5321 section 4.5.3.1.8 asks for. */
export const MAX_RECIPIENTS = 100;
