import { readFileSync } from "node:fs";
import { join } from "node:path";

const docs = join(__dirname, "..", "..", "..", "docs");

test("the page shows the stack file that is tested", () => {
  const file = readFileSync(join(docs, "examples", "existing-cluster.yaml"), "utf8").trimEnd();
  expect(readFileSync(join(docs, "kubernetes.md"), "utf8")).toContain(`\`\`\`yaml\n${file}\n\`\`\``);
});
