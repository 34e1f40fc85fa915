import * as pulumi from "@pulumi/pulumi";

/** What Azure tells of a private link service. */
export interface Link {
  readonly privateEndpointConnections?: readonly { readonly name?: string }[];
}

/** Two minutes: Front Door asks while its origin is made, and the request shows soon after. */
const questions = 24;
const between = () => new Promise<void>((resolve) => setTimeout(resolve, 5000));

/**
 * Names of the requests to be let in at a private link service, once there are any.
 *
 * @param ask asks Azure for the link as it is now
 * @param wait lets the time between two questions pass
 * @throws pulumi.RunError when nobody has asked within two minutes
 */
export async function requestsOf(
  service: string,
  ask: () => Promise<Link>,
  wait: () => Promise<void> = between,
): Promise<string[]> {
  for (let asked = 1; ; asked++) {
    const { privateEndpointConnections = [] } = await ask();
    const names = privateEndpointConnections.flatMap(({ name }) => name ?? []);
    if (names.length > 0) return names.sort();
    if (asked === questions)
      throw new pulumi.RunError(
        `Front Door has not asked to be let in to "${service}": its origin has no private link; update again`,
      );
    await wait();
  }
}
