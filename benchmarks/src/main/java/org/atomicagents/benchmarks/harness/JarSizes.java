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
import java.util.stream.Stream;

/**
 * The sizes of the jars of the built command, in megabytes (10^6 bytes).
 *
 * @param target the folder of the command's jar, with its dependencies in {@code lib}
 */
public record JarSizes(Path target) {

  /** Returns the size of core and its required modules. */
  public double coreMegabytes() {
    Configuration resolved =
        Configuration.resolve(
            ModuleFinder.of(target.resolve("lib")),
            List.of(ModuleLayer.boot().configuration()),
            ModuleFinder.ofSystem(),
            Set.of("org.atomicagents.core"));
    return megabytes(
        resolved.modules().stream()
            .map(ResolvedModule::reference)
            .map(module -> Path.of(module.location().orElseThrow())));
  }

  /** Returns the size of all modules of the command and their dependencies. */
  public double allMegabytes() throws IOException {
    try (Stream<Path> libraries = Files.list(target.resolve("lib"))) {
      return megabytes(Stream.concat(libraries, Stream.of(target.resolve("atomic.jar"))));
    }
  }

  private static double megabytes(Stream<Path> jars) {
    return jars.mapToLong(JarSizes::size).sum() / 1e6;
  }

  private static long size(Path jar) {
    try {
      return Files.size(jar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
