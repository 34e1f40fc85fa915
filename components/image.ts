import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { contentTag } from "./content-tag";
import type { CloudProvider, Components } from "./provider";
import type { ImageSource } from "./specification";

interface ImageOptions<C extends Components> extends pulumi.ComponentResourceOptions {
  readonly key: C["key"];
  readonly protection: boolean;
}

/**
 * The image of a service or job, always by digest: the one that is given, or one that is built and pushed to a registry
 * made for it. Builds run at `pulumi up` only; the tag is a hash of the build context, because tags are immutable.
 */
export function imageReference<C extends Components>(
  name: string,
  source: ImageSource,
  cloud: CloudProvider<C>,
  { key, protection, ...opts }: ImageOptions<C>,
): pulumi.Output<string> {
  if ("reference" in source)
    return cloud.pullable?.(source.reference, key, opts) ?? pulumi.output(source.reference);
  const { context, dockerfile } = source.build;
  const registry = cloud.registry(`${name}-registry`, { key, protection }, opts);
  const image = new docker.Image(
    `${name}-image`,
    {
      imageName: pulumi.interpolate`${registry.repository}:${contentTag(context, dockerfile)}`,
      build: { context, dockerfile, platform: "linux/amd64" },
      registry: registry.credentials,
    },
    { parent: registry },
  );
  return image.repoDigest;
}
