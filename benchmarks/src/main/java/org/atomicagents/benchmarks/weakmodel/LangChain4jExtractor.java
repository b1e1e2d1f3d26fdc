package org.atomicagents.benchmarks.weakmodel;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.atomicagents.benchmarks.extraction.CartRequest;
import org.atomicagents.benchmarks.extraction.ContactCard;
import org.atomicagents.benchmarks.extraction.ExtractionTask;
import org.atomicagents.benchmarks.extraction.ExtractionTasks;
import org.atomicagents.benchmarks.extraction.GuestEntry;
import org.atomicagents.benchmarks.extraction.MeetingNotice;
import org.atomicagents.benchmarks.extraction.PartOrder;
import org.atomicagents.benchmarks.extraction.PersonProfile;
import org.atomicagents.benchmarks.extraction.PriceList;
import org.atomicagents.benchmarks.extraction.ProductReview;
import org.atomicagents.benchmarks.extraction.ShoppingList;
import org.atomicagents.benchmarks.extraction.SupportRequest;
import org.jspecify.annotations.Nullable;

/**
 * LangChain4j's AiServices over its OpenAI client: with strict JSON schemas, or with its prompted
 * format, which is the default for models without that capability.
 */
final class LangChain4jExtractor implements Extractor {
  private final boolean strict;
  private final ChatModel model;
  private final Map<String, Extraction> services = new HashMap<>();

  LangChain4jExtractor(URI baseUrl, String modelName, boolean strict) {
    var builder =
        OpenAiChatModel.builder()
            .baseUrl(baseUrl.toString())
            .apiKey("none")
            .modelName(modelName)
            .timeout(Duration.ofMinutes(5))
            .maxRetries(0);
    if (strict) {
      builder.supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA).strictJsonSchema(true);
    }
    this.strict = strict;
    this.model = builder.build();
  }

  /** The service interface that LangChain4j implements: one method per type of output. */
  interface Extraction {
    PersonProfile personProfile(String text);

    SupportRequest supportRequest(String text);

    ContactCard contactCard(String text);

    ShoppingList shoppingList(String text);

    GuestEntry guestEntry(String text);

    ProductReview productReview(String text);

    PartOrder partOrder(String text);

    CartRequest cartRequest(String text);

    PriceList priceList(String text);

    MeetingNotice meetingNotice(String text);
  }

  @Override
  public String label() {
    return "langchain4j " + (strict ? "strict" : "prompted");
  }

  @Override
  public boolean repeatsByItself() {
    return false;
  }

  @Override
  public @Nullable Object extract(ExtractionTask task) {
    Extraction service =
        services.computeIfAbsent(
            task.type(), type -> service(ExtractionTasks.typeOf(task).instruction()));
    String text = task.input();
    return switch (task.type()) {
      case "PersonProfile" -> service.personProfile(text);
      case "SupportRequest" -> service.supportRequest(text);
      case "ContactCard" -> service.contactCard(text);
      case "ShoppingList" -> service.shoppingList(text);
      case "GuestEntry" -> service.guestEntry(text);
      case "ProductReview" -> service.productReview(text);
      case "PartOrder" -> service.partOrder(text);
      case "CartRequest" -> service.cartRequest(text);
      case "PriceList" -> service.priceList(text);
      case "MeetingNotice" -> service.meetingNotice(text);
      default -> throw new IllegalArgumentException("no method for " + task.type());
    };
  }

  private Extraction service(String instruction) {
    return AiServices.builder(Extraction.class)
        .chatModel(model)
        .systemMessageProvider(memory -> instruction)
        .build();
  }
}
