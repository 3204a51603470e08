/** The real programs that a scenario can send with, all called the same way. */

import { test, type TestInfo } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Evidence } from '../fixtures/evidence.ts';
import { writeLetter, type Letter, type WrittenLetter } from '../letter.ts';
import type { SmtpPlus } from '../running-service.ts';
import type { Credentials } from '../session.ts';
import { createVerdict, type Verdict, type Where } from '../verdict.ts';
import { curl } from './curl.ts';
import { msmtp } from './msmtp.ts';
import { mutt } from './mutt.ts';
import { nodemailer } from './nodemailer.ts';
import { phpmailer } from './phpmailer.ts';
import { postfix } from './postfix.ts';
import { isInstalled, readOutput, type Ran } from './program.ts';
import { python } from './python.ts';
import { snail } from './snail.ts';
import { swaks } from './swaks.ts';

export type ProgramOptions = {
  user: Credentials;
  tls?: 'none' | 'starttls';
  port?: number;
};

/** What a program is told. */
export type Order = {
  host: string;
  port: number;
  tls: boolean;
  user: Credentials;
  letter: WrittenLetter;
  /** An empty folder of this run alone. */
  folder: string;
};

export type Program = {
  /** What shows whether it is installed; null where it comes with the project. */
  probe: readonly [string, ...string[]] | null;
  /** What to install on Debian. */
  packages: string;
  send(order: Order): Promise<Ran>;
};

const PROGRAMS_BY_NAME = { swaks, curl, msmtp, snail, mutt, python, nodemailer, phpmailer, postfix } as const;

export type ProgramName = keyof typeof PROGRAMS_BY_NAME;

/** For scenarios that are the same with each. */
export const PROGRAMS = Object.keys(PROGRAMS_BY_NAME) as ProgramName[];

/** `accepted` is what the program makes of it; reply and rule are those that it shows. */
export type Programs = Record<ProgramName, (letter: Letter, options: ProgramOptions) => Promise<Verdict>>;

type Needs = { smtpPlus: SmtpPlus; where: Where; evidence: Evidence; info: TestInfo };

export const createPrograms = (needs: Needs): Programs => {
  const methods = PROGRAMS.map((name) => [
    name,
    (letter: Letter, options: ProgramOptions) => {
      skipIfMissing(name, needs.info);
      return test.step(
        `${name} sends as ${options.user.username}`,
        () => sendWith(name, letter, options, needs),
        { box: true },
      );
    },
  ]);
  return Object.fromEntries(methods) as Programs;
};

const skipIfMissing = (name: ProgramName, info: TestInfo): void => {
  const { probe, packages } = PROGRAMS_BY_NAME[name];
  if (probe === null || isInstalled(probe)) return;
  const words = `${name} is not installed: apt-get install ${packages}`;
  if (process.env['CI']) throw new Error(words);
  info.skip(true, words);
};

const sendWith = async (
  name: ProgramName,
  letter: Letter,
  { user, tls = 'none', port }: ProgramOptions,
  { smtpPlus, where, evidence, info }: Needs,
): Promise<Verdict> => {
  const folder = await mkdtemp(join(tmpdir(), `smtp-plus-${name}-`));
  const written = writeLetter(letter);
  const order: Order = {
    host: smtpPlus.host,
    port: port ?? smtpPlus.port,
    tls: tls === 'starttls',
    user,
    letter: written,
    folder,
  };
  try {
    const { exitCode, output } = await PROGRAMS_BY_NAME[name].send(order);
    const shown = blank(output, user);
    const transcript = [
      `$ ${name}, which ended with code ${exitCode}`,
      ...shown.split(/\r?\n/).filter((line) => line !== ''),
    ];
    evidence.talked(`${name} as ${user.username}`, transcript);
    await info.attach(`${name}.txt`, { body: shown, contentType: 'text/plain' });
    const told = readOutput(output);
    if (told.decisionId !== null) evidence.decided(told.decisionId);
    return createVerdict(
      { asked: name, accepted: exitCode === 0, transcript, letter: written, ...told },
      where,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Programs that tell what they do also tell the password, as it is or encoded. */
const blank = (output: string, { username, password }: Credentials): string => {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  return [password, base64(password), base64(`\0${username}\0${password}`)].reduce(
    (text, secret) => text.replaceAll(secret, '***'),
    output,
  );
};
