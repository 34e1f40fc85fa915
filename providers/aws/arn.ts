/**
 * The parts of an ARN, `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`. Account, partition and region are read from the
 * ARN of something of ours, so that no call to the cloud has to answer before a policy can be written.
 */
export interface ArnParts {
  /** `aws`, `aws-cn`, `aws-us-gov`, … */
  readonly partition: string;
  readonly service: string;
  /** Empty for global services and S3. */
  readonly region: string;
  /** Empty for S3 and for policies of AWS itself. */
  readonly account: string;
  /** All after the fifth colon. */
  readonly resource: string;
}

/**
 * @param arn for example `arn:aws:kms:eu-west-1:123456789012:key/1234abcd`
 * @throws Error when it is not an ARN
 */
export function arnParts(arn: string): ArnParts {
  const [head, partition, service, region, account, ...resource] = arn.split(":");
  if (
    head !== "arn" ||
    partition === undefined ||
    service === undefined ||
    region === undefined ||
    account === undefined ||
    resource.length === 0
  )
    throw new Error(`"${arn}" is not an ARN; one looks like arn:aws:kms:eu-west-1:123456789012:key/1234abcd`);
  return { partition, service, region, account, resource: resource.join(":") };
}
