import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { policiesPage } from "../../../tools/reference/policies";

test("the table of rules is current (npm run docs makes it)", () => {
  expect(readFileSync(resolve(__dirname, "../../../policy/README.md"), "utf8")).toBe(policiesPage());
});
