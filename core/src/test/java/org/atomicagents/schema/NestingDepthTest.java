package org.atomicagents.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tests that values of the maximum nesting depth are read and written on a small stack. */
class NestingDepthTest {
  private static final int MAX_DEPTH = 200;
  private static final int STACK_BYTES = 512 * 1024;
  private static final String ANY_SCHEMA =
      """
      {"title": "Any", "description": "Anything", "type": "object",
       "properties": {"next": {}}, "required": ["next"]}
      """;
  private static final String CHOICE_SCHEMA =
      """
      {"title": "Choice", "description": "A choice", "type": "object",
       "properties": {"next": {"$ref": "#/$defs/choice"}}, "required": ["next"],
       "$defs": {"choice": {"anyOf": [
         {"type": "null"},
         {"allOf": [{"type": "object", "properties": {
           "next": {"oneOf": [{"$ref": "#/$defs/choice"}, {"type": "integer"}]}}}]}]}}}
      """;

  @Description("A chain")
  public record Chain(@Nullable Chain next) {}

  @Description("A chain of Optionals")
  public record OptionalChain(Optional<OptionalChain> next) {}

  @Description("A tree")
  public record Tree(List<Tree> next) {}

  @Description("A tree with names")
  public record NamedTree(Map<String, NamedTree> next) {}

  @Description("A step")
  public sealed interface Step permits Walk, Run {}

  @Description("A walk")
  public record Walk(@Nullable Step next) implements Step {}

  @Description("A run")
  public record Run(int speed, @Nullable Step next) implements Step {}

  @Description("A path")
  public record Path(@Nullable Step next) {}

  @Test
  void readsAndWritesRecords() throws InterruptedException {
    requireDepth(Schema.of(Chain.class), "{\"next\":", "null", "}", MAX_DEPTH);
    requireDepth(Schema.of(OptionalChain.class), "{\"next\":", "null", "}", MAX_DEPTH);
  }

  @Test
  void readsAndWritesUnions() throws InterruptedException {
    requireDepth(
        Schema.of(Path.class),
        "{\"type\":\"Walk\",\"next\":",
        "null",
        "}",
        MAX_DEPTH - 1,
        "{\"next\":",
        "}");
  }

  @Test
  void readsAndWritesLists() throws InterruptedException {
    requireDepth(Schema.of(Tree.class), "{\"next\":[", "", "]}", MAX_DEPTH / 2);
  }

  @Test
  void readsAndWritesMaps() throws InterruptedException {
    requireDepth(
        Schema.of(NamedTree.class), "{\"next\":{\"a\":", "{\"next\":{}}", "}}", MAX_DEPTH / 2 - 1);
  }

  @Test
  void readsAndWritesTrees() throws InterruptedException {
    requireDepth(Schema.of(ANY_SCHEMA), "{\"next\":", "1", "}", MAX_DEPTH);
    requireDepth(Schema.of(ANY_SCHEMA), "{\"next\":[", "1", "]}", MAX_DEPTH / 2);
  }

  @Test
  void reportsAStackOverflowOfTheSchemaValidator() throws InterruptedException {
    Schema<JsonNode> schema = Schema.of(CHOICE_SCHEMA);
    String text = "{\"next\":".repeat(MAX_DEPTH) + "null" + "}".repeat(MAX_DEPTH);

    onSmallStack(() ->
        assertThat(schema.read(text, Strictness.STRICT).violations())
            .isSubsetOf(
                new Violation(
                    "$",
                    "fewer levels of nesting",
                    "more than can be validated without a stack overflow")));
  }

  @Test
  void rejectsALongChainOfReferences() throws InterruptedException {
    var schema = new StringBuilder("{\"$ref\":\"#/$defs/d0\",\"$defs\":{");
    for (int i = 0; i < 5_000; i++) {
      schema.append("\"d%d\":{\"$ref\":\"#/$defs/d%d\"},".formatted(i, i + 1));
    }
    schema.append("\"d5000\":{\"type\":\"string\"}}}");

    onSmallStack(() ->
        assertThatThrownBy(() -> Schema.of(schema.toString()))
            .isInstanceOf(ConfigurationException.class)
            .hasMessage(
                "JSON Schema: expected fewer levels and shorter chains of references, found more"
                    + " than can be compiled without a stack overflow. Simplify the schema."));
  }

  @Test
  void rejectsDeeperValues() {
    int depth = MAX_DEPTH + 1;
    String text = "{\"next\":".repeat(depth) + "null" + "}".repeat(depth);

    assertThat(Schema.of(Chain.class).read(text).violations())
        .containsExactly(new Violation("$", "a JSON object", "more than 200 levels of nesting"));
  }

  private static <T> void requireDepth(
      Schema<T> schema, String open, String innermost, String close, int count)
      throws InterruptedException {
    requireDepth(schema, open, innermost, close, count, "", "");
  }

  private static <T> void requireDepth(
      Schema<T> schema,
      String open,
      String innermost,
      String close,
      int count,
      String before,
      String after)
      throws InterruptedException {
    String text = before + open.repeat(count) + innermost + close.repeat(count) + after;
    onSmallStack(() -> {
      T value = requireValue(schema.read(text, Strictness.STRICT));
      requireValue(schema.read(text.replace('"', '\''), Strictness.LENIENT));
      assertThat(schema.validate(value)).isEmpty();
      assertThat(schema.encode(value)).isEqualTo(text);
      requirePatches(schema, text);
    });
  }

  private static <T> T requireValue(ReadResult<T> read) {
    assertThat(read.violations()).isEmpty();
    return Objects.requireNonNull(read.value());
  }

  private static <T> void requirePatches(Schema<T> schema, String text) {
    for (Strictness strictness : Strictness.values()) {
      IncrementalDecoder<T> decoder = schema.incremental(strictness);
      decoder.feed(text.substring(0, text.length() / 2));
      Snapshot<T> half = decoder.snapshot();
      decoder.feed(text.substring(text.length() / 2));
      Snapshot<T> whole = decoder.snapshot();

      assertThat(whole.json()).isEqualTo(text);
      assertThat(whole.value()).isNotNull();
      assertThat(half.patchSince(null)).startsWith("[{\"op\":");
      assertThat(whole.patchSince(half)).startsWith("[{\"op\":");
      assertThat(whole.patchSince(null)).contains(text);
    }
  }

  private static void onSmallStack(Runnable action) throws InterruptedException {
    Throwable[] failure = new Throwable[1];
    var thread = new Thread(null, action, "small stack", STACK_BYTES);
    thread.setUncaughtExceptionHandler((ignored, e) -> failure[0] = e);
    thread.start();
    thread.join();

    assertThat(failure[0]).isNull();
  }
}
