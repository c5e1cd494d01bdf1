// Cut Inter to the letters and weights that pages use: node tools/fonts.mjs FROM TO
// The latin-ext file is 85 kB for thousands of letters; Sámi, Kven and our neighbours' names need 11 kB.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import subsetFont from "subset-font";

const [from, to] = process.argv.slice(2);
const weights = { wght: { min: 400, max: 700 } };
const parts = {
  latin: [[0x20, 0x7e], [0xa0, 0xff], [0x131, 0x131], [0x152, 0x153], [0x2002, 0x2044],
    [0x20ac, 0x20ac], [0x2122, 0x2122], [0x2190, 0x2193], [0x2212, 0x2212]],
  "latin-ext": [[0x100, 0x130], [0x132, 0x151], [0x154, 0x17f], [0x1e4, 0x1ef], [0x218, 0x21b]],
};

const hex = (code) => code.toString(16).toUpperCase().padStart(4, "0");
const range = (spans) => spans.map(([a, b]) => (a === b ? `U+${hex(a)}` : `U+${hex(a)}-${hex(b)}`)).join(",");
const letters = (spans) =>
  spans.flatMap(([a, b]) => Array.from({ length: b - a + 1 }, (_, i) => String.fromCodePoint(a + i))).join("");

const faces = ["/* Inter, SIL Open Font License 1.1, The Inter Project Authors. See licences/. */"];
for (const [name, spans] of Object.entries(parts)) {
  const whole = await readFile(path.join(from, `inter-${name}-wght-normal.woff2`));
  const part = await subsetFont(whole, letters(spans), { targetFormat: "woff2", variationAxes: weights });
  await writeFile(path.join(to, `inter-${name}.woff2`), part);
  faces.push(
    `@font-face{font-family:"Inter";font-style:normal;font-weight:400 700;font-display:swap;` +
    `src:url(./inter-${name}.woff2) format("woff2");unicode-range:${range(spans)}}`,
  );
}
await writeFile(path.join(to, "inter.css"), `${faces.join("\n")}\n`);
