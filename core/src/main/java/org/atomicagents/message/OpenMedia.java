package org.atomicagents.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Base64;
import java.util.Locale;
import org.atomicagents.internal.media.FileSignature;

/**
 * The data of a medium, opened for reading.
 *
 * <p>Used by model clients. Not thread-safe.
 */
public final class OpenMedia implements AutoCloseable {
  private final String mediaType;
  private final long size;
  private final InputStream data;

  private OpenMedia(String mediaType, long size, InputStream data) {
    this.mediaType = mediaType;
    this.size = size;
    this.data = data;
  }

  static OpenMedia of(Media media) throws IOException {
    return switch (media.source()) {
      case Media.Source.Inline inline -> ofBase64(media, inline.base64());
      case Media.Source.File file -> ofFile(media, file.path());
      case Media.Source.Url url ->
          throw new IllegalArgumentException(
              describe(media)
                  + "expected inline data or a file, found a URI. Download it first, as with"
                  + " MediaDownloader.");
    };
  }

  /** Returns the IANA media type of the data. */
  public String mediaType() {
    return mediaType;
  }

  /** Returns the number of bytes. */
  public long size() {
    return size;
  }

  /**
   * Returns the bytes, once. The stream throws an {@link IOException} if the file is shorter or
   * longer than it was when it was opened.
   */
  public InputStream data() {
    return data;
  }

  @Override
  public void close() {
    try {
      data.close();
    } catch (IOException e) {
      // Nothing is lost: the data was read, or is not needed.
    }
  }

  private static OpenMedia ofBase64(Media media, String base64) throws IOException {
    long bytes = MediaState.size(base64);
    requireSize(media, bytes);
    InputStream encoded = new ByteArrayInputStream(base64.getBytes(StandardCharsets.ISO_8859_1));
    return new OpenMedia(media.mediaType(), bytes, Base64.getDecoder().wrap(encoded));
  }

  private static OpenMedia ofFile(Media media, Path path) throws IOException {
    if (!media.isTrusted()) {
      throw new IOException(
          describe(media)
              + "the source comes from data, and no media policy has admitted it.\n"
              + "Pass it through MediaPolicy.admit, or create the medium in code.");
    }
    BasicFileAttributes attributes = attributes(media, path);
    if (!attributes.isRegularFile()) {
      throw unreadable(media, path, "it is no regular file");
    }
    requireSize(media, attributes.size());
    InputStream file = open(media, path);
    try {
      byte[] head = head(media, path, file);
      String mediaType = requireType(media, path, head);
      var all = new SequenceInputStream(new ByteArrayInputStream(head), file);
      return new OpenMedia(
          mediaType, attributes.size(), new ExactInputStream(all, attributes.size()));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static BasicFileAttributes attributes(Media media, Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException e) {
      throw unreadable(media, path, reason(e));
    }
  }

  private static InputStream open(Media media, Path path) throws IOException {
    try {
      return Files.newInputStream(path, options(media));
    } catch (IOException e) {
      throw unreadable(media, path, reason(e));
    }
  }

  private static byte[] head(Media media, Path path, InputStream file) throws IOException {
    boolean isReplaced;
    byte[] head;
    try {
      isReplaced = media.state().resolved() && !path.toRealPath().equals(path);
      head = file.readNBytes(FileSignature.LENGTH);
    } catch (IOException e) {
      throw unreadable(media, path, reason(e));
    }
    if (isReplaced) {
      throw unreadable(media, path, "it was replaced by a link after the check");
    }
    return head;
  }

  private static OpenOption[] options(Media media) {
    return media.state().resolved()
        ? new OpenOption[] {StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS}
        : new OpenOption[] {StandardOpenOption.READ};
  }

  private static String requireType(Media media, Path path, byte[] head) throws IOException {
    try {
      String type = MediaState.requireType(media.kind(), media.mediaType(), head);
      if (!media.state().limits().allows(type)) {
        throw unreadable(media, path, "the media policy does not allow " + type);
      }
      return type;
    } catch (IllegalArgumentException e) {
      throw unreadable(media, path, String.valueOf(e.getMessage()));
    }
  }

  private static void requireSize(Media media, long bytes) throws IOException {
    long max = media.state().limits().maxBytes();
    if (bytes > max) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%sexpected at most %,d bytes, found %,d.\n"
                  + "Reduce it, or raise MediaPolicy.withMaxBytes.",
              describe(media),
              max,
              bytes));
    }
  }

  private static IOException unreadable(Media media, Path path, String reason) {
    return new IOException(
        "%scould not read the media file %s: %s.\nCheck the path, the permissions and the content."
            .formatted(describe(media), path, reason));
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "it does not exist";
      case AccessDeniedException denied -> "access is denied";
      default -> e.getClass().getSimpleName();
    };
  }

  /** Returns the beginning of a message about a medium. */
  private static String describe(Media media) {
    String kind = media.getClass().getSimpleName();
    return (media.location().isEmpty() ? kind : kind + " at " + media.location()) + ": ";
  }
}
