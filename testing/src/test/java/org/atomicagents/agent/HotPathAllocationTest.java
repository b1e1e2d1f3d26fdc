package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.atomicagents.AgentStream;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.Partial;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.Turn;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.IncrementalDecoder;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.junit.jupiter.api.Test;

/**
 * The memory that the hot paths allocate, as the JVM counts it for the thread of the caller. A JIT
 * compiler only eliminates allocations, so that the bounds hold in every JVM.
 */
class HotPathAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int BLOCKS = 10;
  private static final int CALLS = 50;
  private static final String ORDER =
      """
      {"id":"A-2026-000417","status":"PAID","customer":{"name":"Ada Byron","address":{"street":"Dorset Street 1","city":"London","country":"GB"}},\
      "lines":[{"sku":"KT-200","quantity":2,"price":{"amount":39.90,"currency":"EUR"}},{"sku":"FX-1","quantity":1,"price":{"amount":4.50,"currency":"EUR"}}],\
      "notes":["ring twice","no plastic, please"]}\
      """;

  @Description("An order")
  record SampledOrder(
      @NotBlank @Size(max = 40) String id,
      OrderState status,
      @Valid Buyer customer,
      @Size(min = 1, max = 50) List<@Valid Article> lines,
      @Size(max = 5) List<String> notes) {}

  enum OrderState {
    NEW,
    PAID
  }

  @Description("A customer")
  record Buyer(@NotBlank String name, @Valid Place address) {}

  @Description("An address")
  record Place(
      @NotBlank String street,
      @NotBlank String city,
      @Pattern(regexp = "[A-Z]{2}") String country) {}

  @Description("A line")
  record Article(@NotBlank String sku, @Min(1) @Max(1_000) int quantity, @Valid Price price) {}

  @Description("An amount")
  record Price(@Min(0) BigDecimal amount, @Size(min = 3, max = 3) String currency) {}

  @Test
  void boundsTheBytesOfATypedCall() {
    AtomicAgent<BasicChatInput, SampledOrder> agent =
        AtomicAgent.of(BasicChatInput.class, SampledOrder.class, model(ORDER));
    var input = new BasicChatInput("Two kettles and a filter.");

    long bytes = bytesPer(CALLS, () -> repeat(CALLS, () -> agent.run(input)));

    // 4,280 in the interpreter of JDK 25.
    assertThat(bytes).isBetween(1L, 4_350L);
  }

  @Test
  void boundsTheBytesOfADeltaWithItsPartialValue() {
    Schema<SampledOrder> schema = Schema.of(SampledOrder.class);
    int deltas = (ORDER.length() + 3) / 4;

    long bytes = bytesPer(deltas, () -> readInDeltas(schema));

    // 393 in the interpreter of JDK 25.
    assertThat(bytes).isBetween(1L, 410L);
  }

  @Test
  void boundsTheBytesOfADeltaOfAStream() throws Exception {
    ModelEvent[] events = new ModelEvent[1 + (ORDER.length() + 3) / 4];
    events[0] = new ModelEvent.Started("1", "stub", Map.of());
    for (int i = 1; i < events.length; i++) {
      events[i] =
          new ModelEvent.TextDelta(ORDER.substring(4 * (i - 1), Math.min(ORDER.length(), 4 * i)));
    }
    Model model =
        Model.of((request, context) -> ModelExchange.of(List.of(events)), "stub")
            .withModes(ResponseMode.JSON_SCHEMA);
    AtomicAgent<BasicChatInput, SampledOrder> agent =
        AtomicAgent.of(BasicChatInput.class, SampledOrder.class, model);

    long bytes = bytesPerOnVirtualThread(events.length, () -> readPartials(agent));

    // 768 in the interpreter of JDK 25.
    assertThat(bytes).isBetween(1L, 790L);
  }

  @Test
  void boundsTheBytesOfATurnIndependentlyOfTheLengthOfTheHistory() {
    long few = bytesPerTurn(100);
    long many = bytesPerTurn(10_000);

    // 26,515 in the interpreter of JDK 25; a request has the messages of 1,000 tokens.
    assertThat(few).isBetween(1L, 27_000L);
    assertThat(many).isBetween(1L, few + 300);
  }

  /** Returns the bytes of a turn whose request contains the newest messages within 1,000 tokens. */
  private static long bytesPerTurn(int messages) {
    AtomicAgent<BasicChatInput, BasicChatOutput> agent =
        AtomicAgent.builder(model("{}"))
            .limits(RunLimits.defaults().withMaxContextTokens(1_000))
            .build();
    ChatHistory history = ChatHistory.latestMessages(messages);
    for (int i = 0; i < messages / 2; i++) {
      history.commit(
          Turn.of(ChatEntry.of(Message.user("Why?")), ChatEntry.of(Message.assistant("Because."))));
    }
    RunOptions options = RunOptions.history(history);
    var input = new BasicChatInput("Why is the sky blue?");
    var output = new BasicChatOutput("Because of Rayleigh scattering.");
    return bytesPer(
        CALLS,
        () ->
            repeat(
                CALLS,
                () -> {
                  try (PreparedRun<BasicChatOutput> run = agent.prepare(input, options)) {
                    run.commit(output);
                  }
                }));
  }

  private static void readInDeltas(Schema<SampledOrder> schema) {
    IncrementalDecoder<SampledOrder> decoder = schema.incremental(Strictness.LENIENT);
    for (int i = 0; i < ORDER.length(); i += 4) {
      decoder.feed(ORDER.substring(i, Math.min(ORDER.length(), i + 4)));
      if (decoder.hasChanged()) {
        decoder.snapshot().value();
      }
    }
  }

  private static void readPartials(AtomicAgent<BasicChatInput, SampledOrder> agent) {
    try (AgentStream<SampledOrder> stream = agent.stream(new BasicChatInput("Two."))) {
      for (Partial<SampledOrder> partial : stream) {
        partial.value();
      }
      stream.result();
    }
  }

  private static Model model(String response) {
    List<ModelEvent> events =
        List.of(
            new ModelEvent.Started("1", "stub", Map.of()),
            new ModelEvent.TextDelta(response),
            new ModelEvent.UsageReport(Usage.of(90, 80)),
            new ModelEvent.Finished(FinishReason.STOP, "stop"));
    return Model.of((request, context) -> ModelExchange.of(events), "stub")
        .withModes(ResponseMode.JSON_SCHEMA);
  }

  /** Returns the bytes per unit of the best block; the first blocks also load classes. */
  private static long bytesPer(int units, Runnable block) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < BLOCKS; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      block.run();
      least = Math.min(least, (THREADS.getCurrentThreadAllocatedBytes() - before) / units);
    }
    return least;
  }

  /**
   * Returns the bytes per unit of the best block on a virtual thread, which reads a stream itself,
   * so that it misses no value. The JVM counts its allocations for its carrier; those of other
   * threads are included, so that the best of many blocks is the result.
   */
  private static long bytesPerOnVirtualThread(int units, Runnable block) throws Exception {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < CALLS; i++) {
      long before = THREADS.getTotalThreadAllocatedBytes();
      Thread.startVirtualThread(block).join();
      least = Math.min(least, (THREADS.getTotalThreadAllocatedBytes() - before) / units);
    }
    return least;
  }

  private static void repeat(int count, Runnable work) {
    for (int i = 0; i < count; i++) {
      work.run();
    }
  }
}
