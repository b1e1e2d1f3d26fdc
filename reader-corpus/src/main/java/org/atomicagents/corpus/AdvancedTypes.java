package org.atomicagents.corpus;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.atomicagents.corpus.TypicalTypes.Line;
import org.atomicagents.corpus.TypicalTypes.Priority;
import org.atomicagents.corpus.TypicalTypes.Status;
import org.atomicagents.schema.Description;
import org.jspecify.annotations.Nullable;

/** Types with maps, sets, dates, unions and type variables. */
public final class AdvancedTypes {
  private AdvancedTypes() {}

  /** Dates, times and ids. */
  @Description("An event")
  public record Event(
      UUID id,
      String title,
      LocalDate day,
      @Nullable LocalTime start,
      LocalDateTime created,
      OffsetDateTime changed,
      Optional<Instant> sent,
      Duration length,
      URI link) {}

  /** Maps and sets. */
  @Description("A store")
  public record Store(
      Map<String, Integer> stock,
      Map<Status, List<String>> orders,
      Map<Integer, String> shelves,
      Map<String, Line> offers,
      Set<String> tags,
      Set<Priority> priorities) {}

  /** Components with default values. */
  @Description("A search")
  public record Search(
      String query,
      @JsonProperty(defaultValue = "10") int limit,
      @JsonProperty(defaultValue = "true") boolean fuzzy,
      @JsonProperty(defaultValue = "NORMAL") Priority priority,
      @JsonProperty(defaultValue = "en") String language,
      OptionalInt page) {}

  /** A union with a discriminator. */
  @Description("What to do next")
  public sealed interface Action permits Send, Wait, Escalate {}

  /** An action that sends a message. */
  @Description("Send a message")
  public record Send(String to, String text, List<String> attachments) implements Action {}

  /** An action that waits. */
  @Description("Wait")
  public record Wait(int minutes, @Nullable String reason) implements Action {}

  /** An action with a custom discriminator value. */
  @Description("Ask a person")
  @JsonTypeName("ask-a-person")
  public record Escalate(Priority priority, String question) implements Action {}

  /** A union without a discriminator. */
  @Description("A payment")
  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  public sealed interface Payment permits Card, Transfer {}

  /** A payment by card. */
  @Description("By card")
  public record Card(String number, int expiryYear) implements Payment {}

  /** A payment by bank transfer. */
  @Description("By bank")
  public record Transfer(String iban, BigDecimal amount) implements Payment {}

  /** A record with unions as components. */
  @Description("A plan")
  public record Plan(String goal, List<Action> steps, Optional<Payment> payment) {}

  /** A generic type. */
  @Description("A page of a list")
  public record Page<T>(List<T> entries, int number, Optional<T> first) {}

  /** A generic type with two variables. */
  @Description("One thing and another")
  public record Pair<A, B>(A left, B right) {}
}
