package org.atomicagents.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSignatureTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          89504E470D0A1A0A, PNG, image/png
          FFD8FFE000104A46, JPEG, image/jpeg
          474946383961, GIF, image/gif
          524946460000000057454250565038, WebP, image/webp
          424D00000000000000000000, BMP, image/bmp
          49492A00, TIFF, image/tiff
          000000186674797068656963, HEIF, image/heic
          000000186674797061766966, AVIF, image/avif
          255044462D312E37, PDF, application/pdf
          524946460000000057415645666D7420, WAV, audio/wav
          4944330400, MP3, audio/mpeg
          FFFB9064, MP3, audio/mpeg
          FFF15080, AAC, audio/aac
          664C6143, FLAC, audio/flac
          464F524D0000000041494646, AIFF, audio/aiff
          4F67675300, Ogg, audio/ogg
          00000018667479704D344120, M4A, audio/mp4
          00000018667479706D703432, MP4, video/mp4
          000000186674797071742020, QuickTime, video/quicktime
          1A45DFA3, WebM or Matroska, video/webm
          5249464600000000415649204C495354, AVI, video/x-msvideo
          000001BA, MPEG, video/mpeg
          464C5601, FLV, video/x-flv
          """)
  void formatsAreRecognizedByTheirFirstBytes(String hex, String format, String mediaType) {
    byte[] head = HexFormat.of().parseHex(hex);

    assertThat(FileSignature.find(head))
        .hasValueSatisfying(signature -> {
          assertThat(signature.format()).isEqualTo(format);
          assertThat(signature.mediaTypes()).startsWith(mediaType);
        });
  }

  @Test
  void textsAndShortDataHaveNoSignature() {
    for (String text : new String[] {"", "B", "BM", "BMW", "RIFF", "<svg/>", "PK\3\4", "ftyp"}) {
      assertThat(FileSignature.find(text.getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
    }
  }

  @Test
  void truncatedDataIsAccepted() {
    var random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      byte[] data = new byte[random.nextInt(40)];
      random.nextBytes(data);
      if (random.nextBoolean() && data.length > 3) {
        data[0] = (byte) 0xff;
        data[1] = (byte) 0xd8;
        data[2] = (byte) 0xff;
      }

      assertThat(FileSignature.find(data)).isNotNull();
      assertThat(ImageSize.find(data)).isNotNull();
    }
  }
}
