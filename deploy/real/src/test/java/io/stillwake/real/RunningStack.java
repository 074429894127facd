package io.stillwake.real;

import io.stillwake.local.StackClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One stack of real servers for all tests of a JVM, stopped after the last. A test gets the {@link
 * RealStack} to break it, and a {@link StackClient} to use it; it finds the stack whole, whatever
 * the test before it broke.
 */
final class RunningStack implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

  @Override
  public void beforeAll(ExtensionContext context) {
    running(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    running(context).stack.up(part -> {});
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == StackClient.class || type == RealStack.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    RealStack stack = running(context).stack;
    if (parameter.getParameter().getType() == RealStack.class) {
      return stack;
    }
    try {
      return new StackClient(stack.addresses());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Running running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(RunningStack.class))
        .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
  }

  private record Running(RealStack stack) implements AutoCloseable {

    static Running start() {
      try {
        RealStack stack = new RealStack(freshFolder("stack"), installed());
        try {
          stack.up(part -> {});
          return new Running(stack);
        } catch (Exception e) {
          stack.down();
          throw e;
        }
      } catch (Exception e) {
        throw new IllegalStateException("the stack for the tests did not start", e);
      }
    }

    @Override
    public void close() throws Exception {
      stack.down();
    }
  }

  /** This checkout and the cache that deploy/real/install fills. */
  static Installed installed() {
    // Failsafe runs in the module's folder, deploy/real.
    Path checkout = Path.of("").toAbsolutePath().getParent().getParent();
    String cache = System.getenv("STILLWAKE_CACHE");
    return new Installed(
        checkout,
        cache == null
            ? Path.of(System.getProperty("user.home"), ".cache/stillwake")
            : Path.of(cache));
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
