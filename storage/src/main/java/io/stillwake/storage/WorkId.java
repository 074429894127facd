package io.stillwake.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Names a piece of work by what goes into it: the same id always means the same output. 64 lower
 * case hex digits of SHA-256.
 */
public record WorkId(String value) {

  private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

  public WorkId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("work: '" + value + "' (expected: 64 hex digits)");
    }
  }

  /**
   * @param inputs content hashes of what is read, or work ids where the content follows from one
   * @param parameters all else that shapes the output, in a canonical form
   */
  public static WorkId of(
      Tenant tenant,
      String kind,
      List<String> inputs,
      byte[] parameters,
      String model,
      String version) {
    MessageDigest digest = Sha256.digest();
    update(digest, tenant.value().getBytes(UTF_8));
    update(digest, kind.getBytes(UTF_8));
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(inputs.size()).flip());
    inputs.forEach(input -> update(digest, input.getBytes(UTF_8)));
    update(digest, parameters);
    update(digest, model.getBytes(UTF_8));
    update(digest, version.getBytes(UTF_8));
    return new WorkId(HexFormat.of().formatHex(digest.digest()));
  }

  /** Length first, so that no two lists of fields run together into the same bytes. */
  private static void update(MessageDigest digest, byte[] field) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).flip());
    digest.update(field);
  }

  @Override
  public String toString() {
    return value;
  }
}
