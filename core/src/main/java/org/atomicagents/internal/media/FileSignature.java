package org.atomicagents.internal.media;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The format of a file, determined by its first bytes.
 *
 * <p>The signatures are those of the formats' specifications; some containers hold audio or video.
 *
 * @param format the name of the format, for messages
 * @param mediaTypes the IANA media types of the format, the usual one first
 */
public record FileSignature(String format, List<String> mediaTypes) {
  /** The number of bytes that determine a format. */
  public static final int LENGTH = 64;

  private static final FileSignature PNG = of("PNG", "image/png");
  private static final FileSignature JPEG = of("JPEG", "image/jpeg", "image/jpg");
  private static final FileSignature GIF = of("GIF", "image/gif");
  private static final FileSignature WEBP = of("WebP", "image/webp");
  private static final FileSignature BMP = of("BMP", "image/bmp", "image/x-ms-bmp");
  private static final FileSignature TIFF = of("TIFF", "image/tiff");
  private static final FileSignature HEIF = of("HEIF", "image/heic", "image/heif");
  private static final FileSignature AVIF = of("AVIF", "image/avif");
  private static final FileSignature PDF = of("PDF", "application/pdf", "application/x-pdf");
  private static final FileSignature WAV =
      of("WAV", "audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave");
  private static final FileSignature MP3 = of("MP3", "audio/mpeg", "audio/mp3");
  private static final FileSignature AAC = of("AAC", "audio/aac", "audio/x-aac");
  private static final FileSignature FLAC = of("FLAC", "audio/flac", "audio/x-flac");
  private static final FileSignature AIFF = of("AIFF", "audio/aiff", "audio/x-aiff");
  private static final FileSignature OGG = of("Ogg", "audio/ogg", "video/ogg", "audio/opus");
  private static final FileSignature M4A = of("M4A", "audio/mp4", "audio/x-m4a", "audio/m4a");
  private static final FileSignature MP4 =
      of("MP4", "video/mp4", "audio/mp4", "audio/x-m4a", "audio/m4a", "video/3gpp", "audio/3gpp");
  private static final FileSignature QUICKTIME = of("QuickTime", "video/quicktime", "video/mov");
  private static final FileSignature WEBM =
      of("WebM or Matroska", "video/webm", "audio/webm", "video/x-matroska", "audio/x-matroska");
  private static final FileSignature AVI = of("AVI", "video/x-msvideo", "video/avi");
  private static final FileSignature MPEG = of("MPEG", "video/mpeg", "video/mpg");
  private static final FileSignature FLV = of("FLV", "video/x-flv");

  private static final List<FileSignature> ALL =
      List.of(
          PNG, JPEG, GIF, WEBP, BMP, TIFF, HEIF, AVIF, PDF, WAV, MP3, AAC, FLAC, AIFF, OGG, M4A,
          MP4, QUICKTIME, WEBM, AVI, MPEG, FLV);

  /** The brands of ISO base media files (ISO/IEC 14496-12) other than MP4. */
  private static final Map<String, FileSignature> BRANDS =
      Map.ofEntries(
          Map.entry("heic", HEIF),
          Map.entry("heix", HEIF),
          Map.entry("heim", HEIF),
          Map.entry("heis", HEIF),
          Map.entry("hevc", HEIF),
          Map.entry("mif1", HEIF),
          Map.entry("msf1", HEIF),
          Map.entry("avif", AVIF),
          Map.entry("avis", AVIF),
          Map.entry("M4A ", M4A),
          Map.entry("M4B ", M4A),
          Map.entry("qt  ", QUICKTIME));

  public FileSignature {
    mediaTypes = List.copyOf(mediaTypes);
  }

  private static FileSignature of(String format, String... mediaTypes) {
    return new FileSignature(format, List.of(mediaTypes));
  }

  /** Returns whether a media type belongs to a format with a signature. */
  public static boolean isKnown(String mediaType) {
    return ALL.stream().anyMatch(signature -> signature.mediaTypes().contains(mediaType));
  }

  /** Returns the names of the formats with a media type that begins with a prefix. */
  public static List<String> formats(String prefix) {
    return ALL.stream()
        .filter(signature -> signature.mediaType(prefix).isPresent())
        .map(FileSignature::format)
        .toList();
  }

  /** Returns the usual media type of this format that begins with a prefix. */
  public Optional<String> mediaType(String prefix) {
    return mediaTypes.stream().filter(type -> type.startsWith(prefix)).findFirst();
  }

  /**
   * Returns the format of a file; empty if it has no known signature.
   *
   * @param head the first {@value #LENGTH} bytes of the file, or all bytes of a shorter file
   */
  public static Optional<FileSignature> find(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    return Stream.of(fixed(text), container(text), frames(head))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<FileSignature> fixed(String head) {
    if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    }
    if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    }
    if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
      return Optional.of(GIF);
    }
    if (head.startsWith("%PDF-")) {
      return Optional.of(PDF);
    }
    if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
      return Optional.of(TIFF);
    }
    if (head.startsWith("fLaC")) {
      return Optional.of(FLAC);
    }
    if (head.startsWith("OggS")) {
      return Optional.of(OGG);
    }
    if (head.startsWith("ID3")) {
      return Optional.of(MP3);
    }
    if (head.startsWith("FLV\u0001")) {
      return Optional.of(FLV);
    }
    if (head.startsWith("\0\0\u0001\u00ba") || head.startsWith("\0\0\u0001\u00b3")) {
      return Optional.of(MPEG);
    }
    return head.startsWith("\u001aE\u00df\u00a3") ? Optional.of(WEBM) : Optional.empty();
  }

  private static Optional<FileSignature> container(String head) {
    if (head.startsWith("RIFF")) {
      return switch (section(head, 8)) {
        case "WEBP" -> Optional.of(WEBP);
        case "WAVE" -> Optional.of(WAV);
        case "AVI " -> Optional.of(AVI);
        default -> Optional.empty();
      };
    }
    if (head.startsWith("FORM")) {
      return section(head, 8).startsWith("AIF") ? Optional.of(AIFF) : Optional.empty();
    }
    if (section(head, 4).equals("ftyp")) {
      return Optional.of(BRANDS.getOrDefault(section(head, 8), MP4));
    }
    // Two letters are no evidence; the reserved bytes of a bitmap's header are 0.
    return head.startsWith("BM") && section(head, 6).equals("\0\0\0\0")
        ? Optional.of(BMP)
        : Optional.empty();
  }

  private static String section(String head, int start) {
    return head.length() < start + 4 ? "" : head.substring(start, start + 4);
  }

  /** Returns the format of frames that begin with 11 or 12 set bits (ISO/IEC 11172-3, 13818-7). */
  private static Optional<FileSignature> frames(byte[] head) {
    if (head.length < 2 || head[0] != (byte) 0xff || (head[1] & 0xe0) != 0xe0) {
      return Optional.empty();
    }
    int layer = head[1] >> 1 & 3;
    if (layer == 0) {
      return (head[1] & 0xf0) == 0xf0 ? Optional.of(AAC) : Optional.empty();
    }
    return layer == 1 ? Optional.of(MP3) : Optional.empty();
  }

  /** Returns the first bytes of some data, as {@link #find} expects them. */
  public static byte[] head(byte[] data) {
    return Arrays.copyOf(data, Math.min(LENGTH, data.length));
  }
}
