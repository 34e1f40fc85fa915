import type { ResourceRules } from "../rules";
import { armResource } from "./arm-resource";
import { tenant } from "./subscription";
import { types } from "./types";

/** Identities that workloads act as. */
export const identities: readonly ResourceRules[] = [
  armResource({
    type: types.identity,
    path: "Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}",
    location: "regional",
    name: {
      minimum: 3,
      maximum: 128,
      pattern: /^[A-Za-z0-9][\w-]*$/,
      alphabet: "letters, digits, hyphens and underscores; it begins with a letter or digit",
    },
    outputs: {
      principalId: "{hex:8}-{hex:4}-4{hex:3}-8{hex:3}-{hex:12}",
      clientId: "{hex:8}-{hex:4}-4{hex:3}-9{hex:3}-{hex:12}",
      tenantId: tenant,
    },
    // Usual experience: a few seconds.
    seconds: { create: 3, update: 2, delete: 2 },
  }),
];
