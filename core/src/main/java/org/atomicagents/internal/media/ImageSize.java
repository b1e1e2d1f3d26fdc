package org.atomicagents.internal.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The dimensions of an image, read from the header of its file.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 */
public record ImageSize(int width, int height) {
  /** The number of bytes that usually include the dimensions; JPEG has them after its metadata. */
  public static final int HEADER = 64 * 1024;

  // The markers of JPEG (ITU-T T.81).
  private static final int FIRST_FRAME = 0xc0;
  private static final int LAST_FRAME = 0xcf;
  private static final int HUFFMAN_TABLE = 0xc4;
  private static final int JPEG_EXTENSION = 0xc8;
  private static final int ARITHMETIC_TABLE = 0xcc;
  private static final int START_OF_SCAN = 0xda;

  /**
   * Returns the dimensions of a PNG, JPEG, GIF, WebP or BMP image; empty if the bytes do not
   * contain them.
   *
   * @param header the first bytes of the file, {@value #HEADER} or more if it has so many
   */
  public static Optional<ImageSize> find(byte[] header) {
    String format =
        FileSignature.find(FileSignature.head(header)).map(FileSignature::format).orElse("");
    ByteBuffer bytes = ByteBuffer.wrap(header);
    try {
      return switch (format) {
        case "PNG" -> of(bytes.getInt(16), bytes.getInt(20));
        case "GIF" -> little(bytes, 6);
        case "JPEG" -> jpeg(bytes);
        case "WebP" -> webp(bytes.order(ByteOrder.LITTLE_ENDIAN));
        case "BMP" -> {
          bytes.order(ByteOrder.LITTLE_ENDIAN);
          yield of(bytes.getInt(18), Math.abs(bytes.getInt(22)));
        }
        default -> Optional.empty();
      };
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static Optional<ImageSize> of(int width, int height) {
    return width > 0 && height > 0 ? Optional.of(new ImageSize(width, height)) : Optional.empty();
  }

  private static Optional<ImageSize> little(ByteBuffer bytes, int offset) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    return of(unsigned(bytes, offset), unsigned(bytes, offset + 2));
  }

  private static int unsigned(ByteBuffer bytes, int offset) {
    return Short.toUnsignedInt(bytes.getShort(offset));
  }

  private static Optional<ImageSize> jpeg(ByteBuffer bytes) {
    int at = 2;
    while (true) {
      while (marker(bytes, at + 1) == 0xff) { // fill bytes
        at++;
      }
      int marker = marker(bytes, at + 1);
      if (marker(bytes, at) != 0xff || marker == START_OF_SCAN) {
        return Optional.empty();
      }
      if (isFrame(marker)) {
        return of(unsigned(bytes, at + 7), unsigned(bytes, at + 5));
      }
      at += 2 + Math.max(2, unsigned(bytes, at + 2));
    }
  }

  private static boolean isFrame(int marker) {
    return marker >= FIRST_FRAME
        && marker <= LAST_FRAME
        && marker != HUFFMAN_TABLE
        && marker != JPEG_EXTENSION
        && marker != ARITHMETIC_TABLE;
  }

  private static int marker(ByteBuffer bytes, int at) {
    return Byte.toUnsignedInt(bytes.get(at));
  }

  /** Returns the dimensions in one of the three forms of WebP (RFC 9649). */
  private static Optional<ImageSize> webp(ByteBuffer bytes) {
    return switch ((char) bytes.get(15)) {
      case ' ' -> of(unsigned(bytes, 26) & 0x3fff, unsigned(bytes, 28) & 0x3fff);
      case 'L' -> {
        int bits = bytes.getInt(21);
        yield of((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
      }
      case 'X' -> of((bytes.getInt(24) & 0xffffff) + 1, (bytes.getInt(26) >>> 8) + 1);
      default -> Optional.empty();
    };
  }
}
