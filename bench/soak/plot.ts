/** Draws series over time as small panels, one above the other, in one SVG: each with a scale of its own that begins at nought. */

export type Panel = {
  title: string;
  unit: string;
  series: readonly { name: string; values: readonly number[] }[];
};

/** `seconds` of each value; all series have as many. */
export const plot = (heading: string, seconds: readonly number[], panels: readonly Panel[]): string => {
  const height = TOP + panels.length * (PANEL + GAP) + 24;
  const until = Math.max(1, seconds.at(-1) ?? 1);
  const x = (second: number): number => LEFT + (second / until) * WIDTH;
  const drawn = panels.map((panel, at) => drawPanel(panel, seconds, x, TOP + at * (PANEL + GAP)));
  const ticks = stepsTo(until).map(
    (second) =>
      `<text x="${x(second)}" y="${height - 10}" text-anchor="middle" class="faint">${second} s</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + WIDTH + RIGHT} ${height}" width="${LEFT + WIDTH + RIGHT}" height="${height}">
<style>text{font:12px system-ui,sans-serif;fill:#222}.faint{fill:#666}.title{font-weight:600}line{stroke:#ddd}polyline{fill:none;stroke-width:1.6}</style>
<rect width="100%" height="100%" fill="#fff"/>
<text x="${LEFT}" y="24" class="title">${escape(heading)}</text>
${drawn.join('\n')}
${ticks.join('\n')}
</svg>
`;
};

const [LEFT, WIDTH, RIGHT, TOP, PANEL, GAP] = [70, 760, 190, 60, 110, 36];

/** Told apart by those who see no red or green, too (Okabe and Ito). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73'];

const drawPanel = (
  { title, unit, series }: Panel,
  seconds: readonly number[],
  x: (second: number) => number,
  top: number,
): string => {
  const highest = Math.max(1, ...series.flatMap(({ values }) => values));
  const steps = stepsTo(highest);
  const y = (value: number): number => top + PANEL - (value / highest) * (PANEL - 10);
  const grid = steps.map(
    (value) =>
      `<line x1="${LEFT}" x2="${LEFT + WIDTH}" y1="${y(value)}" y2="${y(value)}"/>` +
      `<text x="${LEFT - 8}" y="${y(value) + 4}" text-anchor="end" class="faint">${value.toLocaleString('en')}</text>`,
  );
  const ends = spread(series.map(({ values }) => y(values.at(-1) ?? 0)));
  const lines = series.map(({ name, values }, at) => {
    const points = values.map((value, i) => `${x(seconds[i] ?? 0).toFixed(1)},${y(value).toFixed(1)}`);
    const last = Math.round(values.at(-1) ?? 0).toLocaleString('en');
    return (
      `<polyline points="${points.join(' ')}" stroke="${COLOURS[at]}"/>` +
      `<text x="${LEFT + WIDTH + 8}" y="${(ends[at] ?? 0) + 4}" style="fill:${COLOURS[at]}">${escape(name)}: ${last}</text>`
    );
  });
  return `<text x="${LEFT}" y="${top - 2}" class="title">${escape(title)}${unit && `, ${escape(unit)}`}</text>${grid.join('')}${lines.join('')}`;
};

/** Names beside lines that end close to each other, one below the other. */
const spread = (ends: readonly number[]): number[] => {
  const placed = [...ends];
  const order = ends.map((_, i) => i).toSorted((a, b) => (ends[a] ?? 0) - (ends[b] ?? 0));
  for (const [at, i] of order.entries()) {
    const above = placed[order[at - 1] ?? -1];
    if (above !== undefined) placed[i] = Math.max(placed[i] ?? 0, above + 14);
  }
  return placed;
};

/** Round numbers from nought to `highest`, four or so. */
const stepsTo = (highest: number): number[] => {
  const rough = highest / 4;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * size).find((one) => one >= rough) ?? rough);
  return Array.from({ length: Math.floor(highest / step) + 1 }, (_, i) => i * step);
};

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
