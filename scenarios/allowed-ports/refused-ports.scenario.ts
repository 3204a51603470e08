/** A port outside of 25 and 1025 to 5000 keeps SMTP+ from starting, and so does having none that is free. */

import { expect, test } from '#harness';

for (const [ports, outside] of [
  ['465', '465'],
  ['587', '587'],
  ['24-25', '24'],
  ['25,1024-1030', '1024'],
  ['4999-5001', '5001'],
] as const)
  test(`does not start with --ports=${ports}, and names ${outside}`, async ({ program }) => {
    const { exit, said } = await program([`--ports=${ports}`]);
    expect(exit).toBe(2);
    expect(said).toContain(`port "${outside}"`);
    expect(said).toContain('choose from 25 and 1025-5000');
  });

test('does not start where another program holds its only port, and names it', async ({
  program,
  smtpPlus,
}) => {
  const { exit, said } = await program([`--ports=${smtpPlus.port}`]);
  expect(exit).toBe(1);
  expect(said).toContain(`${smtpPlus.port} (in use by another program): choose others with --ports`);
});
