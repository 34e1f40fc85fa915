import type { ResourceTransform } from "@pulumi/pulumi";
import { permissionsBoundary } from "./permissions-boundary";

/**
 * The way out for what the stack file does not offer: Pulumi transforms that see every resource of the platform before
 * it is registered and may change its properties and options. See docs/customising.md for an example.
 */
export const transforms: readonly ResourceTransform[] = [...permissionsBoundary()];
