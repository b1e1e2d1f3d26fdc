package org.atomicagents.message;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** The files that data may refer to: those in allowed directories, after links are resolved. */
final class AllowedFiles {
  private AllowedFiles() {}

  /**
   * Returns the real path of a file.
   *
   * @throws IllegalArgumentException if it is in none of the directories, or is no regular file
   */
  static Path resolve(Path path, Collection<Path> directories) {
    Path absolute = path.toAbsolutePath().normalize();
    // Checked before the file system is used, so that the errors reveal nothing of other files.
    boolean isUnder = directories.stream().anyMatch(root -> isUnder(absolute, root));
    Path real = isUnder ? realPath(path, absolute) : null;
    if (real == null || directories.stream().noneMatch(root -> isUnder(real, realRoot(root)))) {
      throw new IllegalArgumentException(
          "expected a file in a directory that the media policy allows, found \"" + path + "\"");
    }
    if (!Files.isRegularFile(real)) {
      throw new IllegalArgumentException(
          "expected a regular file, found \"" + path + "\", which is none");
    }
    return real;
  }

  private static boolean isUnder(Path path, Path root) {
    return path.startsWith(root) || path.startsWith(realRoot(root));
  }

  private static Path realPath(Path path, Path absolute) {
    try {
      return absolute.toRealPath();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "expected a file that can be read, found \"" + path + "\", which cannot", e);
    }
  }

  private static Path realRoot(Path root) {
    try {
      return root.toRealPath();
    } catch (IOException e) {
      return root;
    }
  }
}
