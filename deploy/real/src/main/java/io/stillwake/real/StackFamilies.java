package io.stillwake.real;

import io.stillwake.storage.family.FamilyFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * The model families that a stack serves, by the pool whose workers serve them.
 *
 * @param folder with a folder per family
 */
record StackFamilies(Path folder, SortedMap<String, List<String>> byPool) {

  private static final String CHOICE = "families";

  /** Those that the stack was told of, else those of the checkout. */
  static StackFamilies of(Path stack, Installed installed) throws IOException {
    Path chosen = stack.resolve(CHOICE);
    Path folder = Files.exists(chosen) ? chosen.toRealPath() : installed.families();
    return new StackFamilies(folder, FamilyFolder.byPool(folder));
  }

  /** Has the stack serve the families of another folder from its next start on. */
  static void choose(Path stack, Path folder) throws IOException {
    var unused = FamilyFolder.byPool(folder);
    Files.createDirectories(stack);
    Path choice = stack.resolve(CHOICE);
    Files.deleteIfExists(choice);
    Files.createSymbolicLink(choice, folder.toRealPath());
  }

  /** The model repositories of a pool's families. */
  List<Path> repositories(String pool) {
    return byPool.get(pool).stream()
        .map(family -> folder.resolve(family).resolve("models"))
        .toList();
  }

  /** Whether a pool's models are Python programs that need the packages of the diffusion family. */
  boolean areDiffusion(String pool) {
    return byPool.get(pool).stream().anyMatch(family -> Files.isDirectory(engine(family)));
  }

  private Path engine(String family) {
    return folder.resolve(family).resolve("models").resolve(family + "-engine");
  }
}
