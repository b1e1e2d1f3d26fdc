package org.atomicagents.message;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;

/** Creates media from URIs and bytes. */
final class MediaUri {
  private static final String BASE64 = ";base64";

  private MediaUri() {}

  /** The media type and the location of a URI's data; no media type if the URI has none. */
  record Target(String mediaType, Media.Source source) {}

  /** Returns a trusted medium. */
  static <M extends Media> M create(Media.Kind kind, URI uri, Class<M> type) {
    Target target = resolve(uri);
    String mediaType = target.mediaType().isEmpty() ? null : target.mediaType();
    return type.cast(Media.of(kind, mediaType, target.source()));
  }

  /**
   * Returns the data of a {@code data:} URI, the file of a {@code file:} URI, or else the URI.
   *
   * @throws IllegalArgumentException if the URI is relative or malformed
   */
  static Target resolve(URI uri) {
    if (!uri.isAbsolute()) {
      throw new IllegalArgumentException(
          "expected a URI with a scheme, found a relative one. Pass a Path for a file.");
    }
    return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
      case "data" -> inline(uri.getRawSchemeSpecificPart());
      case "file" -> new Target("", new Media.Source.File(file(uri)));
      default -> new Target("", new Media.Source.Url(uri));
    };
  }

  private static Path file(URI uri) {
    try {
      return Path.of(uri);
    } catch (FileSystemNotFoundException | SecurityException e) {
      throw new IllegalArgumentException("expected a URI of a file, found " + e.getMessage(), e);
    }
  }

  /** Returns the data of a URI after {@code data:} (RFC 2397), which must be in Base64. */
  private static Target inline(String data) {
    int comma = data.indexOf(',');
    String head = comma < 0 ? "" : data.substring(0, comma);
    if (!head.toLowerCase(Locale.ROOT).endsWith(BASE64)) {
      throw new IllegalArgumentException(
          "expected a data URI as data:TYPE;base64,DATA, found another form");
    }
    return new Target(
        head.substring(0, head.length() - BASE64.length()),
        new Media.Source.Inline(data.substring(comma + 1)));
  }

  /** Returns bytes as inline data. */
  static Media.Source.Inline inline(byte[] data) {
    return new Media.Source.Inline(Base64.getEncoder().encodeToString(data));
  }
}
