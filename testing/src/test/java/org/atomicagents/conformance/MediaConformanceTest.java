package org.atomicagents.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.ConversationTypes;
import org.atomicagents.chat.HistoryDump;
import org.atomicagents.chat.Turn;
import org.atomicagents.message.Audio;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.MediaPolicy;
import org.atomicagents.message.Message;
import org.atomicagents.message.Pdf;
import org.atomicagents.message.Role;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MediaConformanceTest {
  private static final Image I1 = image("1.jpg");
  private static final Image I2 = image("2.jpg");
  private static final Image I3 = image("3.jpg");
  private static final Pdf P1 = Pdf.of(URI.create("https://example.com/1.pdf"));
  private static final Pdf P2 = Pdf.of(URI.create("https://example.com/2.pdf"));
  private static final Audio A = Audio.ofBase64("UklGRgAAAABXQVZF");

  private static final String PYTHON_DUMP =
      "{\"history\":[{\"role\":\"user\",\"content\":{\"class_name\":\"a.Images\",\"data\":"
          + "\"{\\\"imgs\\\":[{\\\"source\\\":\\\"a/b.jpg\\\",\\\"media_type\\\":\\\"image/*\\\","
          + "\\\"data\\\":null}]}\"},\"turn_id\":\"T\"}],\"max_messages\":null,"
          + "\"current_turn_id\":\"T\"}";

  @Description("An instruction with media.")
  record Instruction(
      @JsonProperty("instruction_text") String instructionText,
      List<Image> images,
      List<Pdf> pdfs,
      Audio audio) {}

  @Test
  @DisplayName("M01 media of the top level follow the text")
  void m01() {
    var input = new Instruction("Analyze this image", List.of(I1), List.of(P1), A);

    assertThat(sent(input))
        .containsExactly(text("{\"instruction_text\":\"Analyze this image\"}"), I1, P1, A);
  }

  @Description("Two fields of media.")
  record TwoFields(
      String text,
      @JsonProperty("some_key_for_images") List<Image> list,
      @JsonProperty("some_other_key_with_image") Image single) {}

  @Test
  @DisplayName("M02 media have the order of their declaration")
  void m02() {
    assertThat(sent(new TwoFields("t", List.of(I2, I3), I1)))
        .containsExactly(text("{\"text\":\"t\"}"), I2, I3, I1);
  }

  @Description("A context.")
  record Context(String label, String value) {}

  @Description("A record beside media.")
  record BesideMedia(String instruction, List<Image> images, Context context) {}

  @Test
  @DisplayName("M03 a nested record beside media stays in the text")
  void m03() {
    var input = new BesideMedia("Do something", List.of(I1), new Context("example", "nested"));

    assertThat(sent(input))
        .containsExactly(
            text(
                "{\"instruction\":\"Do something\","
                    + "\"context\":{\"label\":\"example\",\"value\":\"nested\"}}"),
            I1);
  }

  @Description("A document with an owner.")
  record OwnedDocument(Pdf pdf, String owner) {}

  @Description("A document with a title.")
  record TitledDocument(String title, Pdf pdf) {}

  @Description("Owned documents.")
  record OwnedDocuments(List<OwnedDocument> documents, String instruction) {}

  @Description("Titled documents.")
  record TitledDocuments(List<TitledDocument> documents) {}

  @Test
  @DisplayName("M04 media in the items of a list")
  void m04() {
    var owned = new OwnedDocuments(List.of(new OwnedDocument(P1, "Alice")), "Analyze these");
    var titled =
        new TitledDocuments(
            List.of(new TitledDocument("First", P1), new TitledDocument("Second", P2)));

    assertThat(sent(owned))
        .containsExactly(
            text("{\"documents\":[{\"owner\":\"Alice\"}],\"instruction\":\"Analyze these\"}"), P1);
    assertThat(sent(titled))
        .containsExactly(
            text("{\"documents\":[{\"title\":\"First\"},{\"title\":\"Second\"}]}"), P1, P2);
  }

  @Description("An image with a caption.")
  record CaptionedImage(Image image, String caption) {}

  @Description("An image and an attachment.")
  record BothLevels(
      String text, @JsonProperty("inline_image") Image inlineImage, CaptionedImage attachment) {}

  @Test
  @DisplayName("M05 media of both levels")
  void m05() {
    assertThat(sent(new BothLevels("Check this out", I1, new CaptionedImage(I2, "See here"))))
        .containsExactly(
            text("{\"text\":\"Check this out\",\"attachment\":{\"caption\":\"See here\"}}"),
            I1,
            I2);
  }

  @Description("Only images.")
  record OnlyImages(List<Image> images) {}

  @Test
  @DisplayName("M06 an input of media has no text")
  void m06() {
    assertThat(sent(new OnlyImages(List.of(I1, I2)))).containsExactly(I1, I2);
  }

  @Description("Images by name.")
  record ImageMap(@JsonProperty("image_map") Map<String, Image> imageMap, String note) {}

  @Test
  @DisplayName("M07 the values of a map keep its order")
  void m07() {
    var images = new LinkedHashMap<String, Image>();
    images.put("front", I1);
    images.put("back", I2);

    assertThat(sent(new ImageMap(images, "Two views")))
        .containsExactly(text("{\"note\":\"Two views\"}"), I1, I2);
  }

  @Description("An item of text or an image.")
  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  @JsonSubTypes({@JsonSubTypes.Type(TextItem.class), @JsonSubTypes.Type(ImageItem.class)})
  sealed interface MixedItem permits TextItem, ImageItem {}

  @Description("Text.")
  record TextItem(String text) implements MixedItem {}

  @Description("An image.")
  record ImageItem(Image image) implements MixedItem {}

  @Description("Mixed items.")
  record MixedItems(List<MixedItem> items) {}

  @Test
  @DisplayName("M08 a mixed list keeps its texts")
  void m08() {
    assertThat(sent(new MixedItems(List.of(new TextItem("text"), new ImageItem(I1)))))
        .containsExactly(text("{\"items\":[{\"text\":\"text\"}]}"), I1);
  }

  @Description("No media.")
  record NoMedia(String text, int count) {}

  @Description("Images.")
  record Images(List<Image> imgs) {}

  @Test
  @DisplayName("M09 without media, the content is one text")
  void m09() {
    assertThat(sent(new NoMedia("hello", 42)))
        .containsExactly(text("{\"text\":\"hello\",\"count\":42}"));
    assertThat(sent(new Images(List.of()))).containsExactly(text("{\"imgs\":[]}"));
  }

  @Description("An attachment.")
  record Attachment(Image image) {}

  @Description("Text with an attachment.")
  record WithAttachment(String text, Attachment attachment) {}

  @Description("A document.")
  record BareDocument(Pdf pdf) {}

  @Description("Text with documents.")
  record WithDocuments(String text, List<BareDocument> documents) {}

  @Test
  @DisplayName("M10 a record of media leaves no empty object")
  void m10() {
    assertThat(sent(new WithAttachment("t", new Attachment(I1))))
        .containsExactly(text("{\"text\":\"t\"}"), I1);
    assertThat(sent(new WithDocuments("t", List.of(new BareDocument(P1), new BareDocument(P2)))))
        .containsExactly(text("{\"text\":\"t\"}"), P1, P2);
  }

  @Test
  @DisplayName("M11 labels name the path of each medium")
  void m11() {
    var input = new OwnedDocuments(List.of(new OwnedDocument(P1, "Alice")), "Analyze these");
    var labelled = RunLimits.defaults().withMedia(MediaPolicy.defaults().withLabels());

    assertThat(sent(input, RunOptions.defaults().withLimits(labelled)))
        .containsExactly(
            text("{\"documents\":[{\"owner\":\"Alice\"}],\"instruction\":\"Analyze these\"}"),
            text("documents[0].pdf:"),
            P1);
  }

  @Test
  @DisplayName("M12 the sources of loaded media are paths or texts as before")
  void m12() {
    assertThat(loaded("a/b.jpg")).isEqualTo(new Media.Source.File(Path.of("a/b.jpg")));
    assertThat(loaded("https://x/y.jpg"))
        .isEqualTo(new Media.Source.Url(URI.create("https://x/y.jpg")));
    assertThat(loaded("data:image/png;base64,AA==")).isEqualTo(new Media.Source.Inline("AA=="));
  }

  @Test
  @DisplayName("M13 the kind of a source is explicit")
  void m13() {
    assertThat(loaded("gs://bucket/x.png"))
        .isEqualTo(new Media.Source.Url(URI.create("gs://bucket/x.png")));
    assertThat(loaded("iVBORw0KGgo=")).isEqualTo(new Media.Source.Inline("iVBORw0KGgo="));

    Schema<Images> schema = Schema.of(Images.class);
    var images =
        new Images(
            List.of(
                Image.of(URI.create("gs://bucket/x.png")),
                Image.ofBase64("iVBORw0KGgo="),
                Image.of(Path.of("abcd"))));
    assertThat(schema.read(schema.encode(images)).value()).isEqualTo(images);
  }

  @Test
  @DisplayName("M12 a dump keeps media, and is read from one of the Python original")
  void m12Dump() {
    var dump = new HistoryDump(ConversationTypes.builder().type("a.Images", Images.class).build());
    var history = ChatHistory.unbounded();
    var images = new Images(List.of(Image.of(Path.of("a/b.jpg")), Image.ofBase64("iVBORw0KGgo=")));
    var message = new Message(Role.USER, Schema.of(Images.class).parts(images));
    history.commit(Turn.of("T", List.of(ChatEntry.of(images, message))));

    assertThat(dump.read(dump.write(history)).turns().getFirst().entries())
        .containsExactly(ChatEntry.of(images, message));
    assertThat(dump.read(PYTHON_DUMP).messages())
        .containsExactly(new Message(Role.USER, List.<Content>of(Image.of(Path.of("a/b.jpg")))));
  }

  private static Media.Source loaded(String source) {
    Images images =
        Objects.requireNonNull(
            Schema.of(Images.class)
                .read("{\"imgs\":[{\"source\":\"" + source + "\",\"media_type\":\"image/jpeg\"}]}")
                .value());
    Image image = images.imgs().getFirst();
    assertThat(image.isTrusted()).isFalse();
    return image.source();
  }

  private static Image image(String name) {
    return Image.of(URI.create("https://example.com/" + name));
  }

  private static Content text(String text) {
    return new Content.Text(text);
  }

  private static List<Content> sent(Object input) {
    return sent(input, RunOptions.defaults());
  }

  @SuppressWarnings("unchecked") // the class of an input is the type of the agent
  private static List<Content> sent(Object input, RunOptions options) {
    var script = ScriptedModel.answering("{\"chat_message\":\"ok\"}");
    AtomicAgent.of((Class<Object>) input.getClass(), BasicChatOutput.class, script.model())
        .run(input, options);
    return script.requests().getFirst().messages().getLast().parts();
  }
}
