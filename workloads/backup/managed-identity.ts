import { z } from "zod";
import { exchangedToken, workloadIdentity } from "./workload-identity";

const answers = z.object({
  access_token: z.string().min(1),
  /** Seconds since 1970. */
  expires_on: z.coerce.number(),
});

/** Seconds before its end from which a token is not used any more. */
const margin = 300;

/**
 * Tokens of the managed identity that this process runs as: on Container Apps from the address in `IDENTITY_ENDPOINT`, on
 * virtual machines and their like from the instance's metadata, in a cluster of Kubernetes for the token that the cluster gave it.
 * `AZURE_CLIENT_ID` says which identity, where there are several.
 */
export class ManagedIdentity {
  private held: { readonly text: string; readonly until: number } | undefined;

  constructor(
    private readonly environment: Readonly<Record<string, string | undefined>>,
    private readonly request: typeof fetch,
  ) {}

  /**
   * A token for a service of Azure.
   *
   * @param resource for example `https://storage.azure.com/`
   * @throws Error that contains no token
   */
  async token(resource: string): Promise<string> {
    const now = Date.now() / 1000;
    if (this.held && this.held.until - margin > now) return this.held.text;
    const inCluster = workloadIdentity(this.environment);
    if (inCluster) {
      this.held = await exchangedToken(inCluster, resource, this.request);
      return this.held.text;
    }
    const { address, headers } = this.endpoint(resource);
    const response = await this.request(address, { headers });
    const answer = answers.safeParse(await response.json().catch(() => undefined));
    if (!response.ok || !answer.success)
      throw new Error(`the managed identity gave no token for ${resource} (status ${response.status})`);
    this.held = { text: answer.data.access_token, until: answer.data.expires_on };
    return this.held.text;
  }

  private endpoint(resource: string): { address: URL; headers: Record<string, string> } {
    const { AZURE_CLIENT_ID: client, IDENTITY_ENDPOINT: local, IDENTITY_HEADER: secret } = this.environment;
    const address = new URL(local ?? "http://169.254.169.254/metadata/identity/oauth2/token");
    address.searchParams.set("api-version", local === undefined ? "2018-02-01" : "2019-08-01");
    address.searchParams.set("resource", resource);
    if (client) address.searchParams.set("client_id", client);
    return {
      address,
      headers: local === undefined ? { Metadata: "true" } : { "X-IDENTITY-HEADER": secret ?? "" },
    };
  }
}
