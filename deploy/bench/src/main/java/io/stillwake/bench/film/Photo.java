package io.stillwake.bench.film;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** A small photo in a file of its own: blots, other ones for another seed. */
record Photo(Path file) implements AutoCloseable {

  static final String MEDIA_TYPE = "image/jpeg";

  private static final int BLOTS = 40;

  static Photo of(String seed, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    Random random = new Random(seed.hashCode());
    for (int i = 0; i < BLOTS; i++) {
      pen.setColor(new Color(random.nextInt(1 << 24)));
      pen.fillOval(
          random.nextInt(width),
          random.nextInt(height),
          1 + random.nextInt(width / 2),
          1 + random.nextInt(height / 2));
    }
    pen.dispose();
    Path file = Files.createTempFile("photo", ".jpg");
    ImageIO.write(image, "jpg", file.toFile());
    return new Photo(file);
  }

  @Override
  public void close() throws IOException {
    Files.delete(file);
  }
}
