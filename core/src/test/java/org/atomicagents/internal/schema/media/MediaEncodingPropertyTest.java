package org.atomicagents.internal.schema.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.atomicagents.internal.json.JsonPath;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.Pdf;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Random inputs: the text and the media of a message contain exactly the input. */
class MediaEncodingPropertyTest {
  private static final CompiledSchema<Node> SCHEMA = CompiledSchema.compile(Node.class);

  /** The lists whose items consist of media only, or contain none. */
  private static final Set<String> LISTS_WITH_OMITTED_ITEMS =
      Set.of("images", "attachments", "mixed", "any");

  @Description("A node")
  record Node(
      String text,
      Optional<Image> image,
      List<Image> images,
      Map<String, Pdf> documents,
      List<Node> children,
      Map<String, Node> named,
      @Nullable Attachment attachment,
      List<Attachment> attachments,
      List<Tagged> tagged,
      List<Untagged> mixed,
      List<Media> any) {}

  @Description("Only media")
  record Attachment(Image image) {}

  @Description("A tagged part")
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = TaggedText.class, name = "text"),
    @JsonSubTypes.Type(value = TaggedImage.class, name = "image")
  })
  sealed interface Tagged permits TaggedText, TaggedImage {}

  @Description("Text")
  record TaggedText(String text) implements Tagged {}

  @Description("An image")
  record TaggedImage(Image image) implements Tagged {}

  @Description("A part")
  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  @JsonSubTypes({@JsonSubTypes.Type(PlainText.class), @JsonSubTypes.Type(PlainImage.class)})
  sealed interface Untagged permits PlainText, PlainImage {}

  @Description("Text")
  record PlainText(String text) implements Untagged {}

  @Description("An image")
  record PlainImage(Image image, Pdf pdf) implements Untagged {}

  @Test
  void textAndMediaReconstructTheInput() {
    for (long seed = 1; seed <= 400; seed++) {
      Node value = node(new Random(seed), 3);

      List<Content> parts = SCHEMA.parts(value);

      List<Media> media = media(parts);
      var tree = (ObjectNode) JsonTree.read(text(parts));
      media.forEach(medium -> insert(tree, medium));
      assertThat(SCHEMA.read(JsonTree.write(tree), Strictness.STRICT).value())
          .as("seed " + seed)
          .isEqualTo(value);
    }
  }

  @Test
  void theTextIsTheJsonWithoutMedia() {
    for (long seed = 1; seed <= 400; seed++) {
      Node value = node(new Random(seed), 3);
      var expected = new ArrayList<String>();

      JsonNode stripped = strip(JsonTree.read(SCHEMA.encode(value)), expected);

      List<Content> parts = SCHEMA.parts(value);
      assertThat(text(parts)).as("seed " + seed).isEqualTo(JsonTree.write(stripped));
      assertThat(media(parts).stream().map(MediaEncodingPropertyTest::json))
          .as("seed " + seed)
          .containsExactlyElementsOf(expected);
    }
  }

  @Test
  void labelsPrecedeTheMediaAndChangeNothingElse() {
    for (long seed = 1; seed <= 100; seed++) {
      Node value = node(new Random(seed), 2);
      var withoutLabels = new ArrayList<Content>();
      List<Content> labelled = SCHEMA.parts(value, true);

      for (int i = 0; i < labelled.size(); i++) {
        boolean isLabel = i + 1 < labelled.size() && labelled.get(i + 1) instanceof Media;
        if (isLabel && labelled.get(i) instanceof Content.Text label) {
          assertThat("$." + label.text()).isEqualTo(((Media) labelled.get(i + 1)).location() + ":");
        } else {
          withoutLabels.add(labelled.get(i));
        }
      }

      assertThat(withoutLabels).as("seed " + seed).isEqualTo(SCHEMA.parts(value));
    }
  }

  private static final AtomicInteger READS = new AtomicInteger();

  @Description("A chain of records that contain media only")
  record Chain(Image image, Optional<Chain> next) {

    static Chain of(int length) {
      Chain chain = new Chain(Image.ofBase64("iVBORw0KGgo="), Optional.empty());
      for (int i = 1; i < length; i++) {
        chain = new Chain(chain.image, Optional.of(chain));
      }
      return chain;
    }

    @Override
    public Image image() {
      READS.incrementAndGet();
      return image;
    }
  }

  @Test
  void eachComponentIsReadOnce() {
    CompiledSchema<Chain> schema = CompiledSchema.compile(Chain.class);
    READS.set(0);

    List<Content> parts = schema.parts(Chain.of(300));

    assertThat(media(parts)).hasSize(300);
    assertThat(READS).hasValue(300);
  }

  private static String text(List<Content> parts) {
    return ((Content.Text) parts.getFirst()).text();
  }

  private static List<Media> media(List<Content> parts) {
    return parts.stream().filter(Media.class::isInstance).map(Media.class::cast).toList();
  }

  /** Puts a medium back at its location, and creates the containers that were omitted. */
  private static void insert(ObjectNode root, Media media) {
    List<JsonPath.Step> steps = JsonPath.parse(media.location()).steps();
    JsonNode parent = root;
    boolean isOmitted = false;
    for (int i = 0; i < steps.size(); i++) {
      boolean isLast = i == steps.size() - 1;
      JsonNode created =
          isLast
              ? JsonTree.read(json(media))
              : steps.get(i + 1) instanceof JsonPath.Index
                  ? JsonNodeFactory.instance.arrayNode()
                  : JsonNodeFactory.instance.objectNode();
      JsonNode child;
      if (steps.get(i) instanceof JsonPath.Key key) {
        ObjectNode object = (ObjectNode) parent;
        child = object.get(key.name());
        if (child == null) {
          child = created;
          object.set(key.name(), child);
        }
        isOmitted = LISTS_WITH_OMITTED_ITEMS.contains(key.name());
      } else {
        int index = ((JsonPath.Index) steps.get(i)).index();
        ArrayNode array = (ArrayNode) parent;
        child = array.get(index);
        boolean isNew = isLast || (isOmitted && !isInserted(child));
        if (child == null || isNew) {
          child = created;
          array.insert(index, child);
        }
      }
      parent = child;
    }
  }

  /** Returns whether an item was inserted for an earlier medium of the same record. */
  private static boolean isInserted(@Nullable JsonNode item) {
    return item != null && item.has("image") && !item.has("pdf") && item.size() < 2;
  }

  /** Returns JSON without media; null if it consists of media only. */
  private static @Nullable JsonNode strip(JsonNode node, List<String> media) {
    if (node.has("source_kind")) {
      media.add(JsonTree.write(node));
      return null;
    }
    if (node.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(property -> {
            JsonNode stripped = strip(property.getValue(), media);
            if (stripped != null) {
              object.set(property.getKey(), stripped);
            }
          });
      return object.isEmpty() && !node.isEmpty() ? null : object;
    }
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> {
        JsonNode stripped = strip(item, media);
        if (stripped != null) {
          array.add(stripped);
        }
      });
      return array.isEmpty() && !node.isEmpty() ? null : array;
    }
    return node;
  }

  private static String json(Media media) {
    String all = CompiledSchema.compile(Any.class).encode(new Any(media));
    ObjectNode object = (ObjectNode) JsonTree.read(all).get("media");
    if (!media.location().contains("any[")) {
      object.remove("kind");
    }
    return JsonTree.write(object);
  }

  @Description("Any medium")
  record Any(Media media) {}

  private static Node node(Random random, int depth) {
    return new Node(
        "t" + random.nextInt(100),
        random.nextBoolean() ? Optional.of(image(random)) : Optional.empty(),
        list(random, () -> image(random)),
        map(random, () -> pdf(random)),
        depth == 0 ? List.of() : list(random, () -> node(random, depth - 1)),
        depth == 0 ? Map.of() : map(random, () -> node(random, 0)),
        random.nextBoolean() ? new Attachment(image(random)) : null,
        list(random, () -> new Attachment(image(random))),
        list(
            random,
            () -> random.nextBoolean() ? new TaggedText("x") : new TaggedImage(image(random))),
        list(
            random,
            () ->
                random.nextBoolean()
                    ? new PlainText("x")
                    : new PlainImage(image(random), pdf(random))),
        list(random, () -> random.nextBoolean() ? image(random) : pdf(random)));
  }

  private static <T> List<T> list(Random random, Supplier<? extends T> item) {
    return IntStream.range(0, random.nextInt(4)).<T>mapToObj(i -> item.get()).toList();
  }

  private static <T> Map<String, T> map(Random random, Supplier<T> value) {
    var map = new LinkedHashMap<String, T>();
    for (int i = random.nextInt(3); i > 0; i--) {
      map.put(random.nextBoolean() ? "a" + i : "a \"b\".[" + i, value.get());
    }
    return map;
  }

  private static Image image(Random random) {
    Image image =
        switch (random.nextInt(3)) {
          case 0 -> Image.of(URI.create("https://example.org/" + random.nextInt()));
          case 1 -> Image.of(Path.of("a", random.nextInt() + ".png"));
          default -> Image.ofBase64("iVBORw0KGgo=");
        };
    return random.nextBoolean() ? image : image.withDetail(Media.Detail.HIGH);
  }

  private static Pdf pdf(Random random) {
    return Pdf.of(URI.create("https://example.org/" + random.nextInt() + ".pdf"));
  }
}
