import * as path from "path";
import type { CloudRules, Problem, Properties, StatelessRules, Value } from "../rules";
import { digestOf, readContext } from "./context";

const object = (value: Value | undefined): Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};

const text = (value: Value | undefined): string | undefined =>
  typeof value === "string" ? value : undefined;

/** `[REGISTRY[:PORT]/]PATH[:TAG]`, lower case but for the tag (the OCI distribution specification's reference grammar). */
const IMAGE_NAME =
  /^(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\d+)?)\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?$/;

interface Build {
  readonly context: string;
  readonly dockerfile: string;
}

/** As the provider: the context defaults to the program's folder, the Dockerfile to the one in the context. */
function buildOf(inputs: Properties): Build {
  const build = object(inputs["build"]);
  const context = text(build["context"]) ?? ".";
  return { context, dockerfile: text(build["dockerfile"]) ?? path.join(context, "Dockerfile") };
}

function check(inputs: Properties): Problem[] {
  const problems: Problem[] = [];
  const name = text(inputs["imageName"]);
  if (name !== undefined && !IMAGE_NAME.test(name)) {
    problems.push({
      path: "imageName",
      reason: `'${name}' is not an image name: [REGISTRY/]NAME[:TAG], in lower case`,
    });
  }
  const { problem, place } = readContext(buildOf(inputs));
  if (problem !== undefined) problems.push({ path: `build.${place}`, reason: problem });
  const registry = object(inputs["registry"]);
  if (inputs["registry"] !== undefined && inputs["skipPush"] !== true) {
    for (const credential of ["username", "password"]) {
      if (registry["server"] !== undefined && registry[credential] === "") {
        problems.push({
          path: `registry.${credential}`,
          reason: "is empty: the registry would refuse the push",
        });
      }
    }
  }
  return problems;
}

const repositoryOf = (image: string): string => image.replace(/:\w[\w.-]*$/, "");

function serverOf(image: string): string {
  const [first = ""] = image.split("/");
  return image.includes("/") && /[.:]|^localhost$/.test(first) ? first : "docker.io";
}

/** What the image's name and build say before anything is built. */
function known(inputs: Properties): Properties {
  const image = text(inputs["imageName"]) ?? "";
  const { context, dockerfile } = buildOf(inputs);
  return {
    imageName: image,
    baseImageName: image,
    registryServer: text(object(inputs["registry"])["server"]) ?? serverOf(image),
    context,
    dockerfile,
  };
}

/**
 * `docker.Image` without a Docker daemon: nothing is built or pushed. The digest is made of the context's content, the
 * Dockerfile and the build arguments, so that it changes exactly when a build would give another image.
 */
const image: StatelessRules = {
  type: "docker:index/image:Image",
  immutable: [],
  check,
  known,
  make(inputs) {
    const build = buildOf(inputs);
    const { files, problem } = readContext(build);
    if (problem !== undefined) throw new Error(problem);
    const { args, target, platform } = object(inputs["build"]);
    const digest = digestOf(files, JSON.stringify([args ?? null, target ?? null, platform ?? null]));
    const name = text(inputs["imageName"]) ?? "";
    const repoDigest = inputs["skipPush"] === true ? digest : `${repositoryOf(name)}@${digest}`;
    const platformOutput = text(platform);
    return {
      id: digest,
      outputs: {
        ...known(inputs),
        repoDigest,
        ...(platformOutput === undefined ? {} : { platform: platformOutput }),
      },
    };
  },
};

/** The local Docker: images; every other type of `@pulumi/docker` is held to its schema only. */
export const rules: CloudRules = {
  package: "docker",
  account: "local",
  resources: [],
  functions: [],
  stateless: [image],
};
