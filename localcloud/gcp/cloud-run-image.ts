import type { Path, Problem, Properties, World } from "../rules";
import { list, record, refuse, text } from "../reading";
import { isOfProject } from "./project";
import { types } from "./types";

/** Registries that Cloud Run pulls from (Cloud Run guide, "Deploying container images"). */
const host =
  /^((?:[a-z0-9-]+\.)?gcr\.io|[a-z0-9-]+-docker\.pkg\.dev|docker\.io|index\.docker\.io|mirror\.gcr\.io)\//;

/** Why an image can't be deployed by its reference alone. */
function referenceProblem(image: string): string | undefined {
  if (!/^[\w][\w.\-/:]*(@sha256:[0-9a-f]{64})?$/.test(image))
    return `'${image}' is no image: [HOST/]PATH[:TAG][@sha256:DIGEST]`;
  const [first = "", ...rest] = image.split("/");
  const named = rest.length > 0 && /[.:]|^localhost$/.test(first);
  return !named || host.test(image)
    ? undefined
    : `Expected an image path like [host/]repo-path[:tag and/or @digest], where host is one of [region.]gcr.io, ` +
        `[region-]docker.pkg.dev or docker.io but obtained ${image}. To deploy container images from other public or ` +
        "private registries, set up an Artifact Registry remote repository";
}

/** Problems of the images of a template's containers, as far as their references say them. */
export function referenceProblems(template: Properties, path: Path): readonly Problem[] {
  return list(template["containers"]).flatMap((container, index) => {
    const image = text(record(container)["image"]);
    const wrong = image === undefined ? undefined : referenceProblem(image);
    return wrong === undefined ? [] : refuse(`${path}.containers[${String(index)}].image`, wrong);
  });
}

/** Why an image can't be deployed although its reference is right: a repository of ours that does not exist. */
export function imageProblem(image: string, world: World): string | undefined {
  const [, location, project, repository] =
    /^([a-z0-9-]+)-docker\.pkg\.dev\/([^/]+)\/([^/]+)\//.exec(image) ?? [];
  if (repository === undefined || project !== world.account) return undefined;
  const exists = world
    .all(types.repository)
    .some(
      ({ inputs, outputs }) =>
        isOfProject(outputs, world) &&
        inputs["repositoryId"] === repository &&
        inputs["location"] === location,
    );
  return exists
    ? undefined
    : `Image '${image}' not found: there is no repository '${repository}' in ${location ?? ""}`;
}
