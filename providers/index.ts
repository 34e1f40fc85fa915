import type { Cloud } from "../components/cloud";
import { description as aws } from "./aws/description";
import { description as azure } from "./azure/description";
import { description as gcp } from "./gcp/description";

/** Every cloud that a stack can name. Descriptions are always read; an SDK only when its cloud is the one in use. */
export const clouds: Readonly<Record<string, Cloud>> = {
  aws: {
    description: aws,
    run: async (specification, use) => use((await import("./aws")).createProvider(specification)),
  },
  azure: {
    description: azure,
    run: async (specification, use) => use((await import("./azure")).createProvider(specification)),
  },
  gcp: {
    description: gcp,
    run: async (specification, use) => use((await import("./gcp")).createProvider(specification)),
  },
};
