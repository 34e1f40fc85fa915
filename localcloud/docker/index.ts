import * as path from "path";
import type { Check, CloudRules, Properties, StatelessRules, Value } from "../rules";
import { contextProblem, digestOf, readContext } from "./context";

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

const checkName: Check = ({ imageName }) =>
  typeof imageName !== "string" || IMAGE_NAME.test(imageName)
    ? []
    : [
        {
          path: "imageName",
          reason: `'${imageName}' is not an image name: [REGISTRY/]NAME[:TAG], in lower case`,
        },
      ];

const checkContext: Check = (inputs) => {
  const { problem, place } = contextProblem(buildOf(inputs));
  return problem === undefined ? [] : [{ path: `build.${place ?? "context"}`, reason: problem }];
};

const checkRegistry: Check = (inputs) => {
  if (inputs["registry"] === undefined || inputs["skipPush"] === true) return [];
  const registry = object(inputs["registry"]);
  return ["username", "password"]
    .filter((credential) => registry[credential] === "")
    .map((credential) => ({
      path: `registry.${credential}`,
      reason: "is empty: the registry would refuse the push",
    }));
};

/** As the real provider does: the context's digest is an input, so that a changed file is a change of the image. */
function prepare(inputs: Properties): Properties {
  const { files, problem } = readContext(buildOf(inputs));
  if (problem !== undefined) return inputs;
  return { ...inputs, build: { ...object(inputs["build"]), contextDigest: digestOf(files, "") } };
}

const repositoryOf = (image: string): string => image.replace(/:\w[\w.-]*$/, "");

function serverOf(image: string): string {
  const [first = ""] = image.split("/");
  return image.includes("/") && /[.:]|^localhost$/.test(first) ? first : "docker.io";
}

/** What the image's name and build say before anything is built. */
function known(inputs: Properties): Properties {
  const image = text(inputs["imageName"]);
  const server =
    text(object(inputs["registry"])["server"]) ?? (image === undefined ? undefined : serverOf(image));
  return {
    ...buildOf(inputs),
    ...(image === undefined ? {} : { imageName: image, baseImageName: image }),
    ...(server === undefined ? {} : { registryServer: server }),
  };
}

/**
 * `docker.Image` without a Docker daemon: nothing is built or pushed. The digest is made of the context's content, the
 * Dockerfile and the build arguments, so that it changes exactly when a build would give another image.
 */
const image: StatelessRules = {
  type: "docker:index/image:Image",
  immutable: [],
  check: [checkName, checkContext, checkRegistry],
  prepare,
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
