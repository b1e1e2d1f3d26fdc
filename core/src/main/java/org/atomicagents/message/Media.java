package org.atomicagents.message;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An image, an audio recording, a PDF document or a video, as a part of a message or anywhere in an
 * input.
 *
 * <p>The data is in a file, at a URI that the provider downloads, or inline. Media are created from
 * a {@code Path}, a {@code URI}, bytes or Base64, so that the kind of source is always explicit;
 * there is no factory that interprets a string. The media type of inline data is determined by its
 * first bytes, that of a file when it is read for a request. Data whose first bytes contradict the
 * kind or a stated media type is rejected.
 *
 * <p>Media that a program creates are {@linkplain #isTrusted() trusted}. Media that are decoded
 * from JSON are not: their files and URIs are neither read nor passed on unless a {@link
 * MediaPolicy} allows it.
 *
 * <p>Immutable and thread-safe. Media are equal if their sources, media types and options are.
 * {@code toString()} contains neither data nor the path and the query of a URI.
 */
public abstract sealed class Media implements Content permits Image, Audio, Pdf, Video {
  private final MediaState state;

  Media(MediaState state) {
    this.state = state;
  }

  /** A kind of media. */
  public enum Kind {
    /** A still image. */
    IMAGE("image/"),
    /** An audio recording. */
    AUDIO("audio/"),
    /** A PDF document. */
    PDF("application/pdf"),
    /** A video. */
    VIDEO("video/");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    /** Returns the beginning of the media types of this kind. */
    String prefix() {
      return prefix;
    }

    /** Returns the media type of data that was not read yet. */
    String anyType() {
      return prefix.endsWith("/") ? prefix + "*" : prefix;
    }
  }

  /** How closely a model looks at an image or a video, which decides how many tokens it costs. */
  public enum Detail {
    /** A small version, at a fixed price. */
    LOW,
    /** The model or the provider decides. */
    AUTO,
    /** A large version, in tiles. */
    HIGH
  }

  /** The location of the data. */
  public sealed interface Source permits Source.Url, Source.Inline, Source.File {

    /**
     * Returns the data of a {@code data:} URI, the file of a {@code file:} URI, or else the URI.
     *
     * @throws IllegalArgumentException if the URI is relative or malformed
     */
    static Source of(URI uri) {
      return MediaUri.resolve(uri).source();
    }

    /**
     * A URI that the provider downloads.
     *
     * @param uri the URI
     */
    record Url(URI uri) implements Source {
      public Url {
        Objects.requireNonNull(uri, "uri");
      }

      /** Returns the URI without its path and query, which may contain a signature. */
      @Override
      public String toString() {
        return "Url[" + uri.getScheme() + "://" + uri.getHost() + "]";
      }
    }

    /**
     * Data that is sent in the request.
     *
     * @param base64 the data in Base64 (RFC 4648)
     */
    record Inline(String base64) implements Source {
      public Inline {
        Objects.requireNonNull(base64, "base64");
      }

      @Override
      public String toString() {
        return "Inline[" + base64.length() + " characters]";
      }
    }

    /**
     * A local file, read each time it is sent.
     *
     * @param path the path of the file
     */
    record File(Path path) implements Source {
      public File {
        Objects.requireNonNull(path, "path");
      }

      /** Returns the name of the file without its directories. */
      @Override
      public String toString() {
        return "File[" + path.getFileName() + "]";
      }
    }
  }

  /**
   * Returns a medium of a kind.
   *
   * @param mediaType the IANA media type; null to determine it from the data
   * @throws IllegalArgumentException if inline data contradicts the kind or the media type
   */
  public static Media of(Kind kind, @Nullable String mediaType, Source source) {
    return create(kind, MediaState.of(kind, mediaType, source));
  }

  /**
   * Returns a medium that data describes, such as a stored conversation. It is not trusted, and its
   * data is not checked before a {@link MediaPolicy} admits it.
   *
   * @param mediaType the IANA media type; null to determine it from the data
   * @throws IllegalArgumentException if the media type is none of the kind
   */
  public static Media untrusted(Kind kind, @Nullable String mediaType, Source source) {
    return create(kind, MediaState.unchecked(kind, mediaType, source));
  }

  private static Media create(Kind kind, MediaState state) {
    return switch (kind) {
      case IMAGE -> new Image(state, null);
      case AUDIO -> new Audio(state);
      case PDF -> new Pdf(state);
      case VIDEO -> new Video(state, null, null);
    };
  }

  /** Returns the kind of this medium. */
  public abstract Kind kind();

  /**
   * Returns the IANA media type, such as {@code image/png}; {@code image/*}, {@code audio/*} or
   * {@code video/*} if it is not known before the data is read.
   */
  public final String mediaType() {
    return state.mediaType();
  }

  /** Returns the location of the data. */
  public final Source source() {
    return state.source();
  }

  /**
   * Returns whether the source was chosen by a program, or was admitted by {@link
   * MediaPolicy#admit}.
   */
  public final boolean isTrusted() {
    return state.trust() != MediaState.Trust.NONE;
  }

  /**
   * Returns the path in the input that contained this medium, such as {@code $.documents[0].pdf};
   * empty if it was not in an input.
   */
  public final String location() {
    return state.location();
  }

  /**
   * Returns the estimated number of tokens: for an image by its dimensions and its detail, for
   * other media by the size of the data, and by a constant if that is not known. A URI and the
   * files of untrusted media are not read.
   */
  public final int estimatedTokens() {
    return MediaTokens.of(this);
  }

  /** Returns a copy whose source is not trusted, because it was chosen by data. */
  public Media untrusted() {
    return with(state.withTrust(MediaState.Trust.NONE));
  }

  /** Returns a copy with a {@link #location()}. */
  public Media at(String location) {
    return with(state.at(location));
  }

  /**
   * Returns a trusted copy with inline data in place of its source, such as data that a program
   * downloaded.
   *
   * @throws IllegalArgumentException if the data contradicts the kind or the media type
   */
  public Media withData(byte[] data) {
    return with(MediaState.of(kind(), mediaType(), MediaUri.inline(data)).at(location()));
  }

  /**
   * Returns the data, which the caller closes. Inline data is decoded; a file is opened and
   * checked.
   *
   * @throws IOException if the file cannot be read, is too large, or contains data that contradicts
   *     the kind or the media type; or if it is not trusted
   * @throws IllegalArgumentException if the source is a URI, which only providers download
   */
  public final OpenMedia open() throws IOException {
    return OpenMedia.of(this);
  }

  /** Returns a copy with another state. */
  abstract Media with(MediaState other);

  /** Returns the options of the kind, for comparisons and texts; empty if there are none. */
  abstract String options();

  final MediaState state() {
    return state;
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof Media that
        && kind() == that.kind()
        && mediaType().equals(that.mediaType())
        && source().equals(that.source())
        && options().equals(that.options());
  }

  @Override
  public final int hashCode() {
    return Objects.hash(kind(), mediaType(), source(), options());
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[" + mediaType() + ", " + source() + options() + "]";
  }
}
