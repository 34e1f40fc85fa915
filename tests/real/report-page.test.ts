import { instance } from "@viz-js/viz";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { page as pageOf } from "../../tools/report/page/page";
import { makeReport, type Report } from "../../tools/report/report";
import { readSources } from "../../tools/report/sources";
import { recordedPreview } from "../engine/report-recording";
import { EngineStack } from "../engine/stack";

const contrasts = readFileSync(join(__dirname, "low-contrasts.js"), "utf8");

jest.setTimeout(10 * 60_000);

/** The page of a real preview, in a real browser. */
describe("the page of a report", () => {
  let folder: string;
  let browser: Browser;
  let report: Report;
  let tab: Page;
  let told: string[];
  let asked: string[];

  beforeAll(async () => {
    const stack = await EngineStack.open("dev");
    try {
      const { sources } = await recordedPreview(stack);
      report = await makeReport(readSources(sources));
    } finally {
      stack.close();
    }
    folder = mkdtempSync(join(tmpdir(), "platform-page-"));
    writeFileSync(join(folder, "dev.html"), pageOf(report, await instance(), new Date()));
    browser = await chromium.launch({ executablePath: browserOnPath(), args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    [told, asked] = [[], []];
    tab.on("console", (message) => told.push(message.text()));
    tab.on("pageerror", (error) => told.push(error.message));
    tab.on("request", (request) => asked.push(request.url()));
    await tab.goto(pathToFileURL(join(folder, "dev.html")).href);
  });
  afterEach(async () => {
    expect(told).toEqual([]);
    expect(asked.filter((url) => !url.startsWith("file:") && !url.startsWith("data:"))).toEqual([]);
    expect(asked.filter((url) => url.startsWith("file:"))).toHaveLength(1);
    await tab.close();
  });

  /** Presses Tab until something has the focus. */
  async function tabTo(selector: string): Promise<void> {
    for (let presses = 0; presses < 200; presses++) {
      await tab.keyboard.press("Tab");
      if ((await tab.locator(`${selector}:focus`).count()) > 0) return;
    }
    throw new Error(`the keyboard does not reach ${selector}`);
  }

  test("shows every component in its picture, within the window", async () => {
    const shown = await tab.locator(".overview .node a").count();
    expect(shown).toBe(report.components.length);
    const { width = 0 } = (await tab.locator(".overview svg").boundingBox()) ?? {};
    expect(width).toBeGreaterThan(300);
    expect(await tab.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  });

  test("is used by keyboard alone: a component opens from the picture, a change in it, and Escape leads back", async () => {
    const link = "#component-database-node a";
    await tabTo(link);
    await tab.keyboard.press("Enter");
    const component = tab.locator("details.component:has(#component-database)");
    expect(await component.getAttribute("open")).not.toBeNull();

    await tabTo("details.component[open] details.change > summary");
    await tab.keyboard.press("Enter");
    const change = component.locator("details.change[open]");
    expect(await change.count()).toBe(1);
    expect(await change.locator("td.after").first().isVisible()).toBe(true);

    await tab.keyboard.press("Escape");
    expect(await change.count()).toBe(0);
    expect(await component.getAttribute("open")).not.toBeNull();
    await tab.keyboard.press("Escape");
    expect(await component.getAttribute("open")).toBeNull();
    expect(await tab.locator(`${link}:focus`).count()).toBe(1);
  });

  test("has one main heading, a name for each picture and each node in it, and no id twice", async () => {
    expect(await tab.locator("h1").count()).toBe(1);
    expect(await tab.locator(".picture:not([aria-label])").count()).toBe(0);
    for (const name of await tab.locator(".overview .node a").allTextContents())
      expect(name).toMatch(/\w+\s+\+\d+/);
    const ids = "[...document.querySelectorAll('[id]')].map(({ id }) => id)";
    expect(await tab.evaluate(`${ids}.filter((id, index, all) => all.indexOf(id) !== index)`)).toEqual([]);
  });

  test.each(["light", "dark"] as const)("has enough contrast where it is %s", async (colorScheme) => {
    await tab.emulateMedia({ colorScheme });
    await tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
    expect(await tab.evaluate(contrasts)).toEqual([]);
  });

  test("opens every change for print, and closes it again", async () => {
    await tab.evaluate("void dispatchEvent(new Event('beforeprint'))");
    expect(await tab.locator("details.changes:not([open])").count()).toBe(0);
    await tab.evaluate("void dispatchEvent(new Event('afterprint'))");
    expect(await tab.locator("details[open]").count()).toBe(0);
  });
});

function browserOnPath(): string {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
  if (found === undefined) throw new Error("this test needs Chromium (Debian: apt-get install chromium)");
  return found;
}
