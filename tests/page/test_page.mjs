// The page as a patient uses it, on a desk and on a phone. node test_page.mjs CHROMIUM PAGE.html [FOLDER FOR SCREENSHOTS]
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Browser } from "./browser.mjs";

const [, , program, page, shots] = process.argv;
const browser = await Browser.start(program);
const box = (id) => browser.run(`(() => { const r = document.getElementById("${id}").getBoundingClientRect(); return [r.left, r.top, r.width, r.height]; })()`);
const value = (id) => browser.run(`+document.getElementById("${id}").value`);
const tag = () => browser.run(`document.getElementById("tag-after").textContent`);
const source = () => browser.run(`document.getElementById("after").src.length + document.getElementById("after").src.slice(-400)`);

async function shoot(name) {
  if (!shots) return;
  const { data } = await browser.send("Page.captureScreenshot", { format: "png", captureBeyondViewport: true });
  writeFileSync(`${shots}/${name}.png`, Buffer.from(data, "base64"));
}

async function screen(width, height, mobile, theme) {
  await browser.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: mobile ? 2 : 1, mobile });
  await browser.send("Emulation.setTouchEmulationEnabled", { enabled: mobile });
  await browser.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: theme }] });
  await browser.open(pathToFileURL(resolve(page)).href);
}

// Nothing asked of anybody, nothing refused by the page's own policy, nothing run that a name brought along.
async function checkQuiet() {
  const requests = browser.events.filter((e) => e.method === "Network.requestWillBeSent").map((e) => e.params.request.url);
  assert.deepEqual(requests.filter((url) => !/^(file|data):/.test(url)), []);
  assert.equal(requests.filter((url) => url.startsWith("file:")).length, 1);
  const said = browser.events.filter((e) => ["Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"].includes(e.method));
  assert.deepEqual(said.map((e) => JSON.stringify(e.params).slice(0, 300)), []);
  assert.equal(await browser.run("typeof window.pwned"), "undefined");
  assert.equal(await browser.run("document.querySelectorAll('script').length"), 2);
}

async function checkLayout() {
  assert.ok(await browser.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), "wider than the screen");
  assert.ok(await browser.run("[...document.images].every((i) => i.complete && i.naturalWidth > 100)"), "a picture is broken");
  assert.ok(await browser.run("[...document.querySelectorAll('button, .controls input')].every((e) => e.getBoundingClientRect().height >= 44)"));
  assert.ok((await browser.run("document.getElementById('disclaimer').textContent.trim().length")) >= 20);
}

async function drag() {
  const [left, top, width, height] = await box("picture");
  await browser.mouse("mousePressed", left + width - 2, top + height / 3);
  for (let i = 0; i <= 10; i++) await browser.mouse("mouseMoved", left + width * (1 - 0.06 * i), top + height / 3);
  await browser.mouse("mouseReleased", left + width * 0.4, top + height / 3);
  const share = await value("wipe");
  assert.ok(Math.abs(share - 40) < 4, `the wipe is at ${share}`);
  assert.match(await browser.run(`document.getElementById("after").style.clipPath`), /inset\(0px? 6[0-9.]+% 0px? 0px?\)/);
}

async function keys() {
  await browser.run(`document.getElementById("sessions").focus()`);
  const healed = await tag(), image = await source();
  await browser.key("ArrowLeft", "ArrowLeft", 37);
  assert.notEqual(await tag(), healed);
  assert.notEqual(await source(), image);
  await browser.key("Home", "Home", 36);
  assert.equal(await tag(), "Before");
  await browser.run(`document.getElementById("years").focus()`);
  await browser.key("End", "End", 35);
  assert.match(await tag(), /year/);
  assert.equal(await value("sessions"), await browser.run(`+document.getElementById("sessions").max`));
  if ((await browser.run("data.options.length")) > 1) {
    const late = await source();
    await browser.key("2", "Digit2", 50, "2");
    assert.equal(await browser.run(`document.querySelectorAll("#options button")[1].getAttribute("aria-pressed")`), "true");
    assert.notEqual(await source(), late);
  }
}

// The years are a range: three pictures of each, as they are called; what is sooner has none.
async function range() {
  const press = (band) => browser.run(`document.querySelectorAll("#bands button")[${band}].click()`);
  const looks = new Set();
  await browser.run(`document.getElementById("years").focus()`);
  await browser.key("End", "End", 35);
  for (const [band, name] of [[0, /year.*little/], [1, /year.*most likely/], [2, /year.*much/]]) {
    await press(band);
    assert.match(await tag(), name);
    assert.equal(await browser.run(`document.querySelectorAll("#bands [aria-pressed=true]").length`), 1);
    looks.add(await source());
  }
  assert.equal(looks.size, 3);
  await browser.key("Home", "Home", 36);
  assert.doesNotMatch(await tag(), /much/);
  assert.ok(await browser.run(`document.getElementById("bands-box").disabled`));
  await browser.key("End", "End", 35);
}

async function touches() {
  const [left, top, width, height] = await box("picture");
  await browser.tap(left + width * 0.3, top + height / 2);
  const share = await value("wipe");
  assert.ok(Math.abs(share - 30) < 8, `the wipe is at ${share}`);
  await browser.run("document.querySelector('.controls').scrollIntoView()");
  const image = await source();
  const [x, y, w, h] = await browser.run(`(() => { const r = document.querySelectorAll("#options button")[1].getBoundingClientRect(); return [r.left, r.top, r.width, r.height]; })()`);
  await browser.tap(x + w / 2, y + h / 2);
  assert.notEqual(await source(), image);
  await browser.run("scrollTo(0, 0)");
}

let failed = 0;
try {
  for (const theme of ["light", "dark"]) {
    await screen(1280, 900, false, theme);
    await checkLayout();
    await drag();
    await shoot(`desktop-${theme}`);
    await keys();
    await range();
    await shoot(`desktop-${theme}-years`);
    await checkQuiet();
    await screen(390, 844, true, theme);
    await checkLayout();
    await touches();
    await shoot(`phone-${theme}`);
    await checkQuiet();
    await screen(320, 568, true, theme);
    await checkLayout();
  }
} catch (error) {
  console.error(error.message ?? error);
  failed = 1;
}
await browser.stop();
process.exit(failed);
