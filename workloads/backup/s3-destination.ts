import { GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { Readable } from "node:stream";
import type { Destination } from "./destination";

/**
 * Bytes of one part. S3 takes at most 10,000 parts, so this allows dumps of 320 GB; up to 4 parts are held in memory.
 */
const partSize = 32 * 1024 * 1024;

/**
 * A folder of an S3 bucket. Region and credentials come from the AWS SDK's usual sources, encryption from the bucket's
 * default key. An object appears only when its upload is complete, and S3 checks each part's checksum.
 *
 * Writing needs `s3:PutObject` and `s3:AbortMultipartUpload` on the folder's objects and `kms:GenerateDataKey` and
 * `kms:Decrypt` on the key; reading also `s3:GetObject`, and `s3:ListBucket` on the bucket.
 */
export class S3Destination implements Destination {
  // Stores that speak S3 and are not AWS's seldom have a host name for each bucket.
  private readonly client = new S3Client({
    forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined,
  });
  private readonly bucket: string;
  private readonly folder: string;

  constructor(url: URL) {
    this.bucket = url.hostname;
    const path = url.pathname.replace(/^\/+|\/+$/g, "");
    this.folder = path === "" ? "" : `${path}/`;
  }

  async write(name: string, content: Readable): Promise<void> {
    const upload = new Upload({
      client: this.client,
      partSize,
      params: { Bucket: this.bucket, Key: `${this.folder}${name}`, Body: content, IfNoneMatch: "*" },
    });
    await upload.done();
  }

  async read(name: string): Promise<Readable> {
    const { Body: body } = await this.client.send(
      new GetObjectCommand({ Bucket: this.bucket, Key: `${this.folder}${name}` }),
    );
    if (!(body instanceof Readable)) throw new Error(`S3 gave no content for ${name}`);
    return body;
  }

  async list(beginning: string): Promise<string[]> {
    const names: string[] = [];
    const query = { Bucket: this.bucket, Prefix: `${this.folder}${beginning}` };
    for await (const page of paginateListObjectsV2({ client: this.client }, query))
      for (const { Key: key } of page.Contents ?? []) if (key) names.push(key.slice(this.folder.length));
    return names;
  }
}
