package org.atomicagents.message;

import java.net.URI;
import java.nio.file.Path;

/**
 * A PDF document in a message or in an input.
 *
 * {@snippet :
 * Pdf contract = Pdf.of(Path.of("contract.pdf"));
 * }
 *
 * <p>Immutable and thread-safe.
 */
public final class Pdf extends Media {
  Pdf(MediaState state) {
    super(state);
  }

  /** Returns a document in a file, which is read and checked each time it is sent. */
  public static Pdf of(Path path) {
    return of(new Source.File(path));
  }

  /**
   * Returns a document at a URI, which the provider downloads. A {@code data:} URI is inline data,
   * and a {@code file:} URI is a file.
   *
   * @throws IllegalArgumentException if the URI is relative, or its data is no PDF document
   */
  public static Pdf of(URI uri) {
    return MediaUri.create(Kind.PDF, uri, Pdf.class);
  }

  /**
   * Returns a document that is sent in the request.
   *
   * @param data the content of a PDF file, which is copied
   * @throws IllegalArgumentException if the data is no PDF document
   */
  public static Pdf of(byte[] data) {
    return of(MediaUri.inline(data));
  }

  /**
   * Returns a document that is sent in the request.
   *
   * @param base64 the content of a PDF file in Base64 (RFC 4648)
   * @throws IllegalArgumentException if the text is no Base64, or the data is no PDF document
   */
  public static Pdf ofBase64(String base64) {
    return of(new Source.Inline(base64));
  }

  private static Pdf of(Source source) {
    return new Pdf(MediaState.of(Kind.PDF, null, source));
  }

  @Override
  public Kind kind() {
    return Kind.PDF;
  }

  @Override
  public Pdf untrusted() {
    return (Pdf) super.untrusted();
  }

  @Override
  Pdf with(MediaState other) {
    return new Pdf(other);
  }

  @Override
  String options() {
    return "";
  }
}
