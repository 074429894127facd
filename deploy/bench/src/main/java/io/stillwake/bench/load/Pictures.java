package io.stillwake.bench.load;

import io.stillwake.proto.ObjectRef;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.Sha256;
import io.stillwake.storage.Tenant;
import io.stillwake.storage.WorkId;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;

/**
 * Prepared pictures for items of work lists, one of each size, in the store. For several threads.
 */
final class Pictures {

  private final ObjectStore store;
  private final Map<String, ObjectRef> bySize = new ConcurrentHashMap<>();

  Pictures(ObjectStore store) {
    this.store = store;
  }

  ObjectRef of(int width, int height) {
    return bySize.computeIfAbsent(width + "x" + height, size -> put(size, width, height));
  }

  private ObjectRef put(String size, int width, int height) {
    Tenant tenant = new Tenant("bench");
    WorkId work = WorkId.of(tenant, "prepare", List.of(size), new byte[0], "bench", "1");
    ObjectKey key = ObjectLayout.standard().workOutput(tenant, work);
    byte[] png = png(width, height);
    return store.put(key, png, "image/png").toRef(Sha256.of(png)).toBuilder()
        .setMediaType("image/png")
        .build();
  }

  private static byte[] png(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setPaint(new GradientPaint(0, 0, Color.ORANGE, width, height, Color.BLUE));
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
