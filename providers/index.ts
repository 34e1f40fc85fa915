import type { Cloud, CloudDescription } from "../components/cloud";
import type { CloudProvider, Components } from "../components/provider";
import type { Runtime, Specification } from "../components/specification";
import { description as aws } from "./aws/description";
import { description as azure } from "./azure/description";
import { description as gcp } from "./gcp/description";
import { description as kubernetes } from "./kubernetes/description";

/**
 * Every cloud that a stack can name, with a provider for each runtime that its description offers. Descriptions are always
 * read; an SDK only when its cloud and runtime are the ones in use.
 */
export const clouds: Readonly<Record<string, Cloud>> = {
  aws: cloud(aws, {
    containers: by(() => import("./aws")),
    kubernetes: by(() => import("./aws/kubernetes")),
  }),
  azure: cloud(azure, {
    containers: by(() => import("./azure")),
    kubernetes: by(() => import("./azure/kubernetes")),
  }),
  gcp: cloud(gcp, {
    containers: by(() => import("./gcp")),
    kubernetes: by(() => import("./gcp/kubernetes")),
  }),
  kubernetes: cloud(kubernetes, { kubernetes: by(() => import("./kubernetes")) }),
};

function cloud(
  description: CloudDescription,
  runtimes: Readonly<Partial<Record<Runtime, Cloud["run"]>>>,
): Cloud {
  return {
    description,
    run: async (specification, use) => {
      const run = runtimes[specification.runtime];
      if (run === undefined)
        throw new Error(`${description.title} has no provider for the runtime ${specification.runtime}`);
      return run(specification, use);
    },
  };
}

function by<C extends Components>(
  load: () => Promise<{ readonly createProvider: (specification: Specification) => CloudProvider<C> }>,
): Cloud["run"] {
  return async (specification, use) => use((await load()).createProvider(specification));
}
