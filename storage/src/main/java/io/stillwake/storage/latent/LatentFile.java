package io.stillwake.storage.latent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * Latents as a safetensors file: eight bytes of header length, a JSON header, then the raw tensor
 * (https://huggingface.co/docs/safetensors, "Format"). One tensor, named {@code latents}, beside
 * string metadata.
 */
public record LatentFile(LatentTensor latents, Map<String, String> metadata) {

  public static final String MEDIA_TYPE = "application/vnd.safetensors";

  private static final String TENSOR = "latents";
  private static final String METADATA = "__metadata__";
  private static final ObjectMapper JSON = new ObjectMapper();

  public LatentFile {
    metadata = Map.copyOf(metadata);
  }

  public byte[] toBytes() {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode strings = header.putObject(METADATA);
    metadata.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> strings.put(entry.getKey(), entry.getValue()));
    ObjectNode tensor = header.putObject(TENSOR);
    tensor.put("dtype", latents.type().name());
    for (long extent : latents.shape()) {
      tensor.withArray("shape").add(extent);
    }
    int size = latents.data().remaining();
    tensor.putArray("data_offsets").add(0).add(size);
    byte[] json = headerBytes(header);
    return ByteBuffer.allocate(Long.BYTES + json.length + size)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(latents.data().duplicate())
        .array();
  }

  /**
   * @throws IllegalArgumentException where the bytes are no safetensors file, or one without a
   *     four-dimensional tensor named {@code latents}
   */
  public static LatentFile parse(byte[] file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
      int headerSize = Math.toIntExact(bytes.getLong());
      JsonNode header = JSON.readTree(file, Long.BYTES, headerSize);
      JsonNode tensor = header.required(TENSOR);
      JsonNode shape = tensor.required("shape");
      int begin = tensor.required("data_offsets").required(0).intValue();
      int end = tensor.required("data_offsets").required(1).intValue();
      // Bytes before the first are the header's, and no index check would notice.
      Objects.checkFromToIndex(begin, end, file.length - Long.BYTES - headerSize);
      Map<String, String> metadata =
          JSON.convertValue(
              header.path(METADATA).isMissingNode()
                  ? JSON.createObjectNode()
                  : header.path(METADATA),
              JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));
      return new LatentFile(
          new LatentTensor(
              LatentType.valueOf(tensor.required("dtype").textValue()),
              shape.required(0).intValue(),
              shape.required(1).intValue(),
              shape.required(2).intValue(),
              shape.required(3).intValue(),
              bytes.slice(Long.BYTES + headerSize + begin, end - begin)),
          metadata);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "latents: %d bytes are not a safetensors file with a tensor '%s': %s"
              .formatted(file.length, TENSOR, e.getMessage()),
          e);
    }
  }

  private static byte[] headerBytes(ObjectNode header) {
    try {
      byte[] json = JSON.writeValueAsBytes(header);
      // The tensor starts at a multiple of eight; the format pads its header with spaces.
      byte[] padded = new byte[(json.length + 7) / 8 * 8];
      Arrays.fill(padded, (byte) ' ');
      System.arraycopy(json, 0, padded, 0, json.length);
      return padded;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and numbers is always JSON", e);
    }
  }
}
