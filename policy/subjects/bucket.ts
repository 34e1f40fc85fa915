/** S3 buckets under the module's names of several SDK versions, and the resources that each setting can be made with. */
export const buckets = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];
export const publicAccessBlocks = ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"];
export const bucketPolicies = ["aws:s3/bucketPolicy:BucketPolicy"];
export const bucketVersionings = [
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:s3/bucketVersioningV2:BucketVersioningV2",
];
export const bucketReplications = ["aws:s3/bucketReplicationConfig:BucketReplicationConfig"];
export const bucketEncryptions = [
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
];
