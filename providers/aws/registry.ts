import * as ecr from "@pulumi/aws/ecr";
import * as pulumi from "@pulumi/pulumi";
import { Registry, type RegistryArgs, type RegistryCredentials } from "../../components/registry";
import type { AwsSharedComponents } from "./components";

/** A private repository in Amazon ECR. */
export class AwsRegistry extends Registry {
  override readonly repository: pulumi.Output<string>;
  override readonly credentials: RegistryCredentials;
  readonly repositoryArn: pulumi.Output<string>;

  constructor(name: string, args: RegistryArgs<AwsSharedComponents>, opts: pulumi.ComponentResourceOptions) {
    super("aws", name, opts);
    const { key, protection } = args;
    const repository = new ecr.Repository(
      this.child("repository"),
      {
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: key.arn }],
        forceDelete: !protection,
      },
      { parent: this, protect: protection, retainOnDelete: protection },
    );
    const lifecycle = new ecr.LifecyclePolicy(
      this.child("lifecycle"),
      { repository: repository.name, policy: JSON.stringify({ rules: [untaggedRule, newestRule] }) },
      { parent: this },
    );
    const token = ecr.getAuthorizationTokenOutput({}, { parent: this });
    this.repositoryArn = repository.arn;
    // Images are pushed only once the rules that clean up after them are there.
    this.repository = pulumi.all([repository.repositoryUrl, lifecycle.id]).apply(([url]) => url);
    this.credentials = {
      server: repository.repositoryUrl.apply((url) => url.split("/")[0] ?? url),
      username: token.userName,
      password: pulumi.secret(token.password),
    };
    this.registerOutputs({ repository: this.repository });
  }
}

const untaggedRule = {
  rulePriority: 1,
  description: "Untagged images go after 7 days",
  selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 7 },
  action: { type: "expire" },
};

const newestRule = {
  rulePriority: 2,
  description: "The newest 50 stay",
  selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 50 },
  action: { type: "expire" },
};
