package org.atomicagents.message;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalLong;
import org.atomicagents.internal.media.ImageSize;

/**
 * Estimates the tokens of media, which providers count by rules of their own.
 *
 * <p>Images are counted by the rule of OpenAI ("Images and vision", "Calculating costs"), which
 * needs their dimensions; other media by the number of their bytes. Only the data of trusted files
 * is read, at most 64 KB; data at a URI is never read.
 */
final class MediaTokens {
  private static final int LOW_DETAIL = 85;
  private static final int TILE = 170;
  private static final int TILE_SIZE = 512;
  private static final int MAX_SIDE = 2048;
  private static final int SHORT_SIDE = 768;

  /** An image of 1024 x 1024 pixels, if the dimensions are not known. */
  private static final ImageSize UNKNOWN_IMAGE = new ImageSize(1024, 1024);

  // OpenAI, "Audio": one token per 100 ms. 16 KB a second is MP3 at 128 kbit/s.
  private static final int AUDIO_TOKENS_PER_SECOND = 10;
  private static final int AUDIO_BYTES_PER_SECOND = 16_000;
  private static final int UNKNOWN_AUDIO_SECONDS = 60;

  // Anthropic, "PDF support": 1,500 to 3,000 tokens of text per page, and an image of it.
  private static final int PDF_TOKENS_PER_PAGE = 1_500;
  private static final int PDF_BYTES_PER_PAGE = 50_000;
  private static final int UNKNOWN_PDF_PAGES = 5;

  // Gemini API, "Video understanding": 300 tokens per second, or 100 at low resolution.
  private static final int VIDEO_TOKENS_PER_SECOND = 300;
  private static final int VIDEO_BYTES_PER_SECOND = 250_000;
  private static final int UNKNOWN_VIDEO_SECONDS = 30;

  private MediaTokens() {}

  /** Returns the estimated tokens of a medium. */
  static int of(Media media) {
    return switch (media.kind()) {
      case IMAGE -> image((Image) media);
      case AUDIO ->
          AUDIO_TOKENS_PER_SECOND * units(media, bytesPerSecond(media), UNKNOWN_AUDIO_SECONDS);
      case PDF -> PDF_TOKENS_PER_PAGE * units(media, PDF_BYTES_PER_PAGE, UNKNOWN_PDF_PAGES);
      case VIDEO -> {
        boolean isLow = media instanceof Video video && video.detail() == Media.Detail.LOW;
        yield VIDEO_TOKENS_PER_SECOND
            / (isLow ? 3 : 1)
            * units(media, VIDEO_BYTES_PER_SECOND, UNKNOWN_VIDEO_SECONDS);
      }
    };
  }

  private static int image(Image image) {
    if (image.detail() == Media.Detail.LOW) {
      return LOW_DETAIL;
    }
    ImageSize size = ImageSize.find(header(image, ImageSize.HEADER)).orElse(UNKNOWN_IMAGE);
    double fit = Math.min(1, (double) MAX_SIDE / Math.max(size.width(), size.height()));
    double shortSide = Math.min(size.width(), size.height()) * fit;
    double scale = fit * Math.min(1, SHORT_SIDE / shortSide);
    return LOW_DETAIL + TILE * tiles(size.width() * scale) * tiles(size.height() * scale);
  }

  private static int tiles(double side) {
    return (int) Math.ceil(Math.max(1, Math.round(side)) / (double) TILE_SIZE);
  }

  /** Returns the seconds or pages of a medium, at least 1. */
  private static int units(Media media, int bytesPerUnit, int unknown) {
    OptionalLong bytes = size(media);
    return bytes.isPresent()
        ? Math.clamp((bytes.getAsLong() + bytesPerUnit - 1) / bytesPerUnit, 1, 1_000_000)
        : unknown;
  }

  /** Returns the byte rate in the header of a WAV file, or else that of compressed audio. */
  private static int bytesPerSecond(Media media) {
    byte[] header = header(media, 32);
    boolean isWave =
        header.length == 32 && header[0] == 'R' && header[8] == 'W' && header[12] == 'f';
    if (!isWave) {
      return AUDIO_BYTES_PER_SECOND;
    }
    int rate = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt(28);
    return rate > 0 ? rate : AUDIO_BYTES_PER_SECOND;
  }

  private static OptionalLong size(Media media) {
    return switch (media.source()) {
      case Media.Source.Inline inline -> OptionalLong.of(inline.base64().length() / 4L * 3);
      case Media.Source.File file when media.isTrusted() -> fileSize(file.path());
      default -> OptionalLong.empty();
    };
  }

  private static OptionalLong fileSize(Path path) {
    try {
      return OptionalLong.of(Files.size(path));
    } catch (IOException e) {
      return OptionalLong.empty(); // reported when the file is sent
    }
  }

  private static byte[] header(Media media, int length) {
    return switch (media.source()) {
      case Media.Source.Inline inline -> decode(inline.base64(), length);
      case Media.Source.File file when media.isTrusted() -> fileHeader(file.path(), length);
      default -> new byte[0];
    };
  }

  private static byte[] decode(String base64, int length) {
    int characters = Math.min(base64.length(), (length + 2) / 3 * 4) / 4 * 4;
    try {
      byte[] decoded = Base64.getDecoder().decode(base64.substring(0, characters));
      return decoded.length > length ? Arrays.copyOf(decoded, length) : decoded;
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] fileHeader(Path path, int length) {
    if (!Files.isRegularFile(path)) {
      return new byte[0];
    }
    try (InputStream file = Files.newInputStream(path)) {
      return file.readNBytes(length);
    } catch (IOException e) {
      return new byte[0]; // reported when the file is sent
    }
  }
}
