import type * as authorization from "@pulumi/azure-native/authorization";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../../components/component";
import { issuer, subjects } from "../github";
import { tags } from "../result";
import type { AzureSettings } from "../settings";
import type { AzureFoundation } from "./foundation";
import { builtIn, define, grant } from "./roles";
import type { AzureSecretsKey } from "./secrets-key";
import type { AzureState } from "./state";

interface IdentityArgs {
  readonly settings: AzureSettings;
  readonly foundation: AzureFoundation;
  readonly state: AzureState;
  readonly secretsKey: AzureSecretsKey;
}

const keys = "Microsoft.KeyVault/vaults/keys";

/** Roles by which somebody could give himself everything. */
const privileged = [
  builtIn.Owner,
  builtIn["User Access Administrator"],
  builtIn["Role Based Access Control Administrator"],
];

/**
 * Roles may be given and taken, except the privileged ones: the deploying identity lets the platform's identities in, and
 * can't make itself or anybody an administrator.
 */
const unprivileged = (["write", "delete"] as const)
  .map((verb) => {
    const attribute = verb === "write" ? "@Request" : "@Resource";
    return (
      `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/${verb}'})) OR ` +
      `(${attribute}[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ` +
      `ForAnyOfAllValues:GuidNotEquals {${privileged.join(", ")}}))`
    );
  })
  .join(" AND ");

/** Who the pipeline is in Azure: an identity that reads, for pull requests, and one that deploys, for environments. */
export class AzureIdentity extends Component {
  /** Client ids of the two identities. */
  readonly previewClient: pulumi.Output<string>;
  readonly deployClient: pulumi.Output<string>;

  constructor(
    name: string,
    private readonly args: IdentityArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("azure", "Identity", name, opts);
    const allowed = subjects(args.settings);
    const user = this.secretsUser();
    this.previewClient = this.preview(this.identity("preview", allowed.preview));
    this.deployClient = this.deploy(this.identity("deploy", allowed.deploy), user);
    this.administer(user);
    this.registerOutputs({ previewClient: this.previewClient, deployClient: this.deployClient });
  }

  /** Sees how everything is set, reads states, and decrypts them. */
  private preview({ clientId, principalId }: managedidentity.UserAssignedIdentity): pulumi.Output<string> {
    const { foundation, secretsKey, settings, state } = this.args;
    const { subscription } = settings;
    const within = { parent: this };
    const decrypter = define(
      this.child("decrypter"),
      {
        subscription,
        roleName: pulumi.interpolate`Pulumi secrets reader ${foundation.suffix}`,
        description: "Decrypts with a key, and encrypts nothing",
        dataActions: [`${keys}/read`, `${keys}/decrypt/action`],
      },
      within,
    );
    const lister = define(
      this.child("lister"),
      {
        subscription,
        roleName: pulumi.interpolate`Pulumi previewer ${foundation.suffix}`,
        description: "Reads the passwords that Azure makes, which the states hold as well",
        actions: [
          "Microsoft.Cache/redisEnterprise/databases/listKeys/action",
          "Microsoft.ContainerRegistry/registries/listCredentials/action",
        ],
      },
      within,
    );
    const whole = `/subscriptions/${subscription}`;
    const granted = [
      grant(this.child("preview-reader"), { subscription, principalId, role: "Reader", on: whole }, within),
      grant(this.child("preview-lister"), { subscription, principalId, role: lister.id, on: whole }, within),
      grant(
        this.child("preview-state"),
        { subscription, principalId, role: "Storage Blob Data Reader", on: state.container },
        within,
      ),
      grant(
        this.child("preview-secrets"),
        { subscription, principalId, role: decrypter.id, on: secretsKey.keyId },
        within,
      ),
    ];
    return pulumi.all([clientId, ...granted.map(({ id }) => id)]).apply(([client]) => client ?? "");
  }

