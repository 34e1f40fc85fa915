import { createDecipheriv, pbkdf2Sync } from "node:crypto";

/** Pulumi's passphrase keys: PBKDF2 with SHA-256, 1,000,000 rounds, 32 bytes; AES-256-GCM with a tag of 16 bytes. */
const rounds = 1_000_000;
const keyLength = 32;
const tagLength = 16;

/**
 * Whether an `encryptionsalt` of a stack file was made with a passphrase. It holds a salt and a known word that the
 * resulting key encrypts: `v1:SALT:v1:NONCE:CIPHERTEXT`, in base64.
 */
export function madeWith(passphrase: string, encryptionSalt: string): boolean {
  const [version, salt, , nonce, sealed] = encryptionSalt.split(":");
  if (version !== "v1" || salt === undefined || nonce === undefined || sealed === undefined) return false;
  const bytes = Buffer.from(sealed, "base64");
  const key = pbkdf2Sync(passphrase, Buffer.from(salt, "base64"), rounds, keyLength, "sha256");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
    decipher.setAuthTag(bytes.subarray(-tagLength));
    return (
      Buffer.concat([decipher.update(bytes.subarray(0, -tagLength)), decipher.final()]).toString() ===
      "pulumi"
    );
  } catch {
    return false;
  }
}
