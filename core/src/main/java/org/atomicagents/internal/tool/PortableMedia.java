package org.atomicagents.internal.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import org.atomicagents.message.Content;
import org.atomicagents.message.Media;

/**
 * Replaces files in messages by their content, since a path has another content, or none, in
 * another process, and a path in data must not make a process read a file.
 */
final class PortableMedia {
  private PortableMedia() {}

  static List<Content> of(List<Content> parts) {
    return parts.stream().map(PortableMedia::of).toList();
  }

  private static Content of(Content part) {
    if (!(part instanceof Media media) || !(media.source() instanceof Media.Source.File file)) {
      return part;
    }
    try {
      String content = Base64.getEncoder().encodeToString(Files.readAllBytes(file.path()));
      return new Media(media.kind(), media.mediaType(), new Media.Source.Inline(content));
    } catch (IOException e) {
      throw new UncheckedIOException("The file of a message cannot be read.", e);
    }
  }

  /** Returns the parts if they refer to no file. */
  static List<Content> require(List<Content> parts) {
    for (Content part : parts) {
      if (part instanceof Media media && media.source() instanceof Media.Source.File) {
        throw new IllegalArgumentException(
            "Suspended loop: expected the content of a file, found its path.");
      }
    }
    return parts;
  }
}
