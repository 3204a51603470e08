import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

/** The colours of a token in light and dark; of one that refers to another, that one's. */
const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name!, { light: light!, dark: dark! }],
  ),
);

/** Relative luminance (WCAG 2.2). */
const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (a: string, b: string): number => {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

const SURFACES = ['back', 'bg', 'raised', 'sunk', 'hover', 'chosen'];

const TEXT: [ink: string, on: string][] = [
  ...['ink', 'dim', 'act', 'act-hover', 'pass', 'fail', 'defer', 'none'].flatMap((ink) =>
    SURFACES.map((on): [string, string] => [ink, on]),
  ),
  ...['pass', 'fail', 'defer', 'none'].flatMap((ink): [string, string][] => [
    [ink, `${ink}-soft`],
    ['ink', `${ink}-soft`],
  ]),
  ['on-act', 'act'],
  ['on-act', 'act-hover'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-hover'],
  ['bg', 'ink'],
];

const FRAMES: [frame: string, on: string][] = ['edge', 'focus', 'act'].flatMap((frame) =>
  SURFACES.filter((on) => on !== 'chosen' || frame !== 'edge').map((on): [string, string] => [frame, on]),
);

describe.each(['light', 'dark'] as const)('in %s', (scheme) => {
  const of = (name: string): string => {
    const found = colours.get(name);
    if (!found) throw new Error(`there is no colour --${name}`);
    return found[scheme];
  };
  test.each(TEXT)('--%s can be read on --%s', (ink, on) => {
    expect(contrast(of(ink), of(on))).toBeGreaterThanOrEqual(4.5);
  });
  test.each(FRAMES)('--%s can be seen on --%s', (frame, on) => {
    expect(contrast(of(frame), of(on))).toBeGreaterThanOrEqual(3);
  });
});

test('contrast is as WCAG counts it', () => {
  expect(contrast('#ffffff', '#000000')).toBe(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(colours.size).toBeGreaterThan(20);
});
