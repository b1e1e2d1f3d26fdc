package org.atomicagents.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.atomicagents.model.TokenCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTokensTest {

  // The first two are the examples of OpenAI's page.
  @ParameterizedTest
  @CsvSource({
    "1024, 1024, 765",
    "2048, 4096, 1105",
    "512, 512, 255",
    "1, 1, 255",
    "513, 512, 425",
    "20000, 20, 765"
  })
  void anImageCostsItsTiles(int width, int height, int tokens) {
    assertThat(count(png(width, height))).isEqualTo(tokens);
    assertThat(count(png(width, height).withDetail(Media.Detail.HIGH))).isEqualTo(tokens);
    assertThat(count(png(width, height).withDetail(Media.Detail.LOW))).isEqualTo(85);
  }

  @Test
  void anImageOfUnknownSizeCountsAs1024Squared(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a.png");

    assertThat(count(Image.of(URI.create("https://example.org/a.png")))).isEqualTo(765);
    assertThat(count(Image.of(file))).isEqualTo(765);

    Files.write(file, pngBytes(512, 512));
    assertThat(count(Image.of(file))).isEqualTo(255);
    assertThat(count(Image.of(file).untrusted())).isEqualTo(765);
  }

  @Test
  void audioCostsItsSeconds() {
    byte[] wav = new byte[44 + 32_000 * 3 - 44];
    byte[] header =
        "RIFF\0\0\0\0WAVEfmt \u0010\0\0\0\1\0\1\0".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(header, 0, wav, 0, header.length);
    ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).putInt(24, 16_000).putInt(28, 32_000);
    byte[] mp3 = Arrays.copyOf("ID3\u0004".getBytes(StandardCharsets.ISO_8859_1), 16_000 * 5);

    assertThat(count(Audio.of(wav))).isEqualTo(30);
    assertThat(count(Audio.of(mp3))).isBetween(50, 60);
    assertThat(count(Audio.of(URI.create("https://example.org/a.mp3")))).isEqualTo(600);
  }

  @Test
  void documentsAndVideosCostTheirSize() {
    byte[] pdf = Arrays.copyOf("%PDF-1.7".getBytes(StandardCharsets.ISO_8859_1), 120_000);
    URI uri = URI.create("https://example.org/a");

    assertThat(count(Pdf.of(pdf))).isEqualTo(3 * 1_500);
    assertThat(count(Pdf.of(uri))).isEqualTo(5 * 1_500);
    assertThat(count(Video.of(uri))).isEqualTo(30 * 300);
    assertThat(count(Video.of(uri).withDetail(Media.Detail.LOW))).isEqualTo(30 * 100);
  }

  private static int count(Media media) {
    return TokenCounter.heuristic().count(new Message(Role.USER, List.of(media)));
  }

  private static Image png(int width, int height) {
    return Image.of(pngBytes(width, height));
  }

  private static byte[] pngBytes(int width, int height) {
    byte[] png =
        Arrays.copyOf(
            "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR".getBytes(StandardCharsets.ISO_8859_1), 40);
    ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
    return png;
  }
}
