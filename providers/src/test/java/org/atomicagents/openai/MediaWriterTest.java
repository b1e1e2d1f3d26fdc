package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.provider.RecordedResponse;
import org.atomicagents.message.Audio;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.MediaPolicy;
import org.atomicagents.message.Message;
import org.atomicagents.message.Pdf;
import org.atomicagents.message.Role;
import org.atomicagents.message.Video;
import org.atomicagents.model.ModelRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class MediaWriterTest {
  private static final byte[] PNG = bytes("\u0089PNG\r\n\u001a\n");
  private static final byte[] PDF = bytes("%PDF-1.7\n");
  private static final byte[] MP3 = bytes("ID3\u0004\0");
  private static final byte[] WAV = bytes("RIFF\0\0\0\0WAVEfmt ");
  private static final byte[] FLAC = bytes("fLaC\0\0\0\0");

  @Test
  @DisplayName("M14 an image by URL, and text as parts")
  void m14() {
    assertThat(
            parts(
                "openai",
                new Content.Text("Look:"),
                Image.of(URI.create("https://example.com/test.png"))))
        .isEqualTo(
            "[{\"type\":\"text\",\"text\":\"Look:\"},{\"type\":\"image_url\",\"image_url\":{\"url\":"
                + "\"https://example.com/test.png\"}}]");
  }

  @Test
  void writesTheDetailOfAnImage() {
    assertThat(
            parts(
                "openai",
                Image.of(URI.create("https://example.com/a.png")).withDetail(Media.Detail.LOW)))
        .isEqualTo(
            "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\","
                + "\"detail\":\"low\"}}]");
  }

  @Test
  void writesInlineDataWithItsType() {
    assertThat(parts("openai", Image.of(PNG)))
        .isEqualTo(
            "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBORw0KGgo=\"}}]");
    assertThat(parts("openai", Pdf.of(PDF)))
        .isEqualTo(
            "[{\"type\":\"file\",\"file\":{\"filename\":\"document.pdf\",\"file_data\":"
                + "\"data:application/pdf;base64,JVBERi0xLjcK\"}}]");
    assertThat(parts("openai", Audio.of(MP3), Audio.of(WAV)))
        .isEqualTo(
            "[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"SUQzBAA=\",\"format\":\"mp3\"}},"
                + "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"UklGRgAAAABXQVZFZm10IA==\","
                + "\"format\":\"wav\"}}]");
  }

  @Test
  void writesFilesWithTheTypeOfTheirContent(@TempDir Path folder) throws Exception {
    Path document = Files.write(folder.resolve("a b.pdf"), PDF);
    Path picture = Files.write(folder.resolve("picture.jpg"), PNG);

    assertThat(parts("openai", Pdf.of(document), Image.of(picture)))
        .isEqualTo(
            "[{\"type\":\"file\",\"file\":{\"filename\":\"a b.pdf\",\"file_data\":"
                + "\"data:application/pdf;base64,JVBERi0xLjcK\"}},{\"type\":\"image_url\",\"image_url\":"
                + "{\"url\":\"data:image/png;base64,iVBORw0KGgo=\"}}]");
  }

  @Test
  void writesLargeFilesInChunks(@TempDir Path folder) throws Exception {
    var random = new Random(7);
    for (int size : List.of(64, 65, 24 * 1024 - 1, 24 * 1024, 24 * 1024 + 1, 100_003)) {
      byte[] data = new byte[size];
      random.nextBytes(data);
      System.arraycopy(PNG, 0, data, 0, PNG.length);
      Path file = Files.write(folder.resolve("large.png"), data);

      assertThat(parts("openai", Image.of(file)))
          .as(size + " bytes")
          .contains("\"data:image/png;base64," + Base64.getEncoder().encodeToString(data) + "\"");
    }
  }

  @Test
  void writesUrlsOfDocumentsAndVideosForOtherProviders() {
    assertThat(
            parts(
                "openrouter",
                Pdf.of(URI.create("https://example.org/x/y.pdf")),
                Video.of(URI.create("https://example.org/v.mp4"))
                    .withFramesPerSecond(2)
                    .withDetail(Media.Detail.HIGH)))
        .isEqualTo(
            "[{\"type\":\"file\",\"file\":{\"filename\":\"y.pdf\",\"file_data\":"
                + "\"https://example.org/x/y.pdf\"}},{\"type\":\"video_url\",\"video_url\":{\"url\":"
                + "\"https://example.org/v.mp4\",\"fps\":2.0,\"detail\":\"high\"}}]");
  }

  @Test
  void rejectsKindsThatTheProviderDoesNotAccept() {
    URI uri = URI.create("https://example.org/a");
    assertRejected(
        "openai",
        Video.of(uri).at("$.clip"),
        "Model 'm' can't be sent part 2 of message 2 (Video from $.clip): the provider accepts no"
            + " videos. Send images of single frames.");
    assertRejected(
        "azure",
        Pdf.of(uri),
        "Model 'm' can't be sent part 2 of message 2 (Pdf): the protocol accepts documents as"
            + " inline data only. Download it with MediaDownloader, or create it from a file or"
            + " bytes.");
    assertRejected(
        "openrouter",
        Audio.of(uri),
        "Model 'm' can't be sent part 2 of message 2 (Audio): the protocol accepts audio as inline"
            + " data only. Download it with MediaDownloader, or create it from a file or bytes.");
    assertRejected(
        "openai",
        Audio.of(FLAC),
        "Model 'm' can't be sent part 2 of message 2 (Audio): expected WAV or MP3, found"
            + " audio/flac. Convert it.");
    assertRejected(
        "openai",
        Image.of(URI.create("gs://bucket/a.png")),
        "Model 'm' can't be sent part 2 of message 2 (Image): expected a URI that the provider can"
            + " download, found the scheme gs.");
  }

  @Test
  void rejectsMediaThatNoPolicyAdmitted(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("a.png"), PNG);
    var fromData = Image.of(file).untrusted();

    assertRejected(
        "openai",
        fromData,
        "Model 'm' can't be sent part 2 of message 2 (Image): its source comes from data, and no"
            + " media policy has admitted it. Pass it through MediaPolicy.admit.");
    assertThat(parts("openai", MediaPolicy.defaults().withFilesUnder(folder).admit(fromData)))
        .contains("iVBORw0KGgo=");
  }

  @Test
  void reportsFilesThatCannotBeRead(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("none.pdf");
    Path text = Files.writeString(folder.resolve("text.pdf"), "no document");
    Path empty = Files.write(folder.resolve("empty.pdf"), new byte[0]);

    assertThatThrownBy(() -> parts("openai", Pdf.of(missing).at("$.contract")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Model 'm' can't be sent part 1 of message 2 (Pdf from $.contract): could not read the"
                + " media file %s: it does not exist.\nCheck the path, the permissions and the content."
                    .formatted(missing));
    assertThatThrownBy(() -> parts("openai", Pdf.of(text)))
        .hasMessageContaining("expected a PDF document, found data in another format");
    assertThatThrownBy(() -> parts("openai", Pdf.of(empty)))
        .hasMessageContaining("expected a PDF document, found no data");
    assertThatThrownBy(() -> parts("openai", Pdf.of(folder)))
        .hasMessageContaining("it is no regular file");
  }

  @Test
  void imagesOfRecordedRequestsAreWrittenInTheSameForm() throws Exception {
    for (RecordedResponse recording : RecordedResponse.all()) {
      for (JsonNode message : recording.request().path("body").path("messages")) {
        if (message.path("content").toString().contains("\"image_url\":{")) {
          JsonNode expected = withoutNulls(message.path("content"));

          String written = parts("openai", contents(expected));

          assertThat(JsonMapper.shared().readTree(written))
              .as(recording.name())
              .isEqualTo(expected);
        }
      }
    }
  }

  private static Content[] contents(JsonNode parts) {
    return parts
        .valueStream()
        .<Content>map(part ->
            part.has("image_url")
                ? Image.of(URI.create(part.path("image_url").path("url").stringValue()))
                : new Content.Text(part.path("text").stringValue()))
        .toArray(Content[]::new);
  }

  private static JsonNode withoutNulls(JsonNode parts) {
    parts.forEach(part -> ((ObjectNode) part).removeIf(JsonNode::isNull));
    return parts;
  }

  private static void assertRejected(String provider, Media media, String message) {
    assertThatThrownBy(() -> parts(provider, new Content.Text("Look:"), media))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  private static String parts(String provider, Content... parts) {
    var messages = List.of(Message.system("S"), new Message(Role.USER, List.of(parts)));
    String body =
        new String(
            RequestWriter.of(ModelRequest.of("m", messages), provider), StandardCharsets.UTF_8);
    String before =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"S\"},"
            + "{\"role\":\"user\",\"content\":";
    assertThat(body).startsWith(before).endsWith("}]}");
    return body.substring(before.length(), body.length() - "}]}".length());
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }
}
