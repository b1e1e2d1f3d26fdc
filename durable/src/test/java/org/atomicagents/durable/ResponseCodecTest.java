package org.atomicagents.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.atomicagents.durable.RecordedResponse.RecordedCharge;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.StoreException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.junit.jupiter.api.Test;

class ResponseCodecTest {
  private static final List<String> WORDS =
      List.of("the", "order", "was", "sent", "by", "mail", "and", "has", "not", "yet", "arrived");

  @Test
  void keepsAllEventsOfALongStream() throws IOException {
    RecordedResponse response = stream(6_000);

    byte[] bytes = ResponseCodec.INSTANCE.write(response);

    assertThat(ResponseCodec.INSTANCE.read(bytes)).isEqualTo(response);
    assertThat(bytes.length).isLessThan(24_000);
  }

  @Test
  void rejectsDamagedRecords() throws IOException {
    var random = new Random(1);
    var step =
        Step.of(
            new StepName("a", "", 1, 1),
            StepInput.of("text", "input"),
            RecordedResponse.codec(),
            () -> stream(10));
    byte[] record = new StepExecution<>(step, "w").run();
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = Arrays.copyOf(record, random.nextInt(record.length));
      if (damaged.length > 0 && random.nextBoolean()) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }

      assertThatThrownBy(() -> new StepExecution<>(step, "w").result(damaged))
          .isInstanceOfAny(StoreException.class, ConflictException.class);
    }
  }

  private static RecordedResponse stream(int words) {
    var random = new Random(words);
    var events = new ArrayList<ModelEvent>();
    for (int i = 0; i < words; i++) {
      events.add(new ModelEvent.TextDelta(WORDS.get(random.nextInt(WORDS.size())) + " "));
    }
    events.add(new ModelEvent.UsageReport(Usage.of(10, words)));
    events.add(new ModelEvent.Finished(FinishReason.STOP, "stop"));
    var charge = new RecordedCharge("gpt-5-mini", Usage.of(10, words), Instant.EPOCH);
    return new RecordedResponse(events, List.of(charge), List.of("id"));
  }
}
