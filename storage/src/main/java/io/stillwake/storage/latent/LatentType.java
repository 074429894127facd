package io.stillwake.storage.latent;

/** Element types of stored tensors, by their safetensors names. */
public enum LatentType {
  F16(2),
  BF16(2),
  F32(4);

  private final int bytes;

  LatentType(int bytes) {
    this.bytes = bytes;
  }

  public int bytes() {
    return bytes;
  }
}
