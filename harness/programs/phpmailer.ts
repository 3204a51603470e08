/** PHPMailer, the mailer of WordPress and of most of PHP; it writes the message itself. */

import { run } from './program.ts';
import type { Program } from './programs.ts';

export const phpmailer: Program = {
  probe: ['php', '-r', `exit(is_file('/usr/share/php/libphp-phpmailer/autoload.php') ? 0 : 1);`],
  packages: 'php-cli libphp-phpmailer',
  send: ({ host, port, tls, user, letter }) =>
    run(
      'php',
      [
        '-r',
        SCRIPT,
        '--',
        host,
        String(port),
        user.username,
        tls ? 'tls' : 'plain',
        letter.from,
        ...letter.to,
      ],
      {
        input: letter.content,
        env: { SMTP_PASSWORD: user.password },
      },
    ),
};

const SCRIPT = `
require '/usr/share/php/libphp-phpmailer/autoload.php';
[, $host, $port, $user, $tls, $from] = $argv;
[$head, $body] = explode("\\r\\n\\r\\n", stream_get_contents(STDIN), 2);
$fields = [];
foreach (explode("\\r\\n", $head) as $line) { [$name, $value] = explode(': ', $line, 2); $fields[$name] = $value; }
$mail = new PHPMailer\\PHPMailer\\PHPMailer(true);
$mail->isSMTP();
$mail->SMTPDebug = 2;
$mail->Debugoutput = fn($text) => print($text . "\\n");
[$mail->Host, $mail->Port, $mail->SMTPAuth, $mail->Username, $mail->Password] = [$host, (int) $port, true, $user, getenv('SMTP_PASSWORD')];
$mail->SMTPAutoTLS = false;
$mail->SMTPSecure = $tls === 'tls' ? 'tls' : '';
$mail->SMTPOptions = ['ssl' => ['verify_peer' => false, 'verify_peer_name' => false, 'allow_self_signed' => true]];
preg_match('/^(?:"?(.*?)"? )?<?([^<>]+)>?$/', $fields['From'], $found);
$mail->setFrom($found[2], $found[1], false);
$mail->Sender = $from;
foreach (array_slice($argv, 6) as $to) $mail->addAddress($to);
$mail->Subject = $fields['Subject'] ?? '';
if (isset($fields['Message-ID'])) $mail->MessageID = $fields['Message-ID'];
foreach ($fields as $name => $value) if (!in_array($name, ['From', 'To', 'Subject', 'Date', 'Message-ID'])) $mail->addCustomHeader($name, $value);
$mail->Body = $body;
try { $mail->send(); } catch (Exception $error) { print($error->getMessage() . "\\n"); exit(1); }
`;
