package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.atomicagents.internal.provider.ChunkFastPath;
import org.atomicagents.internal.provider.WireJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

class ChunkFastPathTest {
  private static final String BEFORE = "{\"choices\":[{\"delta\":{\"content\":";
  private static final String AFTER = ",\"role\":\"assistant\"},\"finish_reason\":null}]}";

  // Chunks of real streams, and chunks with more than a text, which must be parsed.
  private static final List<String> SHAPES =
      Stream.of(
              "{'choices':[{'delta':{'content':TEXT,'role':'assistant'},'finish_reason':null}]}",
              "{'id':'c','model':'m','choices':[{'index':0,'delta':{'content':TEXT}}]}",
              " {'model':'ü😀','choices':[{'delta':{'content':TEXT}}]}",
              "{'choices':[{'delta':{'content':TEXT}}],'usage':null,'obfuscation':'PADDING'}",
              "{'obfuscation':'PADDING','choices':[{'delta':{'content':TEXT}}]}",
              "{'obfuscation':'PADDING','choices':[{'delta':{'content':TEXT}}],'obfuscation':'x'}",
              "{'choices':[{'delta':{'reasoning':TEXT}}]}",
              "{'choices':[{'delta':{'reasoning':TEXT,'reasoning_content':'a'}}]}",
              "{'choices':[{'delta':{'content':TEXT,'refusal':'no'}}]}",
              "{'choices':[{'delta':{'content':TEXT,'reasoning':'so'}}]}",
              "{'choices':[{'delta':{'content':TEXT,'reasoning_details':[{'a':1}]}}]}",
              "{'choices':[{'delta':{'content':TEXT,'citations':[1]}}]}",
              "{'choices':[{'delta':{'content':TEXT,'content':'twice'}}]}",
              "{'choices':[{'delta':{'content':[{'type':'text','text':TEXT}]}}]}",
              "{'choices':[{'delta':{'content':TEXT}}],'usage':{'completion_tokens':1}}",
              "{'choices':[{'delta':{'content':TEXT},'finish_reason':'stop'}]}",
              "{'choices':[{'delta':{'content':TEXT}},{'index':1,'delta':{'content':'b'}}]}",
              call("{'index':0,'function':{'arguments':TEXT}}"),
              call("{'index':1,'id':'x','function':{'name':'f','arguments':TEXT}}"),
              call("{'function':{'name':'f','arguments':TEXT}}"),
              call("{'index':0,'function':{'arguments':TEXT,'arguments':{}}}"),
              call("{'index':0,'function':{'arguments':TEXT},'function':{'arguments':null}}"),
              call("{'index':0,'function':{'arguments':TEXT}},{'index':2,'function':{'name':'g'}}"),
              call("{'index':0,'function':{'arguments':TEXT},'extra_content':{'s':1}}"),
              "{'choices':[{'delta':{'function_call':{'name':'f','arguments':TEXT}}}]}",
              "{'choices':[],'x_groq':{'error':TEXT}}")
          .map(shape -> shape.replace('\'', '"'))
          .toList();

  // For some providers, the received text is kept.
  private static final List<String> PROVIDERS = List.of("any", "groq", "deepseek");

  private static String call(String call) {
    return "{'choices':[{'delta':{'tool_calls':[" + call + "]}}]}";
  }

  private final ChunkFastPath fastPath = new ChunkFastPath();
  private final List<String> texts = new ArrayList<>();

  @Test
  void returnsTheTextOfAMatchingChunk() {
    parsePattern("\"a\"");

    assertThat(text("\"The \\\"quick\\\" one\\n\"")).isEqualTo("The \"quick\" one\n");
    assertThat(text("\"\"")).isEmpty();
    assertThat(text("\"Grüße, 世界 😀\"")).isEqualTo("Grüße, 世界 😀");
    assertThat(text("\"\\\\\"")).isEqualTo("\\");
  }

  @Test
  void matchesNothingBeforeTheFirstChunk() {
    assertThat(text("\"a\"")).isNull();
    assertThat(fastPath.tryAccept(new byte[0], 0)).isFalse();
  }

  @Test
  void doesNotMatchChunksOfAnotherShape() {
    parsePattern("\"a\"");

    assertThat(text("null")).isNull();
    assertThat(text("\"a\",\"refusal\":\"b\"")).isNull();
    byte[] shorter = bytes(BEFORE + "\"a\"}");
    assertThat(fastPath.tryAccept(shorter, shorter.length)).isFalse();
  }

