package io.stillwake.inference.media;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The kinds of picture that are accepted, told by their first bytes and never by a name. */
public enum SourceFormat {
  JPEG,
  PNG,
  WEBP,
  AVIF,
  HEIC;

  /** What messages say is allowed. */
  static final String ACCEPTED = "accepted are JPEG, PNG, WebP, AVIF and HEIC";

  /** Files that people upload by mistake; the first that fits names the file. */
  private static final List<Other> OTHERS =
      List.of(
          new Other("GIF8", true, "a GIF"),
          new Other("II*\0", true, "a TIFF or a camera's raw file"),
          new Other("MM\0*", true, "a TIFF or a camera's raw file"),
          new Other("BM", true, "a BMP"),
          new Other("8BPS", true, "a Photoshop file"),
          new Other("\0\0\1\0", true, "an icon"),
          new Other("\u00ff\n", true, "a JPEG XL"),
          new Other("\0\0\0\u000cJXL ", true, "a JPEG XL"),
          new Other("\0\0\0\u000cjP  ", true, "a JPEG 2000"),
          new Other("\u00ffO\u00ffQ", true, "a JPEG 2000"),
          new Other("%!PS", true, "an EPS drawing"),
          new Other("%PDF", false, "a PDF"),
          new Other("PK\u0003\u0004", false, "a ZIP archive or an office document"),
          new Other("\u001aE\u00df\u00a3", false, "a Matroska or WebM film"),
          new Other("RIFF", false, "a sound or film in RIFF"),
          new Other("#EXTM3U", false, "a playlist"),
          new Other("\u001f\u008b", false, "a gzip archive"),
          new Other("\u007fELF", false, "a program"),
          new Other("MZ", false, "a program"));

  private record Other(String start, boolean image, String name) {}

  /**
   * @param source the whole file, or its beginning: 1024 bytes tell as much
   * @throws MediaException unsupported_image or not_an_image, naming what the file looks like
   */
  public static SourceFormat of(byte[] source) throws MediaException {
    String start = latin(source, 0, 1024);
    if (start.startsWith("\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
      return WEBP;
    }
    if (start.startsWith("ftyp", 4)) {
      return boxed(start);
    }
    for (Other other : OTHERS) {
      if (start.startsWith(other.start)) {
        throw refused(other.image, other.name);
      }
    }
    String text = start.strip().toLowerCase(Locale.ROOT);
    if (text.contains("<svg")) {
      throw refused(true, "an SVG drawing");
    }
    if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
      throw refused(false, "an HTML page");
    }
    if (!text.isEmpty()
        && text.chars().allMatch(c -> c >= 32 && c != 127 || c == '\n' || c == '\r' || c == '\t')) {
      throw refused(false, "text");
    }
    throw refused(
        false,
        "of an unknown kind (it begins with "
            + HexFormat.ofDelimiter(" ").formatHex(source, 0, Math.min(8, source.length))
            + ")");
  }

  private static SourceFormat boxed(String start) throws MediaException {
    int end = Math.min(start.length(), Math.max(16, start.charAt(2) << 8 | start.charAt(3)));
    String brands = start.substring(8, end);
    // mif1 and msf1 say only "some HEIF": the other brands say what is inside.
    if (brands.contains("avif") || brands.contains("avis")) {
      return AVIF;
    }
    if (brands.contains("hei")
        || brands.contains("hev")
        || brands.contains("mif1")
        || brands.contains("msf1")) {
      return HEIC;
    }
    throw refused(false, "a film (MP4 or QuickTime)");
  }

  private static MediaException refused(boolean image, String name) {
    return new MediaException(
        image ? "unsupported_image" : "not_an_image", "the file is " + name + "; " + ACCEPTED);
  }

  private static String latin(byte[] bytes, int from, int length) {
    return new String(
        bytes, from, Math.min(length, bytes.length - from), StandardCharsets.ISO_8859_1);
  }

  /** The name for people. */
  String displayName() {
    return this == WEBP ? "WebP" : name();
  }

  public String mediaType() {
    return "image/" + name().toLowerCase(Locale.ROOT);
  }
}
