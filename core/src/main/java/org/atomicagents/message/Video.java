package org.atomicagents.message;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A video in a message or in an input.
 *
 * {@snippet :
 * Video clip = Video.of(URI.create("https://example.org/clip.mp4")).withFramesPerSecond(2);
 * }
 *
 * <p>Recognized formats are MP4, QuickTime, WebM, Matroska, AVI, MPEG, FLV and Ogg. Few providers
 * accept videos; OpenAI does not. Immutable and thread-safe.
 */
public final class Video extends Media {
  private final @Nullable Double framesPerSecond;
  private final @Nullable Detail detail;

  Video(MediaState state, @Nullable Double framesPerSecond, @Nullable Detail detail) {
    super(state);
    this.framesPerSecond = framesPerSecond;
    this.detail = detail;
  }

  /** Returns a video in a file, which is read and checked each time it is sent. */
  public static Video of(Path path) {
    return of(new Source.File(path), null);
  }

  /**
   * Returns a video at a URI, which the provider downloads. A {@code data:} URI is inline data, and
   * a {@code file:} URI is a file.
   *
   * @throws IllegalArgumentException if the URI is relative, or its data is no video
   */
  public static Video of(URI uri) {
    return MediaUri.create(Kind.VIDEO, uri, Video.class);
  }

  /**
   * Returns a video that is sent in the request.
   *
   * @param data the content of a video file, which is copied
   * @throws IllegalArgumentException if the data is no video in a recognized format
   */
  public static Video of(byte[] data) {
    return of(MediaUri.inline(data), null);
  }

  /**
   * Returns a video that is sent in the request.
   *
   * @param data the content of a video file, which is copied
   * @param mediaType the IANA media type, such as {@code video/mp4}
   * @throws IllegalArgumentException if the data contradicts the media type
   */
  public static Video of(byte[] data, String mediaType) {
    return of(MediaUri.inline(data), mediaType);
  }

  /**
   * Returns a video that is sent in the request.
   *
   * @param base64 the content of a video file in Base64 (RFC 4648)
   * @throws IllegalArgumentException if the text is no Base64, or the data is no video
   */
  public static Video ofBase64(String base64) {
    return of(new Source.Inline(base64), null);
  }

  private static Video of(Source source, @Nullable String mediaType) {
    return new Video(MediaState.of(Kind.VIDEO, mediaType, source), null, null);
  }

  /** Returns how many frames of a second the model sees; null if the provider decides. */
  public @Nullable Double framesPerSecond() {
    return framesPerSecond;
  }

  /**
   * Returns a copy with a number of frames that the model sees of each second.
   *
   * @throws IllegalArgumentException if it is not a positive number
   */
  public Video withFramesPerSecond(double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "framesPerSecond: expected a positive number, found " + value);
    }
    return new Video(state(), value, detail);
  }

  /** Returns how closely the model looks at the frames; null if the provider decides. */
  public @Nullable Detail detail() {
    return detail;
  }

  /** Returns a copy with a detail. */
  public Video withDetail(Detail value) {
    return new Video(state(), framesPerSecond, value);
  }

  @Override
  public Kind kind() {
    return Kind.VIDEO;
  }

  @Override
  public Video untrusted() {
    return (Video) super.untrusted();
  }

  @Override
  Video with(MediaState other) {
    return new Video(other, framesPerSecond, detail);
  }

  @Override
  String options() {
    return (framesPerSecond == null ? "" : ", " + framesPerSecond + " frames per second")
        + (detail == null ? "" : ", detail " + detail);
  }
}
