package org.atomicagents.benchmarks.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolvedModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The sizes of the jars of the built command, in megabytes (10^6 bytes).
 *
 * @param target the folder of the command's jar, with its dependencies in {@code lib}
 */
public record JarSizes(Path target) {
  private static final String CORE = "org.atomicagents.core";
  private static final Set<String> LIBRARIES =
      Set.of(
          CORE,
          "org.atomicagents.performance",
          "org.atomicagents.providers",
          "org.atomicagents.storage",
          "org.atomicagents.tokenizers");

  /** Returns the size of core and its required modules. */
  public double coreMegabytes() {
    return megabytes(Set.of(CORE));
  }

  /**
   * Returns the size of all library modules and their required modules, without those that only the
   * command needs.
   */
  public double allMegabytes() {
    return megabytes(LIBRARIES);
  }

  private double megabytes(Set<String> roots) {
    Configuration resolved =
        Configuration.resolve(
            ModuleFinder.of(target.resolve("lib")),
            List.of(ModuleLayer.boot().configuration()),
            ModuleFinder.ofSystem(),
            roots);
    long bytes =
        resolved.modules().stream()
            .map(ResolvedModule::reference)
            .map(module -> Path.of(module.location().orElseThrow()))
            .mapToLong(JarSizes::size)
            .sum();
    return bytes / 1e6;
  }

  private static long size(Path jar) {
    try {
      return Files.size(jar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
