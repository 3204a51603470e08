import { describe, expect, test } from 'vitest';
import { FORM_MARKS, readFormMarks } from './form-marks.ts';

const field = (line: string) => {
  const [name = '', ...value] = line.split(': ');
  return { name, value: value.join(': ') };
};

describe('an online form is told by', () => {
  test.each([
    ['X-PHP-Originating-Script: 33:contact.php', 'X-PHP-Originating-Script'],
    ['x-php-originating-script: 0:mail.php', 'X-PHP-Originating-Script'],
    ['X-PHP-Script: www.example.test/contact.php for 192.0.2.7', 'X-PHP-Script'],
    ['X-PHP-Filename: /home/u/public_html/index.php REMOTE_ADDR: 192.0.2.7', 'X-PHP-Filename'],
    ['X-WPCF7-Content-Type: text/plain', 'X-WPCF7-Content-Type'],
    ['X-Generated-By: NMS FormMail.pl v3.14c1', 'X-Generated-By: NMS FormMail.pl'],
    ['X-Mailer: NMS FormMail.pl v3.14', 'X-Mailer: NMS FormMail.pl'],
    ['X-Mailer: Formmail [version 1.0]', 'X-Mailer: Formmail'],
    ['X-Mailer:  ContactForm/2.0 (http://ostermiller.org/contactform/)', 'X-Mailer: ContactForm'],
  ])('%s', (line, mark) => {
    expect(readFormMarks([field('Subject: Hello'), field(line)])).toEqual([mark]);
  });
});

describe('no form is told by', () => {
  test.each([
    'X-Mailer: PHPMailer 6.9.1 (https://github.com/PHPMailer/PHPMailer)',
    'X-Mailer: ContactOffice Mail',
    'X-Mailer: FormMailer',
    'X-Mailer: no FormMail',
    'X-Mailer: no ContactForm/1.0',
    'X-Generated-By: no NMS FormMail.pl',
    'X-Mailer: Microsoft Outlook 16.0',
    'X-Generated-By: a program',
    'X-Priority: 1',
    'Subject: X-PHP-Originating-Script: 33:contact.php',
    'X-PHP-Originating-Script-Not: 33:contact.php',
  ])('%s', (line) => {
    expect(readFormMarks([field(line)])).toEqual([]);
  });
});

test('a mark is one also where white space stands before its colon', () => {
  expect(readFormMarks([{ name: 'X-PHP-Script ', value: 'a.test' }])).toEqual(['X-PHP-Script']);
});

test('each mark is named once, in the order of the fields', () => {
  const lines = [
    'X-PHP-Script: a.test/x.php for 192.0.2.7',
    'X-PHP-Originating-Script: 1:x.php',
    'X-PHP-Script: b',
  ];
  expect(readFormMarks(lines.map(field))).toEqual(['X-PHP-Script', 'X-PHP-Originating-Script']);
});

test('every mark says where it was seen', () => {
  for (const { field: name, evidence } of FORM_MARKS) expect(evidence.length, name).toBeGreaterThan(20);
});
