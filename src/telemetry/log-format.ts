/** The forms in which the service logs. */

export const LOG_FORMATS = ['text', 'json', 'silent'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];
