package io.stillwake.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.inference.media.MediaTools;
import io.stillwake.local.client.ApiClient;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** What an independent reader sees in a video file. */
public record Film(
    int frames, int width, int height, String codec, String pixelFormat, String frameRate) {

  public static Film probe(Path file) throws IOException, InterruptedException {
    String json =
        MediaTools.ffprobe(
            "-v",
            "error",
            "-count_frames",
            "-select_streams",
            "v:0",
            "-show_streams",
            "-of",
            "json",
            file.toString());
    JsonNode stream = ApiClient.JSON.readTree(json).get("streams").get(0);
    return new Film(
        stream.get("nb_read_frames").asInt(),
        stream.get("width").asInt(),
        stream.get("height").asInt(),
        stream.get("codec_name").asText(),
        stream.get("pix_fmt").asText(),
        stream.get("r_frame_rate").asText());
  }

  /** The types of a file's top-level boxes, in order (ISO/IEC 14496-12). */
  public static List<String> boxes(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    List<String> types = new ArrayList<>();
    while (bytes.remaining() >= 8) {
      int start = bytes.position();
      int size = bytes.getInt();
      byte[] type = new byte[4];
      bytes.get(type);
      types.add(new String(type, StandardCharsets.US_ASCII));
      bytes.position(start + size);
    }
    return types;
  }

  public static BufferedImage frame(Path film, int index, Path folder)
      throws IOException, InterruptedException {
    Path picture = folder.resolve("frame-" + index + ".png");
    MediaTools.ffmpeg(
        "-nostdin",
        "-v",
        "error",
        "-y",
        "-i",
        film.toString(),
        "-vf",
        "select=eq(n\\," + index + ")",
        "-frames:v",
        "1",
        picture.toString());
    return ImageIO.read(picture.toFile());
  }

  /** Peak signal-to-noise ratio over all three channels, in dB. */
  public static double psnr(BufferedImage left, BufferedImage right) {
    if (left.getWidth() != right.getWidth() || left.getHeight() != right.getHeight()) {
      throw new IllegalArgumentException("pictures of different sizes cannot be compared");
    }
    double squares = 0;
    for (int y = 0; y < left.getHeight(); y++) {
      for (int x = 0; x < left.getWidth(); x++) {
        int a = left.getRGB(x, y);
        int b = right.getRGB(x, y);
        for (int shift = 0; shift <= 16; shift += 8) {
          int difference = (a >> shift & 255) - (b >> shift & 255);
          squares += (double) difference * difference;
        }
      }
    }
    return 10 * Math.log10(255.0 * 255.0 * 3 * left.getWidth() * left.getHeight() / squares);
  }
}
