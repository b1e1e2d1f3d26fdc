package org.atomicagents.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaTest {
  private static final byte[] PNG = bytes("\u0089PNG\r\n\u001a\n");
  private static final byte[] PDF = bytes("%PDF-1.7\n");
  private static final String PNG_BASE64 = "iVBORw0KGgo=";

  @Test
  void theTypeOfInlineDataIsDeterminedByItsContent() {
    assertThat(Image.of(PNG).mediaType()).isEqualTo("image/png");
    assertThat(Image.ofBase64(PNG_BASE64)).isEqualTo(Image.of(PNG));
    assertThat(Image.of(URI.create("data:image/png;base64," + PNG_BASE64)))
        .isEqualTo(Image.of(PNG));
    assertThat(Image.of(URI.create("data:;base64," + PNG_BASE64))).isEqualTo(Image.of(PNG));
    assertThat(Pdf.of(PDF).mediaType()).isEqualTo("application/pdf");
    assertThat(Audio.of(bytes("\0\0\0\u0018ftypmp42")).mediaType()).isEqualTo("audio/mp4");
    assertThat(Video.of(bytes("\0\0\0\u0018ftypmp42")).mediaType()).isEqualTo("video/mp4");
  }

  @Test
  void theTypeOfOtherDataIsNotKnownInAdvance() {
    assertThat(Image.of(Path.of("a.png")).mediaType()).isEqualTo("image/*");
    assertThat(Audio.of(URI.create("https://example.org/a")).mediaType()).isEqualTo("audio/*");
    assertThat(Pdf.of(Path.of("a")).mediaType()).isEqualTo("application/pdf");
  }

  @Test
  void anExplicitTypeIsKeptForFormatsWithoutASignature() {
    assertThat(Image.of(bytes("<svg/>"), "image/svg+xml; charset=utf-8").mediaType())
        .isEqualTo("image/svg+xml");
    assertThat(Audio.of(bytes("samples"), "audio/pcm").mediaType()).isEqualTo("audio/pcm");
    assertThat(Image.of(PNG, "IMAGE/PNG")).isEqualTo(Image.of(PNG));
    assertThat(Image.of(bytes("\u00ff\u00d8\u00ff"), "image/jpg").mediaType())
        .isEqualTo("image/jpeg");
  }

  @Test
  void contradictingContentIsRejected() {
    assertThatThrownBy(() -> Image.of(PDF))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected an image (PNG, JPEG, GIF, WebP, BMP, TIFF, HEIF, AVIF), found PDF data. Check"
                + " the data, or state the media type of a rare format.");
    assertThatThrownBy(() -> Image.of(PNG, "image/jpeg"))
        .hasMessage("expected image/jpeg, found PNG data. Check the data and the media type.");
    assertThatThrownBy(() -> Image.of(bytes("text"), "image/png"))
        .hasMessage(
            "expected image/png, found data in another format. Check the data and the media type.");
    assertThatThrownBy(() -> Image.of(PNG, "audio/wav"))
        .hasMessageStartingWith(
            "expected a media type that begins with image/, found \"audio/wav\"");
    for (String type : new String[] {"image/", "image/a,b", "image/a b", "image/a/b", "png"}) {
      assertThatThrownBy(() -> Image.of(bytes("<svg/>"), type))
          .hasMessageStartingWith("expected a media type that begins with image/");
    }
    assertThatThrownBy(() -> Pdf.of(new byte[0]))
        .hasMessage("expected a PDF document, found no data");
    assertThatThrownBy(() -> Image.of(URI.create("data:image/jpeg;base64," + PNG_BASE64)))
        .hasMessageStartingWith("expected image/jpeg, found PNG data");
  }

  @Test
  void malformedSourcesAreRejected() {
    assertThatThrownBy(() -> Image.ofBase64("iVBORw0K\nGgo="))
        .hasMessage(
            "expected Base64 (RFC 4648) without line breaks, found another character at index 8");
    assertThatThrownBy(() -> Image.ofBase64("iVBORw0KGgo"))
        .hasMessage("expected Base64 (RFC 4648) with padding, found 11 characters");
    assertThatThrownBy(() -> Image.of(URI.create("a/b.png")))
        .hasMessage("expected a URI with a scheme, found a relative one. Pass a Path for a file.");
    assertThatThrownBy(() -> Image.of(URI.create("data:image/png,abc")))
        .hasMessage("expected a data URI as data:TYPE;base64,DATA, found another form");
  }

  @Test
  void theKindOfASourceIsExplicit() {
    assertThat(Image.of(URI.create("file:///a/b.png")).source())
        .isEqualTo(new Media.Source.File(Path.of("/a/b.png")));
    assertThat(Image.of(URI.create("gs://bucket/b.png")).source())
        .isEqualTo(new Media.Source.Url(URI.create("gs://bucket/b.png")));
  }

  @Test
  void optionsArePartOfTheValue() {
    Image image = Image.of(PNG);
    Video video = Video.of(URI.create("https://example.org/v.mp4"));

    assertThat(image.withDetail(Media.Detail.LOW)).isNotEqualTo(image);
    assertThat(image.withDetail(Media.Detail.LOW))
        .isEqualTo(Image.of(PNG).withDetail(Media.Detail.LOW))
        .hasSameHashCodeAs(Image.of(PNG).withDetail(Media.Detail.LOW));
    assertThat(video.withFramesPerSecond(2)).isNotEqualTo(video.withFramesPerSecond(1));
    assertThatThrownBy(() -> video.withFramesPerSecond(0))
        .hasMessage("framesPerSecond: expected a positive number, found 0.0");
  }

  @Test
  void trustAndLocationAreNoPartOfTheValue() {
    Image image = Image.of(Path.of("a.png"));

    assertThat(image.untrusted()).isEqualTo(image);
    assertThat(image.untrusted().isTrusted()).isFalse();
    assertThat(image.at("$.a")).isEqualTo(image);
    assertThat(image.at("$.a").location()).isEqualTo("$.a");
  }

  @Test
  void textsContainNoDataAndNoPaths() {
    assertThat(Image.of(PNG).withDetail(Media.Detail.LOW))
        .hasToString("Image[image/png, Inline[12 characters], detail LOW]");
    assertThat(Pdf.of(Path.of("/home/ada/secret/a.pdf")))
        .hasToString("Pdf[application/pdf, File[a.pdf]]");
    assertThat(Video.of(URI.create("https://example.org/v?sig=1")).withFramesPerSecond(2))
        .hasToString("Video[video/*, Url[https://example.org], 2.0 frames per second]");
  }

  @Test
  void openedDataIsDecodedAndRead(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("a.jpg"), PNG);

    for (Image image : new Image[] {Image.of(PNG), Image.of(file)}) {
      try (OpenMedia open = image.open()) {
        assertThat(open.mediaType()).isEqualTo("image/png");
        assertThat(open.size()).isEqualTo(PNG.length);
        assertThat(open.data().readAllBytes()).isEqualTo(PNG);
      }
    }
  }

  @Test
  void aFileThatChangesWhileItIsReadIsAnError(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("a.png"), PNG);
    try (OpenMedia grown = Image.of(file).open()) {
      Files.write(file, new byte[1], StandardOpenOption.APPEND);

      assertThatThrownBy(() -> grown.data().readAllBytes())
          .isInstanceOf(IOException.class)
          .hasMessage("the size of the file changed while it was read");
    }

    Files.write(file, new byte[200], StandardOpenOption.APPEND);
    try (OpenMedia shortened = Image.of(file).open()) {
      Files.write(file, PNG);

      assertThatThrownBy(() -> shortened.data().readAllBytes())
          .hasMessage("the size of the file changed while it was read");
    }
  }

  @Test
  void filesThatCannotBeSentAreErrors(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("missing.png");
    Path document = Files.write(folder.resolve("a.png"), PDF);

    assertThatThrownBy(() -> Image.of(missing).open())
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Image: could not read the media file %s: it does not exist.\nCheck the path, the permissions and the content."
                .formatted(missing));
    assertThatThrownBy(() -> Image.of(document).at("$.images[0]").open())
        .hasMessageStartingWith("Image at $.images[0]: could not read the media file")
        .hasMessageContaining("found PDF data");
    assertThatThrownBy(() -> Image.of(folder).open()).hasMessageContaining("no regular file");
    assertThatThrownBy(() -> Image.of(document).untrusted().open())
        .hasMessageContaining("no media policy has admitted it");
    assertThatThrownBy(() -> Image.of(URI.create("https://example.org/a.png")).open())
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }
}
