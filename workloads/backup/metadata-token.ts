import { z } from "zod";

const answers = z.object({
  access_token: z.string().min(1),
  /** Seconds from now. */
  expires_in: z.number(),
});

/** Seconds before its end from which a token is not used any more. */
const margin = 300;

/**
 * Tokens of the service account that this process runs as on Google Cloud, from the metadata server: on Cloud Run, on
 * virtual machines and their like. `GCE_METADATA_HOST` is another server, as Google's own libraries read it.
 */
export class MetadataToken {
  private held: { readonly text: string; readonly until: number } | undefined;

  constructor(
    private readonly environment: Readonly<Record<string, string | undefined>>,
    private readonly request: typeof fetch,
  ) {}

  /** @throws Error that contains no token */
  async token(): Promise<string> {
    const now = Date.now() / 1000;
    if (this.held && this.held.until - margin > now) return this.held.text;
    const host = this.environment.GCE_METADATA_HOST ?? "metadata.google.internal";
    const address = new URL(`http://${host}/computeMetadata/v1/instance/service-accounts/default/token`);
    const response = await this.request(address, { headers: { "Metadata-Flavor": "Google" } });
    const answer = answers.safeParse(await response.json().catch(() => undefined));
    if (!response.ok || !answer.success)
      throw new Error(`the metadata server gave no token (status ${response.status})`);
    this.held = { text: answer.data.access_token, until: now + answer.data.expires_in };
    return this.held.text;
  }
}
