import type { ImageSource } from "../../components/specification";
import { absence, problem, type KeyPath, type Problem } from "../problem";
import type { ImageConfiguration } from "../service-schema";
import { imageSource } from "../settle";
import type { Context } from "./context";

/** Every image is either ready and pinned by its digest, or built from a context that exists. */
export function* imageRules(context: Context): Generator<Problem> {
  for (const [name, service] of Object.entries(context.given.services ?? {})) {
    yield* oneSource(context, ["services", name], service);
  }
  const dump = context.given.backup?.dump;
  if (typeof dump === "object") yield* oneSource(context, ["backup", "dump"], dump);
  else if (context.settled.backup.dump !== undefined && context.settled.database !== undefined) {
    yield* usable(context, ["backup", "dump"], context.settled.backup.dump);
  }
}

function* oneSource(context: Context, path: KeyPath, given: ImageConfiguration): Generator<Problem> {
  if (given.image !== undefined && given.build !== undefined) {
    const right = "Keep `image` for a ready image, or `build` to make one.";
    yield problem(path, "has both an `image` and a `build`", right);
    return;
  }
  const source = imageSource(given);
  if (source === undefined) {
    const right = "Add `image: REGISTRY/NAME@sha256:…` for a ready one, or `build: ./FOLDER` to make one.";
    yield absence(path, "has no image", right);
    return;
  }
  yield* usable(context, [...path, "reference" in source ? "image" : "build"], source);
}

function* usable({ kindOf }: Context, path: KeyPath, source: ImageSource): Generator<Problem> {
  if ("reference" in source) {
    yield* digestRule(path, source.reference);
    return;
  }
  const { context, dockerfile } = source.build;
  if (kindOf(context) !== "folder") {
    const right = "Give a folder, written from the folder that Pulumi.yaml is in.";
    yield absence(path, `names the context ${JSON.stringify(context)}, which is no folder`, right);
  } else if (kindOf(dockerfile) !== "file") {
    const right = "Add it, or give its path from the project's folder as `dockerfile`.";
    yield absence(path, `names the Dockerfile ${JSON.stringify(dockerfile)}, which is no file`, right);
  }
}

const name =
  /^[a-z0-9](?:[a-zA-Z0-9._-]*[a-zA-Z0-9])?(?::\d{1,5})?(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?$/;

function* digestRule(path: KeyPath, reference: string): Generator<Problem> {
  const [image = "", digest, ...more] = reference.split("@");
  if (!name.test(image) || more.length > 0) {
    yield problem(
      path,
      "is not an image reference",
      "Use `REGISTRY/NAME@sha256:` and 64 hexadecimal digits.",
    );
  } else if (digest === undefined) {
    yield problem(
      path,
      `is \`${image}\`, without a digest: what it means can change`,
      `Use \`${image.replace(/:[^/:]+$/, "")}@sha256:…\` with the digest that \`docker buildx imagetools inspect ${image}\` prints.`,
    );
  } else if (!/^sha256:[0-9a-f]{64}$/.test(digest)) {
    const right = "Use `sha256:` and 64 lower-case hexadecimal digits after the `@`.";
    yield problem(path, "has a malformed digest", right);
  }
}
