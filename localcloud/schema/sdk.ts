import * as fs from "fs";
import * as path from "path";

/** Where an installed Pulumi SDK keeps what it declares. */
export interface Sdk {
  /** Pulumi package, for example `aws`. */
  readonly package: string;
  readonly version: string;
  /** Folder of the npm package. */
  readonly folder: string;
}

/**
 * Finds the installed SDK of a Pulumi package.
 *
 * @param project Folder whose `node_modules` holds it.
 * @throws When it is not installed, with the command that installs it.
 */
export function findSdk(name: string, project: string): Sdk {
  const folder = path.join(project, "node_modules", "@pulumi", name);
  const file = path.join(folder, "package.json");
  if (!fs.existsSync(file))
    throw new Error(`@pulumi/${name} is not installed in ${project}: run \`npm ci\` there.`);
  const manifest = JSON.parse(fs.readFileSync(file, "utf8")) as {
    version: string;
    pulumi?: { version?: string };
  };
  return { package: name, version: manifest.pulumi?.version ?? manifest.version, folder };
}

const lowerFirst = (word: string): string => word.charAt(0).toLowerCase() + word.slice(1);

/**
 * The file, without extension, in which the SDK declares a resource or function: `aws:ec2/vpc:Vpc` is `ec2/vpc`.
 *
 * @returns `undefined` when the SDK has no such type.
 */
export function findDeclaration(sdk: Sdk, token: string): string | undefined {
  if (token === `pulumi:providers:${sdk.package}`) return path.join(sdk.folder, "provider");
  const [name, named = "", type = ""] = token.split(":");
  if (name !== sdk.package) return undefined;
  // Kubernetes' groups are domains: `networking.k8s.io/v1` is in `networking/v1`.
  const module = named.replace(/^([\w-]+)\.[\w.-]+(?=\/)/, "$1");
  const candidates = [
    module.replace(/^index\//, ""),
    path.join(module, lowerFirst(type)),
    path.join(module.replace(/^index(\/|$)/, ""), lowerFirst(type)),
  ];
  for (const candidate of candidates) {
    const file = path.join(sdk.folder, candidate);
    if (declares(file, token)) return file;
  }
  // Some SDKs write the file of `AFDEndpoint` as `afdendpoint`.
  const alike = filesIn(path.join(sdk.folder, module)).find(
    (file) => path.basename(file).toLowerCase() === type.toLowerCase() && declares(file, token),
  );
  if (alike !== undefined) return alike;
  return walk(sdk.folder).find((file) => declares(file, token));
}

function declares(file: string, token: string): boolean {
  if (!fs.existsSync(`${file}.js`) || !fs.existsSync(`${file}.d.ts`)) return false;
  const text = fs.readFileSync(`${file}.js`, "utf8");
  return text.includes(`__pulumiType = '${token}'`) || text.includes(`("${token}"`);
}

function filesIn(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(".d.ts"))
    .map((name) => path.join(folder, name.slice(0, -".d.ts".length)));
}

/** Only for tokens whose file is not where its name says: every declaration of the SDK. */
function walk(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return ["node_modules", "types"].includes(entry.name) ? [] : walk(full);
    return entry.name.endsWith(".d.ts") ? [full.slice(0, -".d.ts".length)] : [];
  });
}
