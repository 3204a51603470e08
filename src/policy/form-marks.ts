/** The header fields that an online form leaves in a message: the fingerprints that `from.form-supplied` goes by. */

/**
 * A field is a mark when a page on the web, and hardly anything else, writes it. `value` narrows a field that others
 * write too. That a message was sent by PHPMailer, Symfony Mailer or wp_mail is no mark: shops and applications use them.
 */
export const FORM_MARKS: readonly { field: string; value?: RegExp; evidence: string }[] = [
  {
    field: 'X-PHP-Originating-Script',
    evidence: 'php-src ext/standard/mail.c: mail() writes it where mail.add_x_header is on (uid:script.php)',
  },
  {
    field: 'X-PHP-Script',
    evidence: "PHP of shared hosts (cPanel): the page that was called, and the visitor's address",
  },
  {
    field: 'X-PHP-Filename',
    evidence: "PHP of shared hosts, beside X-PHP-Script: the script's path and the visitor's REMOTE_ADDR",
  },
  {
    field: 'X-WPCF7-Content-Type',
    evidence:
      'Contact Form 7, includes/mail.php: in each mail. It takes it out again where PHPMailer sends; it stays where another mailer does, and in scripts that copied it',
  },
  {
    field: 'X-Generated-By',
    value: /^NMS \w+\.pl\b/i,
    evidence: 'nms-cgi FormMail.pl and guestbook.pl, beside X-HTTP-Client with the address of the visitor',
  },
  {
    field: 'X-Mailer',
    value: /^(?:NMS )?FormMail\b(?:\.pl\b)?/i,
    evidence:
      'nms-cgi FormMail.pl ("NMS FormMail.pl"); the much copied PHP contact scripts ("Formmail [version 1.0]")',
  },
  {
    field: 'X-Mailer',
    value: /^ContactForm\b/i,
    evidence:
      'contactform of ostermiller.org ("ContactForm/version") and PHP contact scripts ("ContactForm/1.0")',
  },
];

/** The marks that these fields bear, each once: the name of the field, with what tells it where others write it too. */
export const readFormMarks = (fields: readonly { name: string; value: string }[]): string[] => {
  const marks = fields.flatMap(({ name, value }) => {
    const known = FORM_MARKS.filter(({ field }) => field.toLowerCase() === name.trim().toLowerCase());
    return known.flatMap((mark) => {
      if (!mark.value) return mark.field;
      const told = mark.value.exec(value.trim());
      return told ? `${mark.field}: ${told[0]}` : [];
    });
  });
  return [...new Set(marks)];
};
