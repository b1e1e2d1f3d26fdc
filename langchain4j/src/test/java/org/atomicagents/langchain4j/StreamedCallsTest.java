package org.atomicagents.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.atomicagents.model.ModelEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamedCallsTest {
  private static final int ROUNDS = 2_000;

  @Test
  void eachFormOfDeliveryGivesEachCallOnce() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      List<ToolExecutionRequest> requests = requests(random);

      List<String> received = received(requests, random);

      assertThat(received)
          .as("seed %d, round %d", seed, round)
          .containsExactlyInAnyOrderElementsOf(
              requests.stream().map(r -> r.name() + " " + r.arguments()).toList());
    }
  }

  @Test
  void keepsCallsWhoseIdsAreBlankOrRepeated() {
    var events = new ArrayList<ModelEvent>();
    var calls = new StreamedCalls(events::add);

    calls.addAll(
        List.of(call("", "weather", "{}"), call(" ", "time", "{}"), call("a", "date", "{}")));
    calls.addAll(
        List.of(
            call("", "weather", "{}"),
            call(" ", "time", "{}"),
            call("a", "date", "{}"),
            call("a", "date", "{\"day\":1}")));

    assertThat(events)
        .containsExactly(
            new ModelEvent.ToolCallDelta(0, null, "weather", "{}"),
            new ModelEvent.ToolCallDelta(1, null, "time", "{}"),
            new ModelEvent.ToolCallDelta(2, "a", "date", "{}"),
            new ModelEvent.ToolCallDelta(3, "a", "date", "{\"day\":1}"));
  }

  private static ToolExecutionRequest call(String id, String name, String arguments) {
    return ToolExecutionRequest.builder().id(id).name(name).arguments(arguments).build();
  }

  private static List<ToolExecutionRequest> requests(Random random) {
    var requests = new ArrayList<ToolExecutionRequest>();
    // Providers do not mix these kinds of ids; some repeat one, such as the name of the function.
    int kind = random.nextInt(4);
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      requests.add(
          ToolExecutionRequest.builder()
              .id(id(kind, i))
              .name("tool" + random.nextInt(2))
              .arguments("{\"x\":\"" + "y".repeat(random.nextInt(5)) + "\"}")
              .build());
    }
    return requests;
  }

  private static @Nullable String id(int kind, int call) {
    return switch (kind) {
      case 0 -> "call_" + call;
      case 1 -> "repeated";
      case 2 -> "";
      default -> null;
    };
  }

  private static boolean isUnique(@Nullable String id) {
    return id != null && id.startsWith("call_");
  }

  /** Delivers a part of the calls in deltas, a part as wholes, and all with the response. */
  private static List<String> received(List<ToolExecutionRequest> requests, Random random) {
    var names = new LinkedHashMap<Integer, String>();
    var arguments = new LinkedHashMap<Integer, StringBuilder>();
    var calls =
        new StreamedCalls(event -> {
          var delta = (ModelEvent.ToolCallDelta) event;
          if (delta.name() != null) {
            assertThat(names.put(delta.index(), delta.name())).isNull();
          }
          arguments
              .computeIfAbsent(delta.index(), index -> new StringBuilder())
              .append(delta.arguments());
        });
    int streamed = random.nextInt(requests.size() + 1);
    int firstIndex = random.nextInt(3);
    for (int i = 0; i < streamed; i++) {
      ToolExecutionRequest request = requests.get(i);
      boolean hasDeltas = random.nextBoolean();
      if (hasDeltas) {
        int cut = random.nextInt(request.arguments().length());
        int end = random.nextBoolean() ? request.arguments().length() : cut;
        calls.addDelta(
            firstIndex + i, request.id(), request.name(), request.arguments().substring(0, cut));
        calls.addDelta(
            firstIndex + i, request.id(), request.name(), request.arguments().substring(cut, end));
      }
      // Without ids of their own, only the order distinguishes the calls.
      if (random.nextBoolean() || (!hasDeltas && !isUnique(request.id()))) {
        calls.addWhole(firstIndex + i, request);
      }
    }
    calls.addAll(requests);
    return merged(names, arguments);
  }

  private static List<String> merged(
      Map<Integer, String> names, Map<Integer, StringBuilder> arguments) {
    var merged = new ArrayList<String>();
    arguments.keySet().stream()
        .sorted()
        .forEach(index -> merged.add(names.get(index) + " " + arguments.get(index)));
    return merged;
  }
}
