/** Programs of the system that peers are made of. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Its path. Throws where it is not there, with the Debian package that has it. */
export const findProgram = (name: string, debianPackage: string): string => {
  const places = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin'];
  const found = places.map((place) => join(place, name)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`"${name}" is not installed: apt-get install ${debianPackage}`);
  return found;
};
