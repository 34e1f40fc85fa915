import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Writes a Pulumi project of one JavaScript file and returns its folder. */
export function javaScriptProject(folder: string, name: string, program: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    `name: ${name}\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n`,
  );
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, main: "index.js" }));
  writeFileSync(join(folder, "index.js"), program);
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  return folder;
}

/** The program itself under Pulumi's default TypeScript loader: the same files, with the loader's options left out. */
export function defaultLoaderProject(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const name of [
    "index.ts",
    "components",
    "providers",
    "stacks",
    "observability",
    "workloads",
    "package.json",
    "package-lock.json",
    "node_modules",
    ".dockerignore",
  ]) {
    symlinkSync(resolve(name), join(folder, name));
  }
  writeFileSync(join(folder, "Pulumi.yaml"), "name: platform\nruntime: nodejs\n");
  // The default loader type-checks with the project's own compiler options; those of an ordinary Pulumi project are used.
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        target: "ES2022",
        lib: ["ES2023"],
        module: "CommonJS",
        moduleResolution: "Node10",
        esModuleInterop: true,
        strict: true,
        skipLibCheck: true,
        preserveSymlinks: true,
      },
      files: ["index.ts"],
    }),
  );
  return folder;
}

/** The services of a stack file, repeated under new names until there are `count`. */
export function repeated(services: Readonly<Record<string, object>>, count: number): Record<string, object> {
  const templates = Object.values(services);
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const template = templates[index % templates.length] ?? {};
      // Only what is public has a path, and each has one of its own.
      const path = "public" in template ? { path: index === 0 ? "/*" : `/s${index}/*` } : {};
      return [`service-${index}`, { ...template, ...path }];
    }),
  );
}
