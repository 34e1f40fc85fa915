import * as iam from "@pulumi/gcp/iam";
import * as kms from "@pulumi/gcp/kms";
import * as projects from "@pulumi/gcp/projects";
import * as serviceaccount from "@pulumi/gcp/serviceaccount";
import * as storage from "@pulumi/gcp/storage";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../../components/component";
import { issuer, subjects } from "../github";
import type { GcpSettings } from "../settings";
import type { GcpInterfaces } from "./interfaces";
import {
  deployPermissions,
  deployRoles,
  grantCondition,
  previewPermissions,
  previewRoles,
} from "./permissions";
import type { GcpSecretsKey } from "./secrets-key";
import type { GcpState } from "./state";

interface IdentityArgs {
  readonly settings: GcpSettings;
  readonly interfaces: GcpInterfaces;
  readonly state: GcpState;
  readonly secretsKey: GcpSecretsKey;
}

type Use = "preview" | "deploy";

/** Who the pipeline is in Google Cloud: an account that reads, for pull requests, and one that deploys, for environments. */
export class GcpIdentity extends Component {
  /** `projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/github` */
  readonly provider: pulumi.Output<string>;
  /** E-mail addresses of the two accounts. */
  readonly previewAccount: pulumi.Output<string>;
  readonly deployAccount: pulumi.Output<string>;

  constructor(
    name: string,
    private readonly args: IdentityArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("gcp", "Identity", name, opts);
    const { interfaces, settings } = args;
    const { project } = settings;
    const within = { parent: this };
    const allowed = subjects(settings);
    const pool = new iam.WorkloadIdentityPool(
      this.child("pool"),
      {
        project,
        workloadIdentityPoolId: `${settings.name}-github`,
        displayName: "GitHub Actions",
        description: `Workflows of ${settings.repository}`,
      },
      { ...within, dependsOn: interfaces.after("iam", "iamcredentials", "sts") },
    );
    const provider = new iam.WorkloadIdentityPoolProvider(
      this.child("provider"),
      {
        project,
        workloadIdentityPoolId: pool.workloadIdentityPoolId,
        workloadIdentityPoolProviderId: "github",
        displayName: "GitHub Actions",
        oidc: { issuerUri: issuer },
        attributeMapping: { "google.subject": "assertion.sub" },
        attributeCondition: conditionOn(settings),
      },
      within,
    );
    const preview = this.account("preview", pool, allowed.preview);
    const deploy = this.account("deploy", pool, allowed.deploy);
    this.allow("preview", preview, previewRoles, previewPermissions);
    this.allow("deploy", deploy, deployRoles, deployPermissions, grantCondition);
    this.open("preview", preview, "roles/storage.objectViewer", "roles/cloudkms.cryptoKeyDecrypter");
    this.open("deploy", deploy, "roles/storage.objectUser", "roles/cloudkms.cryptoKeyEncrypterDecrypter");
    this.provider = provider.name;
    this.previewAccount = preview.email;
    this.deployAccount = deploy.email;
    this.registerOutputs({ provider: this.provider });
  }

  /** An account without a key, which only whoever has one of these subjects can act as. */
  private account(
    use: Use,
    pool: iam.WorkloadIdentityPool,
    allowed: readonly string[],
  ): serviceaccount.Account {
    const { interfaces, settings } = this.args;
    const account = new serviceaccount.Account(
      this.child(use),
      {
        project: settings.project,
        accountId: `${settings.name}-${use}`,
        displayName: `GitHub Actions: ${use}`,
      },
      { parent: this, dependsOn: interfaces.after("iam") },
    );
    for (const subject of allowed)
      new serviceaccount.IAMMember(
        this.child(`${use}-${subject.split(":").at(-1) ?? ""}`),
        {
          serviceAccountId: account.name,
          role: "roles/iam.workloadIdentityUser",
          member: pulumi.interpolate`principal://iam.googleapis.com/${pool.name}/subject/${subject}`,
        },
        { parent: this },
      );
    return account;
  }

  /** Gives roles in the project, and a role of our own for what Google's are too wide for. */
  private allow(
    use: Use,
    { member }: serviceaccount.Account,
    roles: readonly string[],
    permissions: readonly string[],
    expression?: string,
  ): void {
    const { project, name } = this.args.settings;
    const within = { parent: this };
    for (const role of roles)
      new projects.IAMMember(
        this.child(`${use}-${role.replace("roles/", "").replaceAll(".", "-").toLowerCase()}`),
        { project, role, member },
        within,
      );
    const own = new projects.IAMCustomRole(
      this.child(`${use}-role`),
      {
        project,
        roleId: `${name.replaceAll("-", "_")}_${use}`,
        title: `GitHub Actions: ${use}`,
        permissions: [...permissions],
      },
      { ...within, dependsOn: this.args.interfaces.after("iam") },
    );
    new projects.IAMMember(
      this.child(`${use}-own`),
      {
        project,
        role: own.name,
        member,
        ...(expression !== undefined && {
          condition: { title: "Only roles of the platform", expression },
        }),
      },
      within,
    );
  }

  /** Opens the states and the key of their secrets. */
  private open(use: Use, { member }: serviceaccount.Account, onBucket: string, onKey: string): void {
    const { secretsKey, state } = this.args;
    const within = { parent: this };
    new storage.BucketIAMMember(
      this.child(`${use}-state`),
      { bucket: state.bucketName, role: onBucket, member },
      within,
    );
    new kms.CryptoKeyIAMMember(
      this.child(`${use}-secrets`),
      { cryptoKeyId: secretsKey.keyName, role: onKey, member },
      within,
    );
  }
}

/** Tokens of this repository alone, of pull requests and of the environments; of nothing that only looks like one. */
function conditionOn(settings: GcpSettings): string {
  const { all } = subjects(settings);
  const pull = all.filter((subject) => subject.endsWith(":pull_request"));
  const others = all.filter((subject) => !pull.includes(subject));
  const among = (texts: readonly string[]): string =>
    `assertion.sub in [${texts.map((text) => `'${text}'`).join(", ")}]`;
  return (
    `assertion.repository == '${settings.repository}' && ` +
    `((${among(pull)} && assertion.event_name == 'pull_request') || ${among(others)})`
  );
}
