import { readFile } from "node:fs/promises";
import { z } from "zod";

const answers = z.object({
  access_token: z.string().min(1),
  /** Seconds. */
  expires_in: z.coerce.number(),
});

/** What a cluster of Kubernetes tells its pods, where they have an identity of Entra. */
const told = z.object({
  AZURE_CLIENT_ID: z.string().min(1),
  AZURE_TENANT_ID: z.string().min(1),
  AZURE_FEDERATED_TOKEN_FILE: z.string().min(1),
  AZURE_AUTHORITY_HOST: z.url().default("https://login.microsoftonline.com/"),
});

export type WorkloadIdentity = z.infer<typeof told>;

/** The identity that a cluster gave this process; `undefined` where it runs in none, or was given none. */
export function workloadIdentity(
  environment: Readonly<Record<string, string | undefined>>,
): WorkloadIdentity | undefined {
  return told.safeParse(environment).data;
}

/**
 * A token of Entra for a service of Azure, for the token that the cluster gave the process. That one is read each time: the
 * cluster changes it before it ends.
 *
 * @param resource for example `https://storage.azure.com/`
 * @returns the token and when it ends, in seconds since 1970
 * @throws Error that contains no token
 */
export async function exchangedToken(
  identity: WorkloadIdentity,
  resource: string,
  request: typeof fetch,
): Promise<{ readonly text: string; readonly until: number }> {
  const address = new URL(`${identity.AZURE_TENANT_ID}/oauth2/v2.0/token`, identity.AZURE_AUTHORITY_HOST);
  const response = await request(address, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: identity.AZURE_CLIENT_ID,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: await readFile(identity.AZURE_FEDERATED_TOKEN_FILE, "utf8"),
      scope: `${resource.replace(/\/$/, "")}/.default`,
    }),
  });
  const answer = answers.safeParse(await response.json().catch(() => undefined));
  if (!response.ok || !answer.success)
    throw new Error(`the workload identity gave no token for ${resource} (status ${response.status})`);
  return { text: answer.data.access_token, until: Date.now() / 1000 + answer.data.expires_in };
}
