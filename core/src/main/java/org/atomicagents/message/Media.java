package org.atomicagents.message;

import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;

/**
 * An image, a sound, a document or a film in a message.
 *
 * <p>Immutable. The kind of source is stored and never guessed from its text. A file is read each
 * time it is sent.
 *
 * @param mediaType the IANA media type, such as {@code image/png}
 */
public record Media(Kind kind, String mediaType, Source source) implements Content {

  public Media {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(mediaType, "mediaType");
    Objects.requireNonNull(source, "source");
  }

  /** What a model can do with it: look, listen, read or watch. */
  public enum Kind {
    IMAGE,
    AUDIO,
    DOCUMENT,
    VIDEO
  }

  /** Where the data is. */
  public sealed interface Source permits Source.Url, Source.Inline, Source.File {

    /** An address that the provider fetches by itself. */
    record Url(URI uri) implements Source {
      public Url {
        Objects.requireNonNull(uri, "uri");
      }

      /** Returns the address without its path and query, which may hold a signature. */
      @Override
      public String toString() {
        return "Url[" + uri.getScheme() + "://" + uri.getHost() + "]";
      }
    }

    /** The data itself, as RFC 4648 Base64. */
    record Inline(String base64) implements Source {
      public Inline {
        Objects.requireNonNull(base64, "base64");
      }

      @Override
      public String toString() {
        return "Inline[" + base64.length() + " characters]";
      }
    }

    /** A local file. */
    record File(Path path) implements Source {
      public File {
        Objects.requireNonNull(path, "path");
      }
    }
  }

  /** An image that the provider fetches from {@code uri}. */
  public static Media image(String mediaType, URI uri) {
    return new Media(Kind.IMAGE, mediaType, new Source.Url(uri));
  }

  /** An image made of {@code bytes}, which are copied. */
  public static Media image(String mediaType, byte[] bytes) {
    return new Media(Kind.IMAGE, mediaType, inline(bytes));
  }

  /** A sound made of {@code bytes}, which are copied. */
  public static Media audio(String mediaType, byte[] bytes) {
    return new Media(Kind.AUDIO, mediaType, inline(bytes));
  }

  /** A document read from {@code path} when it is sent. */
  public static Media document(String mediaType, Path path) {
    return new Media(Kind.DOCUMENT, mediaType, new Source.File(path));
  }

  private static Source inline(byte[] bytes) {
    return new Source.Inline(Base64.getEncoder().encodeToString(bytes));
  }
}
