/** Whether a version comes up and then answers with errors: its image has this word in its name. */
export function raisesErrors(images: readonly string[]): boolean {
  return images.some((image) => image.includes("erring"));
}
