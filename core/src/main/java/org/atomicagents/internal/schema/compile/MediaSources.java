package org.atomicagents.internal.schema.compile;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Base64;
import org.atomicagents.internal.media.FileSignature;
import org.atomicagents.message.Media;
import org.jspecify.annotations.Nullable;

/** Reads and writes the sources of media as texts. */
final class MediaSources {
  private static final int HEAD_CHARACTERS = 88;

  private MediaSources() {}

  /** Returns the text of a source; inline data is a data URI. */
  static String text(Media media) {
    return switch (media.source()) {
      case Media.Source.Url url -> url.uri().toString();
      case Media.Source.File file -> file.path().toString();
      case Media.Source.Inline inline -> "data:" + media.mediaType() + ";base64," + inline.base64();
    };
  }

  /** Returns the name of the kind of a source. */
  static String kind(Media.Source source) {
    return switch (source) {
      case Media.Source.Url ignored -> "url";
      case Media.Source.File ignored -> "path";
      case Media.Source.Inline ignored -> "base64";
    };
  }

  /**
   * Returns an untrusted medium.
   *
   * @param sourceKind the kind of source; null if the text must make it clear
   * @param data the data in Base64, for which the source is only a name; null if there is none
   * @throws IllegalArgumentException if the source is malformed or ambiguous
   */
  static Media read(
      Media.Kind kind,
      String source,
      @Nullable String sourceKind,
      @Nullable String mediaType,
      @Nullable String data) {
    boolean isKnown = mediaType != null && !mediaType.isBlank() && !mediaType.endsWith("/*");
    String stated = isKnown ? mediaType : null;
    if (data != null && !data.isEmpty()) {
      return Media.untrusted(kind, stated, new Media.Source.Inline(data));
    }
    if (source.startsWith("data:") && !"path".equals(sourceKind)) {
      String ofUri = source.substring("data:".length(), Math.max(5, source.indexOf(';')));
      boolean isOfUri = stated == null && !ofUri.isEmpty() && !ofUri.endsWith("/*");
      return Media.untrusted(kind, isOfUri ? ofUri : stated, Media.Source.of(uri(source)));
    }
    Media.Source location =
        switch (sourceKind == null ? guess(kind, source) : sourceKind) {
          case "url" -> Media.Source.of(uri(source));
          case "path" -> new Media.Source.File(Path.of(source));
          default -> new Media.Source.Inline(source);
        };
    return Media.untrusted(kind, stated, location);
  }

  private static URI uri(String source) {
    try {
      return new URI(source);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("a source that is no URI: " + e.getReason(), e);
    }
  }

  /**
   * Returns the only kind that a source without a stated kind can have: a text with a scheme is a
   * URI, Base64 of a known format is data, and a text that cannot be Base64 is a path.
   */
  private static String guess(Media.Kind kind, String source) {
    if (hasScheme(source)) {
      return "url";
    }
    byte[] head = head(source);
    if (head == null) {
      return "path";
    }
    boolean isData =
        FileSignature.find(head)
            .flatMap(signature -> signature.mediaType(prefix(kind)))
            .isPresent();
    if (isData) {
      return "base64";
    }
    throw new IllegalArgumentException(
        "a source that can be a path or Base64. State source_kind: url, path or base64");
  }

  private static String prefix(Media.Kind kind) {
    return switch (kind) {
      case IMAGE -> "image/";
      case AUDIO -> "audio/";
      case PDF -> "application/pdf";
      case VIDEO -> "video/";
    };
  }

  /** Returns whether a text begins with the scheme of a URI (RFC 3986), and not with a drive. */
  private static boolean hasScheme(String source) {
    int colon = source.indexOf(':');
    return colon > 1
        && isLetter(source.charAt(0))
        && source
            .substring(0, colon)
            .chars()
            .allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || "+-.".indexOf(c) >= 0);
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** Returns the first decoded bytes of a text; null if it is not Base64. */
  private static byte @Nullable [] head(String source) {
    if (source.isEmpty() || source.length() % 4 != 0) {
      return null;
    }
    int padding = source.endsWith("==") ? 2 : source.endsWith("=") ? 1 : 0;
    boolean isBase64 =
        source
            .substring(0, source.length() - padding)
            .chars()
            .allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || c == '+' || c == '/');
    if (!isBase64) {
      return null;
    }
    String start = source.substring(0, Math.min(HEAD_CHARACTERS, source.length()));
    return FileSignature.head(Base64.getDecoder().decode(start));
  }
}
