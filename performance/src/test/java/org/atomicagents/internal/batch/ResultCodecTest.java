package org.atomicagents.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.CacheState;
import org.atomicagents.RunResult;
import org.atomicagents.message.Content;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Usage;
import org.atomicagents.schema.Schema;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;

class ResultCodecTest {
  private static final Schema<BasicChatOutput> SCHEMA = Schema.of(BasicChatOutput.class);
  private static final List<FinishReason> REASONS = List.of(FinishReason.values());
  private static final Timings TIMINGS = new Timings.Recorder(TimeSource.system()).snapshot();

  @Test
  void decodesEncodedResults() {
    long seed = System.nanoTime();
    System.out.println("ResultCodecTest seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      ItemResult<BasicChatOutput> result = result(random);

      assertThat(ResultCodec.decode(ResultCodec.encode(result, SCHEMA), SCHEMA, TIMINGS))
          .as("seed %d", seed)
          .isEqualTo(result);
    }
  }

  @Test
  void rejectsEveryIncompleteForm() {
    byte[] whole = ResultCodec.encode(result(new Random(1)), SCHEMA);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);

      assertThatThrownBy(() -> ResultCodec.decode(cut, SCHEMA, TIMINGS))
          .as("%d bytes", length)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void rejectsOtherVersionsAndOutputs() {
    byte[] bytes = ResultCodec.encode(result(new Random(1)), SCHEMA);
    bytes[0] = 9;

    assertThatThrownBy(() -> ResultCodec.decode(bytes, SCHEMA, TIMINGS))
        .hasMessage("expected version 1, found 9");
    bytes[0] = 1;
    assertThatThrownBy(
            () -> ResultCodec.decode(bytes, Schema.listOf(BasicChatOutput.class), TIMINGS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("its output is not a valid ");
  }

  private static ItemResult<BasicChatOutput> result(Random random) {
    Optional<BigDecimal> cost =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(BigDecimal.valueOf(random.nextInt(), random.nextInt(12)));
    return new ItemResult<>(runResult(random), cost, true);
  }

  private static RunResult<BasicChatOutput> runResult(Random random) {
    var output = new BasicChatOutput(text(random));
    return new RunResult<>(
        output,
        random.nextBoolean() ? SCHEMA.encode(output) : text(random),
        text(random),
        REASONS.get(random.nextInt(REASONS.size())),
        random.nextInt(9),
        random.nextInt(9),
        new Usage(random.nextInt(), random.nextInt(), random.nextInt(), 4, 5, random.nextInt(), 7),
        List.of(),
        TIMINGS,
        IntStream.range(0, random.nextInt(3)).mapToObj(i -> text(random)).toList(),
        IntStream.range(0, random.nextInt(3)).mapToObj(i -> repair(random)).toList(),
        CacheState.JOURNALED,
        IntStream.range(0, random.nextInt(3)).mapToObj(i -> text(random)).toList(),
        IntStream.range(0, random.nextInt(3))
            .<Content>mapToObj(i -> new Content.Opaque(text(random), text(random), "{}"))
            .toList());
  }

  private static Repair repair(Random random) {
    Repair.Kind[] kinds = Repair.Kind.values();
    return new Repair(
        text(random), kinds[random.nextInt(kinds.length)], text(random), text(random));
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(1, 40), 0x20, 0x3000)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
