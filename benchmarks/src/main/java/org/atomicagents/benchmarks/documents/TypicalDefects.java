package org.atomicagents.benchmarks.documents;

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

/** Eleven typical defects of model output, each in the JSON of one record. */
public final class TypicalDefects {
  private static final String VALID =
      """
      {"id":"D-7","status":"PAID","express":false,"parcels":2,"notes":["ring twice"]}\
      """;
  private static final Delivery EXPECTED =
      new Delivery("D-7", Order.Status.PAID, false, 2, List.of("ring twice"));

  public static final List<String> ALL =
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

  /** A reader of malformed text. */
  public interface DefectReader {
    /** Returns the decoded value, or null if the text is rejected. */
    @Nullable Object read(String text);
  }

  /** Returns this library's lenient reader. */
  public static DefectReader ours() {
    Schema<Delivery> schema = Schema.of(Delivery.class);
    return text ->
        CompiledSchema.of(schema).decode(text, Strictness.LENIENT, FinishReason.STOP).value();
  }

  /** The service interface that LangChain4j implements. */
  interface DeliveryExtractor {
    Delivery read(@UserMessage String text);
  }

  /**
   * Returns LangChain4j's AiServices over a model that supports JSON schemas, its fastest
   * documented setup.
   */
  public static DefectReader langChain4j() {
    var response = new AtomicReference<String>("");
    var model =
        new ChatModel() {
          @Override
          public ChatResponse doChat(ChatRequest request) {
            return ChatResponse.builder().aiMessage(AiMessage.from(response.get())).build();
          }

          @Override
          public Set<Capability> supportedCapabilities() {
            return Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
          }
        };
    DeliveryExtractor deliveries = AiServices.create(DeliveryExtractor.class, model);
    return text -> {
      response.set(text);
      return deliveries.read("What is to be delivered?");
    };
  }

  /**
   * Returns the converter behind Spring AI's {@code .entity(Delivery.class)}, reused instead of
   * created per call.
   */
  public static DefectReader springAi() {
    return new BeanOutputConverter<>(Delivery.class)::convert;
  }

  /**
   * Returns the number of defects that the reader repairs. Fails if it cannot read the valid JSON.
   */
  public static int countRepaired(DefectReader reader) {
    if (!EXPECTED.equals(reader.read(VALID))) {
      throw new IllegalStateException("expected " + EXPECTED + ", found " + reader.read(VALID));
    }
    return (int) ALL.stream().filter(text -> EXPECTED.equals(readOrNull(reader, text))).count();
  }

  // Peers throw exceptions of their own and of their libraries.
  private static @Nullable Object readOrNull(DefectReader reader, String text) {
    try {
      return reader.read(text);
    } catch (RuntimeException e) {
      return null;
    }
  }
}