  /** Makes what the platform is made of, gives roles to its identities, and writes states. */
  private deploy(
    { clientId, principalId }: managedidentity.UserAssignedIdentity,
    user: authorization.RoleDefinition,
  ): pulumi.Output<string> {
    const { foundation, secretsKey, settings, state } = this.args;
    const { subscription } = settings;
    const within = { parent: this };
    const whole = `/subscriptions/${subscription}`;
    const locks = define(
      this.child("deployer"),
      {
        subscription,
        roleName: pulumi.interpolate`Pulumi deployer ${foundation.suffix}`,
        description: "What Contributor lacks: locks and assignments of policies",
        actions: [
          "Microsoft.Authorization/locks/*",
          "Microsoft.Authorization/policyAssignments/*",
          "Microsoft.Authorization/policyExemptions/*",
        ],
      },
      within,
    );
    const granted = [
      grant(
        this.child("deploy-platform"),
        { subscription, principalId, role: "Contributor", on: whole },
        within,
      ),
      grant(this.child("deploy-locks"), { subscription, principalId, role: locks.id, on: whole }, within),
      grant(
        this.child("deploy-roles"),
        {
          subscription,
          principalId,
          role: "Role Based Access Control Administrator",
          on: whole,
          condition: unprivileged,
        },
        within,
      ),
      grant(
        this.child("deploy-state"),
        { subscription, principalId, role: "Storage Blob Data Contributor", on: state.container },
        within,
      ),
      grant(
        this.child("deploy-secrets"),
        { subscription, principalId, role: user.id, on: secretsKey.keyId },
        within,
      ),
    ];
    return pulumi.all([clientId, ...granted.map(({ id }) => id)]).apply(([client]) => client ?? "");
  }

  /** A subscription's owner has no rights on what is in a container or under a key; who bootstraps has to write both. */
  private administer(user: authorization.RoleDefinition): void {
    const { foundation, secretsKey, settings, state } = this.args;
    const { subscription } = settings;
    // It stays with who ran it first, whoever runs it later.
    const first = { parent: this, ignoreChanges: ["principalId"] };
    const shared = { subscription, principalId: foundation.administrator, anybody: true };
    grant(
      this.child("administrator-state"),
      { ...shared, role: "Storage Blob Data Contributor", on: state.container },
      first,
    );
    grant(this.child("administrator-secrets"), { ...shared, role: user.id, on: secretsKey.keyId }, first);
  }

  private secretsUser(): authorization.RoleDefinition {
    return define(
      this.child("encrypter"),
      {
        subscription: this.args.settings.subscription,
        roleName: pulumi.interpolate`Pulumi secrets user ${this.args.foundation.suffix}`,
        description: "Encrypts and decrypts with a key",
        dataActions: [`${keys}/read`, `${keys}/encrypt/action`, `${keys}/decrypt/action`],
      },
      { parent: this },
    );
  }

  private identity(
    use: "preview" | "deploy",
    allowed: readonly string[],
  ): managedidentity.UserAssignedIdentity {
    const { foundation, settings } = this.args;
    const within = { parent: this };
    const { resourceGroup: resourceGroupName } = foundation;
    const identity = new managedidentity.UserAssignedIdentity(
      this.child(use),
      { resourceGroupName, resourceName: use, location: settings.region, tags },
      within,
    );
    let last: pulumi.Resource = identity;
    for (const subject of allowed) {
      const which = subject.split(":").at(-1) ?? "";
      last = new managedidentity.FederatedIdentityCredential(
        this.child(`${use}-${which}`),
        {
          resourceGroupName,
          resourceName: identity.name,
          federatedIdentityCredentialResourceName: `github-${which.replaceAll(/[^\w-]/g, "-")}`,
          issuer,
          subject,
          audiences: ["api://AzureADTokenExchange"],
        },
        // Azure refuses two changes of one identity's credentials at once.
        { ...within, dependsOn: [last] },
      );
    }
    return identity;
  }
}
