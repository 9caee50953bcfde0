// Reports' pages in headless Chromium: node page.mjs REPORT.html [FURTHER.html ..]
// No console error, no request, no script but its own, in light and dark mode, read by keys and
// printed; of the first page also hover, zoom and sorting. Pictures are kept in the folder PICTURES,
// where it is set.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [first, ...further] = process.argv.slice(2);
const pictures = process.env.PICTURES;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox"],
});

const open = async (file, options) => {
  const address = pathToFileURL(file).href;
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("dialog", (dialog) => { wrong.push(dialog.message()); dialog.dismiss(); });
  page.on("request", (request) => {
    const url = request.url();
    if (url !== address && !url.startsWith("data:")) wrong.push("request " + url);
  });
  await page.goto(address);
  return { page, wrong };
};

const violations = async (page) => {
  // The policy admits no other script, so the checker comes in from outside of the page's world.
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send("Page.getFrameTree");
  const { executionContextId } = await session.send("Page.createIsolatedWorld", {
    frameId: frameTree.frame.id, worldName: "axe",
  });
  const run = (expression) => session.send("Runtime.evaluate", {
    expression, contextId: executionContextId, awaitPromise: true, returnByValue: true,
  });
  await run(axe + "; undefined");
  const { result } = await run(
    "axe.run().then((found) => found.violations.map((v) => v.id + ': ' + v.nodes.length + ' ' + v.nodes[0].html.slice(0, 200)))");
  return result.value;
};

const unfold = (page) =>
  page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));

// A page printed: a tagged document.
const print = async (page, name) => {
  const path = pictures && `${pictures}/${name}.pdf`;
  const pdf = await page.pdf({ format: "A4", tagged: true, outline: true, path });
  assert.ok(pdf.toString("latin1").includes("/MarkInfo"), "tagged PDF");
};

for (const [number, file] of further.entries()) {
  for (const colorScheme of ["light", "dark"]) {
    const { page, wrong } = await open(file, { colorScheme });
    const plots = page.locator(".plot");
    assert.ok((await plots.count()) >= 3, `${file}: charts`);
    await plots.first().focus();
    await page.keyboard.press("ArrowRight");
    assert.match(await plots.first().locator(".told").innerText(), /\d/, file);
    if (pictures) await page.screenshot({ path: `${pictures}/${number + 1}-${colorScheme}.png` });
    if (colorScheme === "light") await print(page, `${number + 1}`);
    await unfold(page);
    assert.deepEqual(await violations(page), [], `axe, ${file}, ${colorScheme}`);
    assert.deepEqual(wrong, [], file);
    await page.context().close();
  }
}

for (const colorScheme of ["light", "dark"]) {
  const { page, wrong } = await open(first, { colorScheme });
  if (pictures) await page.screenshot({ path: `${pictures}/${colorScheme}.png` });
  await unfold(page);
  const found = await violations(page);
  assert.deepEqual(found, [], `axe, ${colorScheme}`);
  const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(paper === "rgb(255, 255, 255)", colorScheme === "light", paper);
  assert.deepEqual(wrong, []);
  await page.context().close();
}

const { page, wrong } = await open(first, {});
const plots = page.locator(".plot");
assert.ok((await plots.count()) >= 8, "charts");

// Hover tells a value of the chart.
const plot = plots.nth(1);
await plot.scrollIntoViewIfNeeded();
const box = await plot.boundingBox();
await page.mouse.move(box.x + box.width / 2, box.y + box.height / 4);
const told = await plot.locator(".told").innerText();
assert.match(told, /\d/, told);
if (pictures) await page.screenshot({ path: `${pictures}/hover.png` });

// Keys read and zoom.
await plot.focus();
await page.keyboard.press("ArrowRight");
assert.match(await plot.locator(".told").innerText(), /\d/);
const whole = await plot.locator("svg").getAttribute("viewBox");
await page.keyboard.press("+");
assert.notEqual(await plot.locator("svg").getAttribute("viewBox"), whole);
await page.keyboard.press("0");
assert.equal(await plot.locator("svg").getAttribute("viewBox"), whole);

// A table sorts, by the keyboard too.
const details = page.locator("figure details").first();
await details.locator("summary").click();
const column = details.locator("button.sort").nth(1);
await column.focus();
await page.keyboard.press("Enter");
const values = () => details.locator("tbody td:nth-child(2)").allInnerTexts();
const number = (text) => parseFloat(text.replace(/,/g, ""));
const up = (await values()).map(number).filter((n) => !Number.isNaN(n));
assert.deepEqual(up, [...up].sort((a, b) => a - b));
await page.keyboard.press("Enter");
assert.equal(await details.locator("th").nth(1).getAttribute("aria-sort"), "descending");
assert.deepEqual(wrong, []);

await print(page, "page");

await browser.close();
console.log(`${1 + further.length} pages work in Chromium`);
