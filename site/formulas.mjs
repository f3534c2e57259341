// Sets the formulas of all pages below a folder, so that a browser needs no script and no network: node formulas.mjs FOLDER
import { cpSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import katex from "katex";

const folder = process.argv[2];
const dist = fileURLToPath(new URL("node_modules/katex/dist/", import.meta.url));
cpSync(join(dist, "katex.min.css"), join(folder, "katex", "katex.min.css"));
cpSync(join(dist, "fonts"), join(folder, "katex", "fonts"), { recursive: true });

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const plain = text => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name]);

let count = 0;
const set = (page, tex, displayMode) => {
    count++;
    try {
        return katex.renderToString(plain(tex), { displayMode, throwOnError: true, strict: "error", output: "htmlAndMathml" });
    } catch (error) {
        throw new Error(`${page}: ${error.message}`);
    }
};

for (const page of readdirSync(folder, { recursive: true }).filter(name => name.endsWith(".html"))) {
    const path = join(folder, page);
    const before = readFileSync(path, "utf8");
    const after = before
        .replace(/<span class="math">\\\[(.*?)\\\]<\/span>/gs, (_, tex) => set(page, tex, true))
        .replace(/<span class="math">\\\((.*?)\\\)<\/span>/gs, (_, tex) => set(page, tex, false));
    if (after !== before) writeFileSync(path, after);
}

console.log(`${count} formulas set`);
