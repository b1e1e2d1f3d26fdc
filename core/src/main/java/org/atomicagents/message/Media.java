package org.atomicagents.message;

import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;

/**
 * An image, an audio recording, a document or a video in a message.
 *
 * <p>Immutable. A file is read each time it is sent. The model has to support the kind of media;
 * otherwise the provider responds with an error.
 *
 * @param kind the kind of media
 * @param mediaType the IANA media type, such as {@code image/png}
 * @param source the location of the data
 */
public record Media(Kind kind, String mediaType, Source source) implements Content {

  public Media {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(mediaType, "mediaType");
    Objects.requireNonNull(source, "source");
  }

  /** A kind of media. */
  public enum Kind {
    /** A still image. */
    IMAGE,
    /** An audio recording. */
    AUDIO,
    /** A document, such as a PDF file. */
    DOCUMENT,
    /** A video. */
    VIDEO
  }

  /** The location of the data. */
  public sealed interface Source permits Source.Url, Source.Inline, Source.File {

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
    }
  }

  /**
   * Returns an image that the provider downloads.
   *
   * @param mediaType the IANA media type, such as {@code image/png}
   */
  public static Media image(String mediaType, URI uri) {
    return new Media(Kind.IMAGE, mediaType, new Source.Url(uri));
  }

  /**
   * Returns an image that is sent in the request.
   *
   * @param mediaType the IANA media type, such as {@code image/png}
   * @param bytes the data, which is copied
   */
  public static Media image(String mediaType, byte[] bytes) {
    return new Media(Kind.IMAGE, mediaType, inline(bytes));
  }

  /**
   * Returns an audio recording that is sent in the request.
   *
   * @param mediaType the IANA media type, such as {@code audio/wav}
   * @param bytes the data, which is copied
   */
  public static Media audio(String mediaType, byte[] bytes) {
    return new Media(Kind.AUDIO, mediaType, inline(bytes));
  }

  /**
   * Returns a document that is read from a file each time it is sent.
   *
   * @param mediaType the IANA media type, such as {@code application/pdf}
   */
  public static Media document(String mediaType, Path path) {
    return new Media(Kind.DOCUMENT, mediaType, new Source.File(path));
  }

  private static Source inline(byte[] bytes) {
    return new Source.Inline(Base64.getEncoder().encodeToString(bytes));
  }
}
