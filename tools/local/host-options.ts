import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

interface ProjectFile {
  readonly runtime?:
    string | { readonly options?: { readonly typescript?: boolean; readonly nodeargs?: string } };
}

/**
 * A project's runtime options as variables for the language host that is built here, which can't take them from the CLI.
 * Without them it would type-check the program at each preview. The official host ignores the variables.
 */
export function hostOptions(project: string): Record<string, string> {
  const file = join(project, "Pulumi.yaml");
  // Without a project the CLI itself says what is missing.
  const text = existsSync(file) ? readFileSync(file, "utf8") : "{}";
  const { runtime } = parse(text) as ProjectFile;
  const { typescript = true, nodeargs = "" } =
    (typeof runtime === "object" ? runtime.options : undefined) ?? {};
  return { PLATFORM_HOST_TYPESCRIPT: String(typescript), PLATFORM_HOST_NODEARGS: nodeargs };
}
