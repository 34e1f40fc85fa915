import { createHash, randomBytes } from "crypto";
import { execFile } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { promisify } from "util";
import { findSdk } from "./schema/sdk";
import { readWhole, writeWhole } from "./whole-file";

/** Where plugins are to be installed. */
export interface InstallOptions {
  /** The Pulumi home (`PULUMI_HOME`) that gets them: one of its own, never a user's. */
  readonly pulumiHome: string;
  /** Folder of the project, whose `node_modules` holds the SDKs. Default: the folder above this one. */
  readonly project?: string;
  /** Told about work that takes noticeable time. */
  readonly progress?: (line: string) => void;
}

/** The project's folder, also when this file was bundled elsewhere. */
const defaultProject = (): string => path.resolve(__dirname, "..");

/**
 * Installs the local clouds as provider plugins, each under the version that the installed SDK asks for. What is up to
 * date is left alone; several processes may do this at once.
 *
 * @throws When an SDK is not installed.
 */
export async function installPlugins(options: InstallOptions): Promise<void> {
  const project = options.project ?? defaultProject();
  const cache = path.join(project, ".local", "plugins-cache");
  const sources = path.join(project, "localcloud");
  for (const name of localClouds(sources)) {
    const { version } = findSdk(name, project);
    const bundle = await bundleOnce({ name, version, project, cache, sources }, options.progress);
    const folder = path.join(options.pulumiHome, "plugins", `resource-${name}-v${version}`);
    const file = path.join(folder, `pulumi-resource-${name}`);
    const script = launcher(bundle, project);
    if (readWhole(file) !== script) writeWhole(file, script, 0o755);
  }
}

/** The packages that have a local cloud: the folders with an `index.ts` that exports `rules`. */
function localClouds(sources: string): string[] {
  return fs.readdirSync(sources).filter((name) => fs.existsSync(path.join(sources, name, "index.ts")));
}

interface Plugin {
  readonly name: string;
  readonly version: string;
  readonly project: string;
  readonly cache: string;
  readonly sources: string;
}

/** One JavaScript file per plugin, named by the content that it is made from. */
async function bundleOnce(plugin: Plugin, progress: InstallOptions["progress"]): Promise<string> {
  const bundle = path.join(plugin.cache, `${plugin.name}-${contentHash(plugin)}.js`);
  if (fs.existsSync(bundle)) return bundle;
  progress?.(`Bundling the local ${plugin.name} ${plugin.version}`);
  const { build } = await import("esbuild");
  const places = JSON.stringify({ project: plugin.project, cache: plugin.cache });
  const result = await build({
    stdin: {
      contents: `import { rules } from "./${plugin.name}";
        import { serve } from "./server";
        serve(rules, ${places});`,
      resolveDir: plugin.sources,
      loader: "ts",
    },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    keepNames: true,
    // Only needed when a type's schema is first made, and large.
    external: ["typescript", "ajv", "ajv/*"],
    write: false,
    logLevel: "silent",
  });
  const text = result.outputFiles[0]?.text;
  if (text === undefined) throw new Error(`The local ${plugin.name} could not be bundled.`);
  const unprepared = `${bundle}.${randomBytes(6).toString("hex")}.new.js`;
  writeWhole(unprepared, text);
  try {
    await prepare(unprepared, plugin);
    fs.renameSync(unprepared, bundle);
  } finally {
    fs.rmSync(unprepared, { force: true });
  }
  return bundle;
}

/** Lets the plugin read its types from the SDK's declarations, which takes seconds once per SDK version. */
async function prepare(bundle: string, { project, name }: Plugin): Promise<void> {
  const env = { ...process.env, NODE_PATH: path.join(project, "node_modules") };
  try {
    await promisify(execFile)(process.execPath, [bundle, "--prepare"], { env });
  } catch (error) {
    const reason = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    throw new Error(`The local ${name} could not be prepared: ${reason}`);
  }
}

/** Changes with every source that goes into a plugin, and with the versions of what it is bundled with. */
function contentHash({ name, version, project, sources }: Plugin): string {
  const hash = createHash("sha256").update(`${name} ${version} ${project}`);
  for (const file of sourceFiles(sources)) hash.update(file).update(fs.readFileSync(file));
  hash.update(fs.readFileSync(path.join(project, "node_modules", "@pulumi", "pulumi", "package.json")));
  return hash.digest("hex").slice(0, 16);
}

function sourceFiles(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(full);
    return entry.name.endsWith(".ts") ? [full] : [];
  });
}

/** The executable that the engine starts; it finds the project's modules from wherever it is. */
function launcher(bundle: string, project: string): string {
  return `#!/bin/sh
NODE_PATH=${quote(path.join(project, "node_modules"))} exec node ${quote(bundle)} "$@"
`;
}

const quote = (text: string): string => `'${text.replace(/'/g, `'\\''`)}'`;
