package io.stillwake.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where the programs of the servers are: what {@code deploy/real/install} put into the cache, and
 * what the build made.
 *
 * @param checkout of this repository
 * @param cache of programs that are built or downloaded once, {@code ~/.cache/stillwake}
 */
public record Installed(Path checkout, Path cache) {

  public Installed {
    require(checkout.resolve("deploy/real/keep-running"), "a checkout of Stillwake");
  }

  /** The checkout from {@code -Dstillwake.home}, the cache from STILLWAKE_CACHE or the default. */
  public static Installed here() {
    String home = System.getProperty("stillwake.home", "");
    String cache = System.getenv("STILLWAKE_CACHE");
    return new Installed(
        Path.of(home).toAbsolutePath().normalize(),
        cache == null
            ? Path.of(System.getProperty("user.home"), ".cache/stillwake")
            : Path.of(cache));
  }

  public Path real() {
    return checkout.resolve("deploy/real");
  }

  public Path families() {
    return checkout.resolve("deploy/triton");
  }

  public Path minio() {
    return program("minio-").resolve("minio");
  }

  /** Flink's {@code lib} and {@code plugins}. */
  public Path flink() {
    return program("flink-");
  }

  /** Triton's server and client in a Python environment, and the parts of its Python backend. */
  public Path triton(String part) {
    return program("triton-").resolve(part);
  }

  public Path python() {
    return triton("venv/bin/python");
  }

  /** The Python environment of the diffusion families. */
  public Path diffusion() {
    return require(
        real().resolve("target/diffusion"), "their packages (deploy/real/install diffusion)");
  }

  /** The job jar as the jobs image has it. */
  public Path jobJar() {
    return require(checkout.resolve("deploy/images/jobs/target/stillwake-jobs.jar"), "the job jar");
  }

  /** The jars of Kafka and ZooKeeper, as a class path. */
  public String serverClasspath() {
    return require(real().resolve("servers/target/lib"), "the jars of Kafka and ZooKeeper") + "/*";
  }

  /** The script that a container image starts a part with. */
  public Path startScript(String part) {
    return require(checkout.resolve("deploy/images/" + part + "/start"), "the start of " + part);
  }

  /** The jars of a part as its image has them. */
  public Path lib(String part) {
    return require(
        checkout.resolve("deploy/images/" + part + "/target/lib"), "the jars of " + part);
  }

  /** The newest version of a program, whose folder is named by program and version. */
  private Path program(String prefix) {
    try (Stream<Path> folders = Files.list(cache)) {
      return folders
          .filter(folder -> folder.getFileName().toString().startsWith(prefix))
          .max(Comparator.comparing(Path::toString))
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "%s%s* is missing (expected: deploy/real/install was run)"
                          .formatted(cache + "/", prefix)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path require(Path path, String what) {
    if (!Files.exists(path)) {
      throw new IllegalStateException(
          "%s is missing (expected: %s, which deploy/real/install puts there)"
              .formatted(path, what));
    }
    return path;
  }
}
