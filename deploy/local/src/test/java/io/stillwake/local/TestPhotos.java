package io.stillwake.local;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Photos for the tests: a campfire by a lake, the same for the same seed. */
public final class TestPhotos {

  private TestPhotos() {}

  public static Path jpeg(int width, int height, long seed) throws IOException {
    Path file = Files.createTempFile("photo", ".jpg");
    file.toFile().deleteOnExit();
    ImageIO.write(scene(width, height, seed), "jpg", file.toFile());
    return file;
  }

  public static BufferedImage scene(int width, int height, long seed) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    Random random = new Random(seed);
    pen.setPaint(new GradientPaint(0, 0, new Color(20, 24, 60), 0, height, new Color(70, 60, 80)));
    pen.fillRect(0, 0, width, height);
    pen.setColor(new Color(30, 60, 90));
    pen.fillRect(0, height / 2, width, height / 4);
    for (int i = 0; i < width; i++) {
      pen.setColor(new Color(60 + random.nextInt(60), 90 + random.nextInt(40), 130));
      int x = random.nextInt(width);
      pen.drawLine(x, height / 2 + random.nextInt(height / 4), x + 12, height / 2 + height / 8);
    }
    for (int i = 0; i < 4 * width; i++) {
      pen.setColor(new Color(20, 70 + random.nextInt(60), 20));
      pen.fillOval(random.nextInt(width / 4), height / 6 + random.nextInt(height / 3), 6, 4);
    }
    for (int i = 60; i > 0; i--) {
      pen.setColor(new Color(255, Math.min(255, 40 + 200 * (60 - i) / 60), 10));
      int half = i * width / 600;
      pen.fillOval(width / 2 - half, height * 3 / 4 - 3 * half, 2 * half, 4 * half);
    }
    pen.setColor(new Color(60, 55, 50));
    pen.fillRect(width / 2 - width / 8, height * 7 / 8, width / 4, height / 16);
    pen.dispose();
    return image;
  }
}
