package org.atomicagents.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.atomicagents.internal.provider.RecordedResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

/** Compares the events of streams with those of a reader that parses each of them completely. */
class MessagesFastPathTest {
  // Events of real streams, and events with more than a text, which must be parsed.
  private static final List<String> SHAPES =
      Stream.of(
              delta("0,'delta':{'type':'text_delta','text':TEXT}"),
              delta("0,'delta':{'text':TEXT,'type':'text_delta'}"),
              delta("1,'delta':{'type':'thinking_delta','thinking':TEXT}"),
              delta("1,'delta':{'type':'signature_delta','signature':TEXT}"),
              delta("2,'delta':{'type':'input_json_delta','partial_json':TEXT}"),
              delta("3,'delta':{'type':'compaction_delta','content':TEXT}"),
              delta("3,'delta':{'type':'compaction_delta','content':TEXT,'encrypted_content':'e'}"),
              delta("0,'delta':{'type':'text_delta','text':TEXT,'text':null}"),
              delta("0,'delta':{'type':'text_delta','text':TEXT,'thinking':'t'}"),
              delta("0,'delta':{'type':'text_delta','text':TEXT,'stop_reason':'end_turn'}"),
              delta("0,'delta':{'type':'text_delta','text':TEXT},'delta':{'text':'b'}"),
              delta("0,'delta':{'type':'text_delta','text':TEXT},'usage':{'output_tokens':3}"),
              delta("0,'delta':{'type':'text_delta','text':TEXT},'message':{'id':'m2'}"),
              delta("0,'delta':{'type':'text_delta','text':TEXT},'type':'ping'"),
              delta("0,'delta':{'type':'citations_delta','citation':{'cited_text':TEXT}}"),
              delta("0,'delta':{'type':'new_delta','text':TEXT}"),
              delta("7,'delta':{'type':'text_delta','text':TEXT}"),
              "{'type':'content_block_stop','index':0,'delta':{'text':TEXT}}",
              "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':TEXT}}",
              "{'type':'new_event','delta':{'text':TEXT}}",
              "{'type':'ping'}")
          .map(shape -> shape.replace('\'', '"'))
          .toList();

  private static final List<String> START =
      Stream.of(
              "{'type':'message_start','message':{'id':'m','model':'claude','content':[]}}",
              "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}",
              "{'type':'content_block_start','index':1,'content_block':{'type':'thinking'}}",
              "{'type':'content_block_start','index':2,'content_block':{'type':'tool_use','id':'t','name':'f','input':{}}}",
              "{'type':'content_block_start','index':3,'content_block':{'type':'compaction'}}")
          .map(event -> event.replace('\'', '"'))
          .toList();

  private final MessagesReader fast = reader();
  private final MessagesReader slow = reader();

  @Test
  void returnsTheSameEventsAsTheParser() {
    long seed = Long.getLong("atomic.seed", new Random().nextInt(Integer.MAX_VALUE));
    System.out.println("MessagesFastPathTest: -Datomic.seed=" + seed);
    var random = new Random(seed);
    for (int round = 0; round < 4_000; round++) {
      new MessagesFastPathTest().compareRandomStream(random, "seed " + seed);
    }
  }

  @Test
  void returnsTheSameEventsForEachRecording() throws Exception {
    int streams = 0;
    for (RecordedResponse recording : RecordedResponse.all("anthropic-messages")) {
      if (recording.stream() && recording.status() == 200) {
        var comparison = new MessagesFastPathTest();
        recording
            .body()
            .lines()
            .filter(line -> line.startsWith("data:"))
            .forEach(line -> comparison.compare(line.substring(5).strip(), recording.name()));
        comparison.compareEnd(recording.name());
        streams++;
      }
    }
    assertThat(streams).isPositive();
  }

  @Test
  void allocatesNoParserIfOnlyTheTextDiffers() {
    START.forEach(event -> compare(event, "start"));
    byte[] first = bytes(SHAPES.getFirst().replace("TEXT", "\"ab\""));
    byte[] second = bytes(SHAPES.getFirst().replace("TEXT", "\"c\""));
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().threadId();
    long before = 0;
    for (int i = 0; i < 20_000; i++) {
      if (i == 10_000) {
        before = threads.getThreadAllocatedBytes(thread);
      }
      fast.read(first, first.length);
      fast.read(second, second.length);
      fast.events().clear();
    }
    long bytesPerEvent = (threads.getThreadAllocatedBytes(thread) - before) / 20_000;
    assertThat(bytesPerEvent).as("bytes per event").isBetween(1L, 160L);
  }

  private void compareRandomStream(Random random, String description) {
    START.forEach(event -> compare(event, description));
    String shape = "";
    for (int event = 0; event < 12; event++) {
      if (event % 3 == 0) {
        shape = SHAPES.get(random.nextInt(SHAPES.size()));
      }
      if (!compare(shape.replace("TEXT", "\"" + randomContent(random) + "\""), description)) {
        return;
      }
    }
    compareEnd(description);
  }

  /** Compares the events of both readers; returns false if the data are not JSON. */
  private boolean compare(String data, String description) {
    byte[] bytes = bytes(data);
    // The bytes after the event belong to the next one and must be ignored.
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 3);
    Arrays.fill(longer, bytes.length, longer.length, (byte) '"');
    boolean isJson = accepts(slow::parse, bytes, bytes.length);
    assertThat(accepts(fast::read, longer, bytes.length)).as(description + data).isEqualTo(isJson);
    if (isJson) {
      compareState(description + ": " + data);
    }
    return isJson;
  }

  private void compareEnd(String description) {
    fast.complete();
    slow.complete();
    compareState(description);
  }

  private void compareState(String description) {
    assertThat(fast.events()).as(description).containsExactlyElementsOf(slow.events());
    assertThat(fast.error()).as(description).isEqualTo(slow.error());
    assertThat(fast.isStarted()).as(description).isEqualTo(slow.isStarted());
    assertThat(fast.isFinished()).as(description).isEqualTo(slow.isFinished());
  }

  private static boolean accepts(BiConsumer<byte[], Integer> reader, byte[] data, int length) {
    try {
      reader.accept(data, length);
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }

  private static String delta(String fields) {
    return "{'type':'content_block_delta','index':" + fields + "}";
  }

  private static String randomContent(Random random) {
    String letters = "ab\"\\\\nu0é😀\t ,:{}";
    var content = new StringBuilder();
    for (int length = random.nextInt(6); length > 0; length--) {
      content.append(letters.charAt(random.nextInt(random.nextInt(letters.length()) + 1)));
    }
    return content.toString();
  }

  private static MessagesReader reader() {
    return new MessagesReader("requested", Map.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
