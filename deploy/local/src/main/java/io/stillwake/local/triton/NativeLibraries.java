package io.stillwake.local.triton;

import ai.onnxruntime.OrtEnvironment;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unpacks ONNX Runtime's libraries once per version, into JavaCPP's cache, where those of ffmpeg
 * are. Left to itself ONNX Runtime unpacks 24 MB into a new temporary folder at each start, and
 * whoever is killed leaves it there.
 */
final class NativeLibraries {

  private static final Logger log = LoggerFactory.getLogger(NativeLibraries.class);

  /** ONNX Runtime looks here first. */
  private static final String PATH = "onnxruntime.native.path";

  private NativeLibraries() {}

  /** To be called before ONNX Runtime is; does nothing where its own way is the only one. */
  static synchronized void unpackOnce() {
    if (System.getProperty(PATH) != null) {
      return;
    }
    try {
      File library = cached("onnxruntime");
      File binding = cached("onnxruntime4j_jni");
      if (library != null && binding != null) {
        System.setProperty(PATH, library.getParent());
      }
    } catch (IOException e) {
      log.warn("ONNX Runtime is unpacked into a temporary folder, for the cache failed", e);
    }
  }

  private static File cached(String library) throws IOException {
    String file = System.mapLibraryName(library);
    URL resource =
        OrtEnvironment.class.getResource("/ai/onnxruntime/native/" + platform() + "/" + file);
    return resource == null ? null : Loader.cacheResource(resource);
  }

  /** As ONNX Runtime names its folders: {@code linux-x64}, {@code osx-aarch64}. */
  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return (system.contains("mac") ? "osx" : "linux")
        + (processor.equals("aarch64") ? "-aarch64" : "-x64");
  }
}
