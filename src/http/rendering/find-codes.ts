/** One-time codes: what stands near a word for them and looks like one. A guess, made to miss little. */

/** In order, each once. `text` without links, whose digits are no codes. */
export const findCodes = (text: string): string[] => {
  const words = [...text.matchAll(WORD)].map(({ index, 0: word }) => ({
    start: index,
    end: index + word.length,
  }));
  if (words.length === 0) return [];
  const codes: string[] = [];
  let next = 0;
  for (const { 0: written, index } of text.matchAll(CANDIDATE)) {
    while ((words[next]?.end ?? Infinity) <= index) next++;
    const before = words[next - 1];
    const behind = words[next];
    const lead = before ? text.slice(before.end, index) : null;
    const trail = behind ? text.slice(index + written.length, behind.start) : null;
    const announced = lead !== null && lead.length <= LEAD && !SENTENCE_END.test(lead);
    const named = trail !== null && trail.length <= TRAIL && !/[\n.]/.test(trail);
    const direct = lead !== null && DIRECT.test(lead);
    if ((announced || named) && looksLikeCode(written, direct || named)) codes.push(written);
  }
  return [...new Set(codes)];
};

/** How far a code may stand behind the word that announces it ("your code is:", a blank line), and before one that names it. */
const LEAD = 80;
const TRAIL = 40;

/** Between an announcement and its code no second sentence begins. */
const SENTENCE_END = /[.!?。！？]\s+\S/;

/** Nothing but a copula and punctuation between: then also what else would be a year or a word. */
const DIRECT =
  /^[\s:：=>*#"'“„«_|-]*(?:(?:is|ist|lautet|est|es|é|är|er|on|to|はこちら|は|为|為|是|:)[\s:：=>*#"'“„«_|-]*){0,2}$/iu;

const looksLikeCode = (written: string, close: boolean): boolean => {
  const bare = written.replace(/[- ]/g, '');
  if (!/\d/.test(bare) || bare.length < 4 || bare.length > 15) return false;
  if (/^(19|20)\d\d$/.test(bare)) return close;
  return /^\d+$/.test(bare) || close || (bare === bare.toUpperCase() && /[A-Z]/.test(bare));
};

/**
 * 4 to 10 digits, or letters and digits; also in two or three groups. Not a piece of a longer number, a price, a date, a
 * time, an address or a version; but one letter may stand before it (`G-123456`).
 */
const CANDIDATE =
  /(?:(?<![\p{Script=Latin}\p{Nd}_@./:$€£+-])|(?<=(?<![\p{L}\p{N}])[A-Z]-))(?:\d{3,5}[- ]\d{3,5}|[A-Z0-9]{3,5}(?:-[A-Z0-9]{3,5}){1,2}|[A-Za-z0-9]{4,10})(?![\p{Script=Latin}\p{Nd}_@%€]|[-/:]\w|[.,]\d)/gu;

/** Words for a one-time code, in the languages that its senders write most. */
const WORDS = [
  'codes?|passcodes?|pin|otp|tan|token|2fa|one[- ]time|verification|passwords?',
  '[a-zäöüß]*codes?|[a-zäöüß]*kennwort|[a-zäöüß]*passwort|einmal[a-zäöüß]*',
  'código|codigo|códigos|clave|contraseña|senha|codice|kod|kód|koda|kodu|kode|koodi|kodas',
  'verificatie[a-z]*|engangskode|engångskod|tunnusluku|hasło|mật khẩu|mã',
  'код[а-яё]*|пароль|κωδικός|κωδικό|رمز|كود|קוד|कोड|ओटीपी|รหัส',
];

/** In scripts that write without blanks, so that letters may stand around them. */
const UNBOUNDED =
  '验证码|驗證碼|校验码|动态码|認証コード|確認コード|コード|パスワード|인증번호|인증 코드|코드';

const WORD = new RegExp(`(?<![\\p{L}\\p{N}])(?:${WORDS.join('|')})(?![\\p{L}\\p{N}])|${UNBOUNDED}`, 'giu');
