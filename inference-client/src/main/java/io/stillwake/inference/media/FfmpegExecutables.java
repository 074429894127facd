package io.stillwake.inference.media;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ffmpeg and ffprobe as files that can be started, with the libraries they need beside them.
 *
 * <p>They are unpacked from the class path once per machine and user. Several processes may do so
 * at the same time: each unpacks into its own folder and renames it, and the first one stays. The
 * presets' own loader is not used because it also loads the codecs into this process.
 */
record FfmpegExecutables(Path folder) {

  private static final Logger log = LoggerFactory.getLogger(FfmpegExecutables.class);

  Path ffmpeg() {
    return folder.resolve("ffmpeg");
  }

  Path ffprobe() {
    return folder.resolve("ffprobe");
  }

  /**
   * The executables of this machine's platform; unpacked when first asked for.
   *
   * @throws IOException if this platform has none, or there is no room for them
   */
  static FfmpegExecutables get() throws IOException {
    return Unpacked.get();
  }

  private static final class Unpacked {

    private static FfmpegExecutables once;

    static synchronized FfmpegExecutables get() throws IOException {
      if (once == null) {
        once = unpack();
      }
      return once;
    }

    private static FfmpegExecutables unpack() throws IOException {
      String cache = System.getenv("XDG_CACHE_HOME");
      Path root =
          cache == null || cache.isBlank()
              ? Path.of(System.getProperty("user.home"), ".cache")
              : Path.of(cache);
      // A user without an entry in the system's list has the home "?".
      if (root.isAbsolute()) {
        try {
          return unpackInto(root.resolve("stillwake"));
        } catch (FileSystemException e) {
          log.info("cannot cache ffmpeg, using a temporary folder folder={}", root, e);
        }
      }
      // A read-only home: a private folder costs 60 MB and lives as long as the container.
      return unpackInto(Files.createTempDirectory("stillwake"));
    }
  }

  /** Unpacks below {@code root} unless the same files are already there. */
  static FfmpegExecutables unpackInto(Path root) throws IOException {
    String platform = Loader.getPlatform();
    String prefix = "org/bytedeco/ffmpeg/" + platform + "/";
    URL executable = org.bytedeco.ffmpeg.ffmpeg.class.getResource("/" + prefix + "ffmpeg");
    if (executable == null
        || !(executable.openConnection() instanceof JarURLConnection connection)) {
      throw new IOException(
          "no ffmpeg for "
              + platform
              + " in a jar on the class path; expected"
              + " org.bytedeco:ffmpeg with the classifier "
              + platform);
    }
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      var entries = new TreeMap<String, JarEntry>();
      jar.stream()
          .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(prefix))
          .filter(entry -> !entry.getName().startsWith(prefix + "libjni"))
          .forEach(entry -> entries.put(entry.getName().substring(prefix.length()), entry));
      // The name changes with any byte of the content, so a folder that exists is the right one.
      long print = 1;
      for (var entry : entries.entrySet()) {
        String file = entry.getKey();
        print =
            print * 31
                + (replaced(file)
                    ? Arrays.hashCode(NoDevices.library(file, machine(platform)))
                    : entry.getValue().getCrc());
      }
      Path folder = root.resolve("ffmpeg-" + platform + "-" + Long.toHexString(print));
      if (!complete(folder, entries)) {
        publish(jar, entries, platform, folder);
      }
      return new FfmpegExecutables(folder);
    }
  }

  private static boolean complete(Path folder, TreeMap<String, JarEntry> entries)
      throws IOException {
    for (var entry : entries.entrySet()) {
      Path file = folder.resolve(entry.getKey());
      if (!Files.isRegularFile(file)
          || (!replaced(entry.getKey()) && Files.size(file) != entry.getValue().getSize())) {
        return false;
      }
    }
    return true;
  }

  private static void publish(
      JarFile jar, TreeMap<String, JarEntry> entries, String platform, Path folder)
      throws IOException {
    Files.createDirectories(folder.getParent());
    Path attempt = Files.createTempDirectory(folder.getParent(), "unpacking-");
    try {
      for (var entry : entries.entrySet()) {
        Path file = attempt.resolve(entry.getKey());
        if (replaced(entry.getKey())) {
          Files.write(file, NoDevices.library(entry.getKey(), machine(platform)));
        } else {
          try (InputStream content = jar.getInputStream(entry.getValue())) {
            Files.copy(content, file);
          }
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
      }
      if (Files.exists(folder) && !complete(folder, entries)) {
        // Left by a disk that was full or a machine that lost power.
        delete(folder);
      }
      Files.move(attempt, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!complete(folder, entries)) {
        throw e;
      }
    } finally {
      delete(attempt);
    }
  }

  private static boolean replaced(String file) {
    return file.startsWith("libavdevice.so.");
  }

  private static NoDevices.Machine machine(String platform) {
    return NoDevices.Machine.valueOf(
        platform.substring(platform.indexOf('-') + 1).toUpperCase(Locale.ROOT));
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
