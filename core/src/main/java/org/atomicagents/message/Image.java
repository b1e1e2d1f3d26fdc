package org.atomicagents.message;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An image in a message or in an input.
 *
 * {@snippet :
 * Image photo = Image.of(Path.of("photo.jpg"));                       // read when it is sent
 * Image chart = Image.of(URI.create("https://example.org/chart.png")); // downloaded by the provider
 * Image scan = Image.of(bytes).withDetail(Media.Detail.HIGH);
 * }
 *
 * <p>Recognized formats are PNG, JPEG, GIF, WebP, BMP, TIFF, HEIF and AVIF; providers accept the
 * first four at least. Immutable and thread-safe.
 */
public final class Image extends Media {
  private final @Nullable Detail detail;

  Image(MediaState state, @Nullable Detail detail) {
    super(state);
    this.detail = detail;
  }

  /** Returns an image in a file, which is read and checked each time it is sent. */
  public static Image of(Path path) {
    return of(new Source.File(path), null);
  }

  /**
   * Returns an image at a URI, which the provider downloads. A {@code data:} URI is inline data,
   * and a {@code file:} URI is a file.
   *
   * @throws IllegalArgumentException if the URI is relative, or its data is no image
   */
  public static Image of(URI uri) {
    return MediaUri.create(Kind.IMAGE, uri, Image.class);
  }

  /**
   * Returns an image that is sent in the request.
   *
   * @param data the content of an image file, which is copied
   * @throws IllegalArgumentException if the data is no image in a recognized format
   */
  public static Image of(byte[] data) {
    return of(MediaUri.inline(data), null);
  }

  /**
   * Returns an image that is sent in the request.
   *
   * @param data the content of an image file, which is copied
   * @param mediaType the IANA media type, such as {@code image/png}
   * @throws IllegalArgumentException if the data contradicts the media type
   */
  public static Image of(byte[] data, String mediaType) {
    return of(MediaUri.inline(data), mediaType);
  }

  /**
   * Returns an image that is sent in the request.
   *
   * @param base64 the content of an image file in Base64 (RFC 4648)
   * @throws IllegalArgumentException if the text is no Base64, or the data is no image
   */
  public static Image ofBase64(String base64) {
    return of(new Source.Inline(base64), null);
  }

  private static Image of(Source source, @Nullable String mediaType) {
    return new Image(MediaState.of(Kind.IMAGE, mediaType, source), null);
  }

  /** Returns how closely the model looks at the image; null if the provider decides. */
  public @Nullable Detail detail() {
    return detail;
  }

  /** Returns a copy with a detail. */
  public Image withDetail(Detail value) {
    return new Image(state(), value);
  }

  @Override
  public Kind kind() {
    return Kind.IMAGE;
  }

  @Override
  public Image untrusted() {
    return (Image) super.untrusted();
  }

  @Override
  Image with(MediaState other) {
    return new Image(other, detail);
  }

  @Override
  String options() {
    return detail == null ? "" : ", detail " + detail;
  }
}
