import type { Route } from "../../components/load-balancer";

/** Everything that no other route asks for. */
export const catchAll = "/*";

/**
 * What the URL map matches for a route: a prefix such as `/reports/*` means `/reports` too. The longest match wins, whatever
 * the order.
 */
export function pathRules(
  routes: readonly Route[],
): readonly { readonly service: string; readonly paths: readonly string[] }[] {
  return routes
    .filter(({ path }) => path !== catchAll)
    .map(({ path, service }) => ({
      service,
      paths: path.endsWith("/*") ? [path.slice(0, -2), path] : [path],
    }));
}
