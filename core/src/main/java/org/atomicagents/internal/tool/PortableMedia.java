package org.atomicagents.internal.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.MediaPolicy;
import org.atomicagents.message.OpenMedia;
import org.atomicagents.message.Video;

/**
 * Replaces files in messages by their content, since a path has another content, or none, in
 * another process, and a path in data must not make a process read a file.
 */
final class PortableMedia {
  private PortableMedia() {}

  /** Returns the parts of a message, whose files the policy of the run admits. */
  static List<Content> of(List<Content> parts, MediaPolicy policy) {
    return parts.stream().map(part -> of(part, policy)).toList();
  }

  private static Content of(Content part, MediaPolicy policy) {
    if (!(part instanceof Media media) || !(media.source() instanceof Media.Source.File)) {
      return part;
    }
    try (OpenMedia open = policy.admit(media).open()) {
      String content = Base64.getEncoder().encodeToString(open.data().readAllBytes());
      Media inline = Media.of(media.kind(), open.mediaType(), new Media.Source.Inline(content));
      return withOptions(inline.at(media.location()), media);
    } catch (IOException e) {
      throw new UncheckedIOException("A file of a message cannot be read.", e);
    }
  }

  private static Media withOptions(Media copy, Media original) {
    if (copy instanceof Image image
        && original instanceof Image before
        && before.detail() != null) {
      return image.withDetail(before.detail());
    }
    if (!(copy instanceof Video video) || !(original instanceof Video before)) {
      return copy;
    }
    Video sampled =
        before.framesPerSecond() == null
            ? video
            : video.withFramesPerSecond(before.framesPerSecond());
    return before.detail() == null ? sampled : sampled.withDetail(before.detail());
  }

  /**
   * Returns the parts if they refer to no file.
   *
   * @throws IllegalArgumentException if one does
   */
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
