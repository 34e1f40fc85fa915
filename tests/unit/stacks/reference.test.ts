import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stackSchema } from "../../../stacks/schema";
import { plainSettings, secretSettings } from "../../../stacks/settings";
import { configurationPage } from "../../../tools/reference/configuration";

const page = readFileSync(join(__dirname, "../../../docs/configuration.md"), "utf8");

test("docs/configuration.md is what `npm run docs` makes", () => {
  expect(page).toBe(configurationPage());
});

test.each([
  ...Object.keys(stackSchema.shape),
  ...Object.keys(stackSchema.shape.services.valueType.shape),
  ...Object.keys(plainSettings.shape).filter((name) => name !== "environment"),
  ...Object.keys(secretSettings.shape),
])("the page explains `%s`", (key) => {
  const row = page.split("\n").find((line) => line.startsWith(`| \`${key}\` `));
  expect(row?.split("|")[key in secretSettings.shape ? 3 : 2]?.trim()).toMatch(/[a-z]/);
});
