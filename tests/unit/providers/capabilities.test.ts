import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { capabilitiesPage } from "../../../tools/reference/capabilities";

test("the page of capabilities is current (npm run docs makes it)", () => {
  expect(readFileSync(resolve(__dirname, "../../../docs/capabilities.md"), "utf8")).toBe(capabilitiesPage());
});
