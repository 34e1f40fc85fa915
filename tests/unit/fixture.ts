import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { capabilitiesOf, type Capability } from "../../components/cloud";
import { Platform, type PlatformOutputs } from "../../components/platform";
import type { ImageSource, Runtime, Specification } from "../../components/specification";
import { clouds } from "../../providers";
import { read } from "../../stacks/read";
import { exampleSpecification } from "./kubernetes/fixture";

/** The value that every secret of the tracked stacks is given. It must be found nowhere in plain text. */
export const CANARY = "canary-4f7d1c";

export type Files = Readonly<Record<string, string>>;

/** Makes a folder of these files for one test and takes it away afterwards. */
export function withFolder<Result>(files: Files, use: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "platform-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  let result: Result;
  try {
    result = use(folder);
  } catch (error) {
    remove();
    throw error;
  }
  if (result instanceof Promise) void result.then(remove, remove);
  else remove();
  return result;
}

/**
 * The specification of a stack file that is tracked in this project, as `pulumi up` would see it, with its secrets set.
 *
 * @param changes keys below `platform:` that are different
 */
export function trackedSpecification(
  stack: "dev" | "staging" | "prod",
  changes: Readonly<Record<string, unknown>> = {},
): Specification {
  const file = parse(readFileSync(join(__dirname, "..", "..", `Pulumi.${stack}.yaml`), "utf8")) as {
    config: Record<string, unknown>;
  };
  const asked = { ...file.config, ...prefixed(changes) };
  const secret = JSON.stringify(asked).includes("openaiApiKey") ? { openaiApiKey: CANARY } : {};
  const config = { ...asked, ...prefixed(secret) };
  const values = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
  const { problems, specification } = read(
    {
      values,
      secrets: Object.keys(prefixed(secret)),
      project: "platform",
      stack,
      kindOf: (path) => (path.endsWith("Dockerfile") ? "file" : "folder"),
    },
    clouds,
  );
  if (problems) throw new Error(problems.map(({ key }) => key).join(", "));
  return specification;
}

/**
 * The tracked stack of an environment on a cloud, with nothing asked that the cloud says it lacks; in a cluster that is there
 * already, the documented example of one.
 */
export function specificationOn(
  cloud: string,
  environment: "dev" | "staging" | "prod",
  runtime: Runtime = "containers",
): Specification {
  const description = clouds[cloud]?.description;
  if (description === undefined) throw new Error(`there is no cloud ${cloud}`);
  if (description.exampleRegions === undefined) return exampleSpecification(environment);
  const { region, recoveryRegion } = description.exampleRegions;
  const capabilities = capabilitiesOf(description, runtime);
  const lacks = (capability: Capability) => capabilities[capability] !== true;
  const audit = {
    ...(lacks("threatDetection") && { threatDetection: false }),
    ...(lacks("posture") && { posture: false }),
  };
  return trackedSpecification(environment, {
    cloud,
    region,
    ...(runtime !== "containers" && { runtime }),
    // Where the tracked file names one.
    ...(environment !== "dev" && { recoveryRegion }),
    ...(Object.keys(audit).length > 0 && { audit }),
  });
}

const prefixed = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`platform:${key}`, value]));

/** The same specification with each build context replaced by a small one, so that no test hashes this project. */
export function withContext(specification: Specification, context: string): Specification {
  const small = (image: ImageSource): ImageSource =>
    "build" in image ? { build: { context, dockerfile: join(context, "Dockerfile") } } : image;
  const { backup, services } = specification;
  return {
    ...specification,
    services: Object.fromEntries(
      Object.entries(services).map(([name, service]) => [name, { ...service, image: small(service.image) }]),
    ),
    backup: { ...backup, ...(backup.dump && { dump: { image: small(backup.dump.image) } }) },
  };
}

/** The platform on the cloud that the specification names, as `index.ts` makes it; resolves to its outputs. */
export async function platformOn(
  specification: Specification,
): Promise<{ readonly outputs: PlatformOutputs }> {
  const cloud = clouds[specification.cloud];
  if (cloud === undefined) throw new Error(`there is no cloud ${specification.cloud}`);
  return cloud.run(specification, (provider) => {
    const { outputs } = new Platform("platform", specification, provider, {
      providers: [...provider.providers],
    });
    return { outputs };
  });
}
