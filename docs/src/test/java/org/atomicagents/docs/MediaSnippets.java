package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.error.InvalidInputException;
import org.atomicagents.media.MediaDownloader;
import org.atomicagents.message.Audio;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.MediaPolicy;
import org.atomicagents.message.Message;
import org.atomicagents.message.Pdf;
import org.atomicagents.message.Role;
import org.atomicagents.message.Video;
import org.atomicagents.model.Model;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaSnippets {
  private static final byte[] PNG = "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);

  private final SimulatedProvider provider = SimulatedProvider.start();
  private final OpenAi client = OpenAi.at(provider.baseUrl());
  private final Model model = client.model("some-model");

  @AfterEach
  void close() {
    client.close();
    provider.close();
  }

  @Test
  void firstImage() throws Exception {
    List<String> lines = ChildJvm.run(provider, FirstImage.class);

    assertThat(lines.getFirst()).isNotBlank();
  }

  @Test
  void sources(@TempDir Path folder) {
    byte[] bytes = PNG;
    String base64 = "iVBORw0KGgo=";
    // @start region="sources"
    Image file = Image.of(Path.of("photo.jpg")); // read each time it is sent
    Image url = Image.of(URI.create("https://example.org/photo.jpg")); // downloaded by the provider
    Image inline = Image.of(bytes); // sent as Base64
    Image encoded = Image.ofBase64(base64);
    Image rare = Image.of(bytes, "image/png"); // an explicit media type

    Image small = file.withDetail(Media.Detail.LOW);
    Video clip =
        Video.of(URI.create("https://example.org/clip.mp4"))
            .withFramesPerSecond(2)
            .withDetail(Media.Detail.LOW);
    // @end
    assertThat(List.of(url, encoded, small)).hasSize(3);
    assertThat(inline).isEqualTo(rare);
    assertThat(clip.framesPerSecond()).isEqualTo(2);
  }

  // @start region="nested"
  @Description("A contract with its scan")
  record Contract(String customer, Pdf scan) {}

  @Description("A case to decide")
  record Case(String question, List<Contract> contracts, List<Image> photos) {}

  // @end

  @Test
  void nested() {
    var contract = new Contract("Ada", Pdf.of(URI.create("https://example.org/1.pdf")));
    var photo = Image.of(PNG);
    // @start region="parts"
    List<Content> parts =
        Schema.of(Case.class)
            .parts(new Case("Who pays?", List.of(contract), List.of(photo, photo)));

    String json = "{\"question\":\"Who pays?\",\"contracts\":[{\"customer\":\"Ada\"}]}";
    assertThat(parts).containsExactly(new Content.Text(json), contract.scan(), photo, photo);
    // @end
  }

  @Test
  void labels() {
    var contract = new Contract("Ada", Pdf.of("%PDF-1.7".getBytes(StandardCharsets.US_ASCII)));
    var input = new Case("Who pays?", List.of(contract), List.of());
    // @start region="labels"
    var limits = RunLimits.defaults().withMedia(MediaPolicy.defaults().withLabels());
    var agent =
        AtomicAgent.builder(Case.class, BasicChatOutput.class, model).limits(limits).build();

    agent.run(input);
    // @end
    assertThat(body()).contains("contracts[0].scan:");
  }

  @Test
  void policy(@TempDir Path uploads) throws Exception {
    Path file = Files.write(uploads.resolve("a.png"), PNG);
    var schema = Schema.of(Case.class);
    String json = schema.encode(new Case("q", List.of(), List.of(Image.of(file))));
    var agent = AtomicAgent.of(Case.class, BasicChatOutput.class, model);
    // @start region="policy"
    var policy =
        MediaPolicy.defaults()
            .withFilesUnder(uploads)
            .withHosts("images.example.org", "*.example.com")
            .withMaxBytes(Media.Kind.IMAGE, 5_000_000)
            .withTypes(Media.Kind.IMAGE, "image/png", "image/jpeg");
    var options = RunOptions.defaults().withLimits(RunLimits.defaults().withMedia(policy));

    Case received = schema.read(json).value(); // its media are not trusted
    agent.run(received, options);
    // @end
    assertThatThrownBy(() -> agent.run(received)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void download() {
    // @start region="download"
    var policy = MediaPolicy.defaults().withHosts("*.example.org");
    try (var downloader = MediaDownloader.of(policy)) {
      var remote = Audio.of(URI.create("https://evil.example.com/call.mp3"));

      assertThatThrownBy(() -> downloader.download(remote)) // the host is not allowed
          .isInstanceOf(IllegalArgumentException.class);
    }
    // @end
  }

  @Test
  void tokens() {
    // @start region="tokens"
    var chart = Image.of(URI.create("https://example.org/chart.png"));
    var message = new Message(Role.USER, List.of(chart.withDetail(Media.Detail.LOW)));

    int tokens = TokenCounter.heuristic().count(message); // 85
    // @end
    assertThat(tokens).isEqualTo(85);
  }

  private String body() {
    return provider.requests().getLast().body();
  }
}
