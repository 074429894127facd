package io.stillwake.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One stack for all end-to-end tests of a JVM: started before the first, stopped after the last.
 */
final class SharedStack implements BeforeAllCallback, ParameterResolver {

  @Override
  public void beforeAll(ExtensionContext context) {
    running(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == StackClient.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return new StackClient(running(context).stack.addresses());
  }

  private static Running running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(SharedStack.class))
        .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
  }

  private record Running(LocalStack stack) implements AutoCloseable {

    static Running start() {
      try {
        return new Running(
            LocalStack.start(
                new LocalStackConfig(freshFolder("shared"), families(), true), part -> {}));
      } catch (Exception e) {
        throw new IllegalStateException("the stack for the tests did not start", e);
      }
    }

    @Override
    public void close() throws Exception {
      stack.close();
    }
  }

  /** The families of this checkout. */
  static Path families() {
    return checkout().resolve("deploy/triton");
  }

  static Path checkout() {
    // Surefire runs in the module's folder, deploy/local.
    return Path.of("").toAbsolutePath().getParent().getParent();
  }

  static Path freshFolder(String name) throws IOException {
    Path folder = Path.of("target", "stacks", name).toAbsolutePath();
    if (Files.exists(folder)) {
      List<Path> stale;
      try (Stream<Path> files = Files.walk(folder)) {
        stale = files.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : stale) {
        Files.delete(file);
      }
    }
    return Files.createDirectories(folder);
  }
}
