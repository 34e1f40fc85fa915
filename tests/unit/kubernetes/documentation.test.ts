import { readFileSync } from "node:fs";
import { join } from "node:path";
import { description } from "../../../providers/kubernetes/description";

const docs = join(__dirname, "..", "..", "..", "docs");
const page = readFileSync(join(docs, "kubernetes.md"), "utf8");

test("the page shows the stack file that is tested", () => {
  const file = readFileSync(join(docs, "examples", "existing-cluster.yaml"), "utf8").trimEnd();
  expect(page).toContain(`\`\`\`yaml\n${file}\n\`\`\``);
});

test.each(Object.entries(description.existing?.owned ?? {}))(
  "the page says what to ask of the owner's %s",
  (_, sentence) => {
    expect(page).toContain(` ${sentence} `);
  },
);
