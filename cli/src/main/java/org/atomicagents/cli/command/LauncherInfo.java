package org.atomicagents.cli.command;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What the launcher tells of itself; empty where the program was started without it.
 *
 * @param root the folder that the launcher stands in
 * @param cache the file of the start-up cache, which is empty if none could be made
 */
record LauncherInfo(Optional<Path> root, Optional<Path> cache) {

  static LauncherInfo system() {
    return new LauncherInfo(path("atomic.launcher"), path("atomic.cache"));
  }

  /** The program's version, or {@code development} where it does not run from its jar. */
  static String version() {
    return Objects.requireNonNullElse(
        LauncherInfo.class.getPackage().getImplementationVersion(), "development");
  }

  private static Optional<Path> path(String property) {
    return Optional.ofNullable(System.getProperty(property)).map(Path::of);
  }
}
