package org.atomicagents.benchmarks;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.UserMessage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.benchmarks.orders.Delivery;
import org.atomicagents.benchmarks.orders.Order;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.FinishReason;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.converter.BeanOutputConverter;

/** Eleven things that models get wrong every day, in one record. */
final class TypicalDefects {
  private static final String VALID =
      """
      {"id":"D-7","status":"PAID","express":false,"parcels":2,"notes":["ring twice"]}\
      """;
  private static final Delivery EXPECTED =
      new Delivery("D-7", Order.Status.PAID, false, 2, List.of("ring twice"));

  static final List<String> ALL =
      List.of(
          VALID.replace("false", "False"),
          VALID.replace("]}", "],}"),
          VALID.replace("\"parcels\"", "parcels"),
          VALID.replace(":2", ":\"2\""),
          VALID.replace("PAID", "paid"),
          VALID.substring(0, VALID.length() - 2),
          VALID.replace("{", "{\"reason\":\"as told\","),
          "```json\n" + VALID + "\n```",
          "<think>\nTwo parcels, it says.\n</think>\n\n" + VALID,
          VALID.replace('"', '\''),
          "[" + VALID + "]");

  private TypicalDefects() {}

  /** One that reads texts. */
  interface Reader {
    @Nullable Object read(String text);
  }

  static Reader ours() {
    Schema<Delivery> schema = Schema.of(Delivery.class);
    return text ->
        CompiledSchema.of(schema).decode(text, Strictness.LENIENT, FinishReason.STOP).value();
  }

  /** The service that LangChain4j implements. */
  interface Deliveries {
    Delivery read(@UserMessage String text);
  }

  /** AiServices over a model that takes a JSON schema, which is its fastest documented way. */
  static Reader langChain4j() {
    var answer = new AtomicReference<String>("");
    var model =
        new ChatModel() {
          @Override
          public ChatResponse doChat(ChatRequest request) {
            return ChatResponse.builder().aiMessage(AiMessage.from(answer.get())).build();
          }

          @Override
          public Set<Capability> supportedCapabilities() {
            return Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
          }
        };
    Deliveries deliveries = AiServices.create(Deliveries.class, model);
    return text -> {
      answer.set(text);
      return deliveries.read("What is to be delivered?");
    };
  }

  /** What is behind {@code .entity(Delivery.class)}, kept instead of made for each call. */
  static Reader springAi() {
    return new BeanOutputConverter<>(Delivery.class)::convert;
  }

  /** How many a reader reads rightly; it must read the valid JSON. */
  static int mended(Reader reader) {
    if (!EXPECTED.equals(reader.read(VALID))) {
      throw new IllegalStateException("expected " + EXPECTED + ", found " + reader.read(VALID));
    }
    return (int) ALL.stream().filter(text -> EXPECTED.equals(orNothing(reader, text))).count();
  }

  // What peers throw are exceptions of their own and of their libraries.
  private static @Nullable Object orNothing(Reader reader, String text) {
    try {
      return reader.read(text);
    } catch (RuntimeException e) {
      return null;
    }
  }
}