  @Test
  void doesNotMatchTextsThatMayBeInvalid() {
    parsePattern("\"a\"");

    assertThat(text("\"\\u00e9\"")).isNull();
    assertThat(text("\"\\x\"")).isNull();
    assertThat(text("\"a\tb\"")).isNull();
    assertThat(text("\"a\\\"")).isNull();
    byte[] invalidUtf8 = bytes(BEFORE + "\"é\"" + AFTER);
    invalidUtf8[BEFORE.length() + 2] = 'x';
    assertThat(fastPath.tryAccept(invalidUtf8, invalidUtf8.length)).isFalse();
  }

  @Test
  void forgetsThePatternIfAChunkCannotBeParsed() {
    parsePattern("\"a\"");
    fastPath.startParsing();

    assertThat(text("\"b\"")).isNull();
  }

  @Test
  void returnsTheSameEventsAsTheParser() {
    long seed = Long.getLong("atomic.seed", new Random().nextInt(Integer.MAX_VALUE));
    System.out.println("ChunkFastPathTest: -Datomic.seed=" + seed);
    var random = new Random(seed);
    for (int round = 0; round < 4_000; round++) {
      String provider = PROVIDERS.get(round % PROVIDERS.size());
      ChatResponseReader fast = reader(provider);
      ChatResponseReader slow = reader(provider);
      String shape = "";
      for (int chunk = 0; chunk < 9; chunk++) {
        if (chunk % 3 == 0) {
          shape = SHAPES.get(random.nextInt(SHAPES.size()));
        }
        byte[] bytes =
            bytes(
                shape
                    .replace("TEXT", "\"" + randomContent(random) + "\"")
                    .replace("PADDING", random.nextInt(9) == 0 ? randomContent(random) : "Xy1Z"));
        String description =
            "seed %d: %s".formatted(seed, new String(bytes, StandardCharsets.UTF_8));
        boolean isJson = parses(slow, bytes);
        assertThat(acceptsFast(fast, bytes)).as(description).isEqualTo(isJson);
        if (!isJson) {
          break;
        }
        assertThat(fast.events()).as(description).containsExactlyElementsOf(slow.events());
        assertThat(fast.error()).as(description).isEqualTo(slow.error());
        assertThat(fast.isFinished()).as(description).isEqualTo(slow.isFinished());
      }
      fast.complete();
      slow.complete();
      assertThat(fast.events()).as("seed %d", seed).containsExactlyElementsOf(slow.events());
    }
  }

  @Test
  void allocatesNoParserIfOnlyTextAndPaddingDiffer() {
    ChatResponseReader reader = reader("any");
    String shape = "{\"choices\":[{\"delta\":{\"content\":\"%s\"}}],\"obfuscation\":\"%s\"}";
    byte[] first = bytes(shape.formatted("ab", "Qk3"));
    byte[] second = bytes(shape.formatted("c", "7sdK"));
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().threadId();
    long before = 0;
    for (int i = 0; i < 20_000; i++) {
      if (i == 10_000) {
        before = threads.getThreadAllocatedBytes(thread);
      }
      reader.read(first, first.length);
      reader.read(second, second.length);
      reader.events().clear();
    }
    long bytesPerChunk = (threads.getThreadAllocatedBytes(thread) - before) / 20_000;
    assertThat(bytesPerChunk).as("bytes per chunk").isBetween(1L, 120L);
  }

  private static String randomContent(Random random) {
    String letters = "ab\"\\\\nu0é😀\t ,:{}";
    var content = new StringBuilder();
    for (int length = random.nextInt(6); length > 0; length--) {
      content.append(letters.charAt(random.nextInt(random.nextInt(letters.length()) + 1)));
    }
    return content.toString();
  }

  private static ChatResponseReader reader(String provider) {
    return new ChatResponseReader(provider, "requested", Map.of());
  }

  private static boolean acceptsFast(ChatResponseReader reader, byte[] chunk) {
    // The bytes after the chunk belong to the next one and must be ignored.
    byte[] longer = Arrays.copyOf(chunk, chunk.length + 3);
    Arrays.fill(longer, chunk.length, longer.length, (byte) '"');
    try {
      reader.read(longer, chunk.length);
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }

  private static boolean parses(ChatResponseReader reader, byte[] chunk) {
    try (JsonParser json = WireJson.parser(chunk, chunk.length)) {
      reader.read(json);
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }

  private void parsePattern(String text) {
    byte[] bytes = bytes(BEFORE + text + AFTER);
    fastPath.startParsing();
    try (JsonParser json = WireJson.parser(bytes, bytes.length)) {
      while (!"content".equals(json.nextName())) {
        // Skip to the text.
      }
      json.nextToken();
      fastPath.recordText(json, texts::add);
    }
    fastPath.finishParsing(bytes, bytes.length);
  }

  private @Nullable String text(String text) {
    byte[] bytes = bytes(BEFORE + text + AFTER);
    return fastPath.tryAccept(bytes, bytes.length) ? texts.getLast() : null;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
