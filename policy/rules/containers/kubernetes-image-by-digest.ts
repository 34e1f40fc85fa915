import { compliant, require, violation } from "../../mechanism/answer";
import { everyImage, hasDigest, tagOf } from "../../subjects/kubernetes-image";
import { podTypes } from "../../subjects/kubernetes-pod";
import type { ResourceRule } from "../../mechanism/rule";

/** Collectors of telemetry, whose publishers make a tag for each version and never move it. */
const tagged = [
  "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib",
  "public.ecr.aws/aws-observability/aws-otel-collector",
  "us-docker.pkg.dev/cloud-ops-agents-artifacts/google-cloud-opentelemetry-collector/otelcol-google",
];

/** Images are named by their digest. */
export const rule: ResourceRule = {
  id: "kubernetes-image-by-digest",
  title: "Images are named by their digest.",
  severity: "medium",
  controls: { checkov: ["CKV_K8S_43"] },
  enforcement: "prod",
  reason: "A tag can be moved: what was tested is then not what runs, and nobody sees it.",
  remedy:
    "Name the image as repository@sha256:…, as a build or the registry reports it, or a repository whose tags never move in the rule's setting tagged.",
  types: podTypes,
  configuration: { properties: { tagged: { type: "array", items: { type: "string" }, default: tagged } } },
  scope: "resource",
  check: (resource, configuration) => {
    const given = configuration.entries().find(([name]) => name === "tagged")?.[1];
    const allowed = given?.items().map((repository) => repository.text()) ?? tagged;
    return everyImage(
      resource,
      (name, image) => {
        const reference = image.text() ?? "";
        const tag = tagOf(reference) ?? "latest";
        if (tag !== "latest" && allowed.includes(reference.slice(0, -tag.length - 1))) return compliant;
        return require(hasDigest(reference), `${name} names its image without a digest`);
      },
      violation("a container names no image"),
    );
  },
};
