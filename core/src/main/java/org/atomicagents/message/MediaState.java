package org.atomicagents.message;

import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.internal.media.FileSignature;
import org.jspecify.annotations.Nullable;

/**
 * The properties that all kinds of media have.
 *
 * @param trust whether the source may be read and passed on
 * @param limits the limits of the data
 * @param location the path in the input; empty if there is none
 */
record MediaState(
    String mediaType, Media.Source source, Trust trust, MediaLimits limits, String location) {

  // 4 characters are 3 bytes.
  private static final int HEAD_CHARACTERS = (FileSignature.LENGTH + 2) / 3 * 4;

  /** The origin of a source, which decides whether it may be read. */
  enum Trust {
    /** Chosen by code. */
    CODE,
    /** Chosen by data, and admitted by a policy; a file has its real path. */
    ADMITTED,
    /** Chosen by data. */
    NONE
  }

  /** Returns an untrusted state without a location; inline data is not checked. */
  static MediaState unchecked(Media.Kind kind, @Nullable String stated, Media.Source source) {
    Objects.requireNonNull(source, "source");
    String mediaType = stated == null ? kind.anyType() : normalize(kind, stated);
    return new MediaState(mediaType, source, Trust.NONE, MediaLimits.of(kind), "");
  }

  /** Returns a trusted state without a location; inline data is checked. */
  static MediaState of(Media.Kind kind, @Nullable String stated, Media.Source source) {
    return unchecked(kind, stated, source).withTrust(Trust.CODE).checked(kind);
  }

  /**
   * Returns a copy with the media type of the inline data.
   *
   * @throws IllegalArgumentException if the data is malformed, or contradicts the kind or the type
   */
  MediaState checked(Media.Kind kind) {
    if (!(source instanceof Media.Source.Inline inline)) {
      return this;
    }
    String found = requireType(kind, mediaType, head(inline.base64()));
    return new MediaState(found, source, trust, limits, location);
  }

  /** Returns whether a file has its real path, which is checked again when it is read. */
  boolean resolved() {
    return trust == Trust.ADMITTED;
  }

  /** Returns the number of bytes of inline data. */
  static long size(String base64) {
    int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
    return Math.max(0, base64.length() / 4L * 3 - padding);
  }

  MediaState withTrust(Trust newTrust) {
    return new MediaState(mediaType, source, newTrust, limits, location);
  }

  MediaState withSource(Media.Source newSource) {
    return new MediaState(mediaType, newSource, trust, limits, location);
  }

  MediaState withLimits(MediaLimits newLimits) {
    return new MediaState(mediaType, source, trust, newLimits, location);
  }

  MediaState at(String path) {
    return new MediaState(mediaType, source, trust, limits, path);
  }

  private static String normalize(Media.Kind kind, String stated) {
    int parameters = stated.indexOf(';');
    String type =
        (parameters < 0 ? stated : stated.substring(0, parameters))
            .strip()
            .toLowerCase(Locale.ROOT);
    boolean isPdf = kind == Media.Kind.PDF && type.equals("application/x-pdf");
    if (!(type.startsWith(kind.prefix()) || isPdf)
        || !(isMediaType(type) || type.equals(kind.anyType()))) {
      throw new IllegalArgumentException(
          "expected a media type that begins with %s, found \"%s\". Use the type for this kind of media."
              .formatted(kind.prefix(), type));
    }
    return switch (type) {
      case "application/x-pdf" -> kind.anyType();
      case "image/jpg" -> "image/jpeg"; // a common error, which providers reject
      default -> type;
    };
  }

  /** Returns whether a text has the form of a media type (RFC 6838). */
  private static boolean isMediaType(String type) {
    int slash = type.indexOf('/');
    return slash < type.length() - 1
        && type.substring(slash + 1)
            .chars()
            .allMatch(
                c -> (c < 128 && Character.isLetterOrDigit(c)) || "!#$&^_.+-".indexOf(c) >= 0);
  }

  /** Returns the first bytes of Base64 text, whose characters are all checked. */
  private static byte[] head(String base64) {
    for (int i = 0; i < base64.length(); i++) {
      char c = base64.charAt(i);
      boolean isPadding = c == '=' && i >= base64.length() - 2;
      if (!isPadding && !isDigit(c)) {
        throw new IllegalArgumentException(
            "expected Base64 (RFC 4648) without line breaks, found another character at index "
                + i);
      }
    }
    if (base64.length() % 4 != 0) {
      throw new IllegalArgumentException(
          "expected Base64 (RFC 4648) with padding, found " + base64.length() + " characters");
    }
    String start = base64.substring(0, Math.min(HEAD_CHARACTERS, base64.length()));
    return FileSignature.head(Base64.getDecoder().decode(start));
  }

  private static boolean isDigit(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/';
  }

  /**
   * Returns the media type of data.
   *
   * @param mediaType the stated type; any type of the kind if none is stated
   * @param head the first bytes
   * @throws IllegalArgumentException if the data contradicts the kind or the type
   */
  static String requireType(Media.Kind kind, String mediaType, byte[] head) {
    if (head.length == 0) {
      throw new IllegalArgumentException("expected " + describe(kind) + ", found no data");
    }
    Optional<FileSignature> found = FileSignature.find(head);
    boolean isStated = !mediaType.equals(kind.anyType());
    if (found.isPresent()) {
      FileSignature signature = found.get();
      if (isStated && signature.mediaTypes().contains(mediaType)) {
        return mediaType;
      }
      return signature
          .mediaType(kind.prefix())
          .filter(type -> !isStated)
          .orElseThrow(
              () -> contradiction(kind, mediaType, isStated, signature.format() + " data"));
    }
    if (!isStated || FileSignature.isKnown(mediaType)) {
      throw contradiction(kind, mediaType, isStated, "data in another format");
    }
    return mediaType;
  }

  private static IllegalArgumentException contradiction(
      Media.Kind kind, String mediaType, boolean isStated, String found) {
    return new IllegalArgumentException(
        "expected %s, found %s. Check the data%s."
            .formatted(
                isStated ? mediaType : describe(kind),
                found,
                isStated ? " and the media type" : ", or state the media type of a rare format"));
  }

  private static String describe(Media.Kind kind) {
    String formats = String.join(", ", FileSignature.formats(kind.prefix()));
    return switch (kind) {
      case IMAGE -> "an image (" + formats + ")";
      case AUDIO -> "audio (" + formats + ")";
      case PDF -> "a PDF document";
      case VIDEO -> "a video (" + formats + ")";
    };
  }
}
