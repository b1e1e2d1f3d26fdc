package org.atomicagents.message;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An audio recording in a message or in an input.
 *
 * {@snippet :
 * Audio call = Audio.of(Path.of("call.wav"));
 * }
 *
 * <p>Recognized formats are WAV, MP3, AAC, FLAC, AIFF, Ogg, M4A, MP4 and WebM; OpenAI accepts the
 * first two. Data without a signature, such as raw samples, needs a media type. Immutable and
 * thread-safe.
 */
public final class Audio extends Media {
  Audio(MediaState state) {
    super(state);
  }

  /** Returns a recording in a file, which is read and checked each time it is sent. */
  public static Audio of(Path path) {
    return of(new Source.File(path), null);
  }

  /**
   * Returns a recording at a URI, which the provider downloads. A {@code data:} URI is inline data,
   * and a {@code file:} URI is a file.
   *
   * @throws IllegalArgumentException if the URI is relative, or its data is no audio
   */
  public static Audio of(URI uri) {
    return MediaUri.create(Kind.AUDIO, uri, Audio.class);
  }

  /**
   * Returns a recording that is sent in the request.
   *
   * @param data the content of an audio file, which is copied
   * @throws IllegalArgumentException if the data is no audio in a recognized format
   */
  public static Audio of(byte[] data) {
    return of(MediaUri.inline(data), null);
  }

  /**
   * Returns a recording that is sent in the request.
   *
   * @param data the content of an audio file, which is copied
   * @param mediaType the IANA media type, such as {@code audio/wav}
   * @throws IllegalArgumentException if the data contradicts the media type
   */
  public static Audio of(byte[] data, String mediaType) {
    return of(MediaUri.inline(data), mediaType);
  }

  /**
   * Returns a recording that is sent in the request.
   *
   * @param base64 the content of an audio file in Base64 (RFC 4648)
   * @throws IllegalArgumentException if the text is no Base64, or the data is no audio
   */
  public static Audio ofBase64(String base64) {
    return of(new Source.Inline(base64), null);
  }

  private static Audio of(Source source, @Nullable String mediaType) {
    return new Audio(MediaState.of(Kind.AUDIO, mediaType, source));
  }

  @Override
  public Kind kind() {
    return Kind.AUDIO;
  }

  @Override
  public Audio untrusted() {
    return (Audio) super.untrusted();
  }

  @Override
  Audio with(MediaState other) {
    return new Audio(other);
  }

  @Override
  String options() {
    return "";
  }
}
