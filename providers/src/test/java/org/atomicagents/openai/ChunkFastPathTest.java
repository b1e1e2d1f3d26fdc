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
import org.atomicagents.internal.provider.WireJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

class ChunkFastPathTest {
  private static final String BEFORE = "{\"choices\":[{\"delta\":{\"content\":";
  private static final String BEHIND = ",\"role\":\"assistant\"},\"finish_reason\":null}]}";

  // Of real streams, and with what must not be taken for a text alone.
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

  // Of some, what was said is kept for later.
  private static final List<String> PROVIDERS = List.of("any", "groq", "deepseek");

  private static String call(String call) {
    return "{'choices':[{'delta':{'tool_calls':[" + call + "]}}]}";
  }

  private final ChunkFastPath repeated = new ChunkFastPath();
  private final List<String> taken = new ArrayList<>();

  @Test
  void findsTheTextOfAChunkLikeTheOneBefore() {
    learn("\"a\"");

    assertThat(text("\"The \\\"quick\\\" one\\n\"")).isEqualTo("The \"quick\" one\n");
    assertThat(text("\"\"")).isEmpty();
    assertThat(text("\"Grüße, 世界 😀\"")).isEqualTo("Grüße, 世界 😀");
    assertThat(text("\"\\\\\"")).isEqualTo("\\");
  }

  @Test
  void knowsNoneBeforeTheFirst() {
    assertThat(text("\"a\"")).isNull();
    assertThat(repeated.tryAccept(new byte[0], 0)).isFalse();
  }

  @Test
  void leavesToTheParserWhatStandsOtherwise() {
    learn("\"a\"");

    assertThat(text("null")).isNull();
    assertThat(text("\"a\",\"refusal\":\"b\"")).isNull();
    byte[] shorter = bytes(BEFORE + "\"a\"}");
    assertThat(repeated.tryAccept(shorter, shorter.length)).isFalse();
  }

  @Test
  void leavesToTheParserWhatMayBeWrong() {
    learn("\"a\"");

    assertThat(text("\"\\u00e9\"")).isNull();
    assertThat(text("\"\\x\"")).isNull();
    assertThat(text("\"a\tb\"")).isNull();
    assertThat(text("\"a\\\"")).isNull();
    byte[] torn = bytes(BEFORE + "\"é\"" + BEHIND);
    torn[BEFORE.length() + 2] = 'x';
    assertThat(repeated.tryAccept(torn, torn.length)).isFalse();
  }

  @Test
  void forgetsWhatItKnewWhereAChunkCannotBeParsed() {
    learn("\"a\"");
    repeated.startParsing();

    assertThat(text("\"b\"")).isNull();
  }

  @Test
  void bringsWhatAParserWouldHaveBrought() {
    long seed = Long.getLong("atomic.seed", new Random().nextInt(Integer.MAX_VALUE));
    System.out.println("RepeatedChunkTest: -Datomic.seed=" + seed);
    var random = new Random(seed);
    for (int round = 0; round < 4_000; round++) {
      String provider = PROVIDERS.get(round % PROVIDERS.size());
      ChatResponseReader quick = reader(provider);
      ChatResponseReader parsing = reader(provider);
      String shape = "";
      for (int chunk = 0; chunk < 9; chunk++) {
        if (chunk % 3 == 0) {
          shape = SHAPES.get(random.nextInt(SHAPES.size()));
        }
        byte[] bytes =
            bytes(
                shape
                    .replace("TEXT", "\"" + inside(random) + "\"")
                    .replace("PADDING", random.nextInt(9) == 0 ? inside(random) : "Xy1Z"));
        String how = "seed %d: %s".formatted(seed, new String(bytes, StandardCharsets.UTF_8));
        boolean isJson = isParsed(parsing, bytes);
        assertThat(isTaken(quick, bytes)).as(how).isEqualTo(isJson);
        if (!isJson) {
          break;
        }
        assertThat(quick.events()).as(how).containsExactlyElementsOf(parsing.events());
        assertThat(quick.error()).as(how).isEqualTo(parsing.error());
        assertThat(quick.isFinished()).as(how).isEqualTo(parsing.isFinished());
      }
      quick.complete();
      parsing.complete();
      assertThat(quick.events()).as("seed %d", seed).containsExactlyElementsOf(parsing.events());
    }
  }

  @Test
  void costsNoParserWhereOnlyTheTextAndThePaddingDiffer() {
    ChatResponseReader reader = reader("any");
    String shape = "{\"choices\":[{\"delta\":{\"content\":\"%s\"}}],\"obfuscation\":\"%s\"}";
    byte[] one = bytes(shape.formatted("ab", "Qk3"));
    byte[] other = bytes(shape.formatted("c", "7sdK"));
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().threadId();
    long before = 0;
    for (int i = 0; i < 20_000; i++) {
      if (i == 10_000) {
        before = threads.getThreadAllocatedBytes(thread);
      }
      reader.read(one, one.length);
      reader.read(other, other.length);
      reader.events().clear();
    }
    long each = (threads.getThreadAllocatedBytes(thread) - before) / 20_000;
    assertThat(each).as("bytes a chunk").isBetween(1L, 120L);
  }

  private static String inside(Random random) {
    String letters = "ab\"\\\\nu0é😀\t ,:{}";
    var inside = new StringBuilder();
    for (int length = random.nextInt(6); length > 0; length--) {
      inside.append(letters.charAt(random.nextInt(random.nextInt(letters.length()) + 1)));
    }
    return inside.toString();
  }

  private static ChatResponseReader reader(String provider) {
    return new ChatResponseReader(provider, "asked", Map.of());
  }

  private static boolean isTaken(ChatResponseReader reader, byte[] chunk) {
    // What is behind the chunk belongs to another.
    byte[] longer = Arrays.copyOf(chunk, chunk.length + 3);
    Arrays.fill(longer, chunk.length, longer.length, (byte) '"');
    try {
      reader.read(longer, chunk.length);
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }

  private static boolean isParsed(ChatResponseReader reader, byte[] chunk) {
    try (JsonParser json = WireJson.parser(chunk, chunk.length)) {
      reader.read(json);
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }

  private void learn(String text) {
    byte[] bytes = bytes(BEFORE + text + BEHIND);
    repeated.startParsing();
    try (JsonParser json = WireJson.parser(bytes, bytes.length)) {
      while (!"content".equals(json.nextName())) {
        // Up to the text.
      }
      json.nextToken();
      repeated.recordText(json, taken::add);
    }
    repeated.finishParsing(bytes, bytes.length);
  }

  private @Nullable String text(String text) {
    byte[] bytes = bytes(BEFORE + text + BEHIND);
    return repeated.tryAccept(bytes, bytes.length) ? taken.getLast() : null;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
