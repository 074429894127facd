package io.stillwake.local.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder that S3Proxy keeps objects in, made ready for it: one folder per bucket. */
record ObjectFolder(Path root) {

  private static final Logger LOG = LoggerFactory.getLogger(ObjectFolder.class);

  /** Where S3Proxy notes an object's etag, just before it renames the file to the object's name. */
  private static final String ETAG_ATTRIBUTE = "content-md5";

  private static final Pattern UNFINISHED =
      Pattern.compile(".+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  static ObjectFolder open(Path root) throws IOException {
    Files.createDirectories(root);
    requireAttributes(root);
    ObjectFolder folder = new ObjectFolder(root.toAbsolutePath());
    folder.removeUnfinished();
    return folder;
  }

  /** S3Proxy lets anybody list a bucket whose folder everybody can read, without credentials. */
  void createBucket(String bucket) throws IOException {
    Path folder = Files.createDirectories(root.resolve(bucket));
    PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
    if (view != null) {
      Set<PosixFilePermission> permissions = view.readAttributes().permissions();
      permissions.remove(PosixFilePermission.OTHERS_READ);
      view.setPermissions(permissions);
    }
  }

  /** Without attributes objects would silently have neither etag nor type. */
  private static void requireAttributes(Path root) throws IOException {
    Path probe = Files.createTempFile(root, ".attributes", "");
    try {
      UserDefinedFileAttributeView attributes =
          Files.getFileAttributeView(probe, UserDefinedFileAttributeView.class);
      if (attributes == null) {
        throw new IOException("no view of extended attributes");
      }
      attributes.write(ETAG_ATTRIBUTE, ByteBuffer.allocate(16));
    } catch (IOException | UnsupportedOperationException e) {
      throw new IOException(
          "folder: '" + root + "' (expected: on a file system with extended attributes)", e);
    } finally {
      Files.delete(probe);
    }
  }

  /**
   * S3Proxy writes beside the object, under its name and a UUID. A process that was killed leaves
   * such files, and they would be listed as objects.
   */
  private void removeUnfinished() throws IOException {
    List<Path> unfinished;
    try (Stream<Path> files = Files.walk(root)) {
      unfinished =
          files
              .filter(file -> UNFINISHED.matcher(file.getFileName().toString()).matches())
              .filter(Files::isRegularFile)
              .toList();
    }
    for (Path file : unfinished) {
      UserDefinedFileAttributeView attributes =
          Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
      if (!attributes.list().contains(ETAG_ATTRIBUTE)) {
        Files.delete(file);
        LOG.info("removed an upload that was cut off; file={}", file);
      }
    }
  }
}
