package org.atomicagents.corpus;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.atomicagents.schema.Description;
import org.jspecify.annotations.Nullable;

/** Types as agents have them. */
public final class TypicalTypes {
  private TypicalTypes() {}

  /** Texts, an enum whose constants are described, a number, a boolean and lists. */
  @Description("A ticket")
  public record Ticket(
      @Description("In a few words") String title,
      Priority priority,
      int points,
      boolean urgent,
      List<String> labels,
      Optional<String> assignee) {}

  /** How soon. */
  public enum Priority {
    @Description("Whenever there is time")
    LOW,
    @Description("This week")
    NORMAL,
    @Description("At once")
    @JsonProperty("very-high")
    VERY_HIGH
  }

  /** Records in records and lists. */
  @Description("An order")
  public record Order(
      String id, Status status, Customer customer, List<Line> lines, List<String> notes) {}

  /** Where an order stands. */
  public enum Status {
    NEW,
    IN_PROGRESS,
    SHIPPED,
    CANCELLED_BY_CUSTOMER
  }

  /** Who ordered. */
  @Description("A customer")
  public record Customer(String name, Address address, @Nullable String phone) {}

  /** Where goods go. */
  @Description("An address")
  public record Address(String street, String city, String country) {}

  /** One article of an order. */
  @Description("One line of an order")
  public record Line(String sku, int quantity, Money price) {}

  /** An amount of a currency. */
  @Description("An amount of money")
  public record Money(BigDecimal amount, String currency) {}

  /** Names in all styles. */
  @Description("A profile")
  public record Profile(
      @JsonProperty("full_name") String fullName,
      String emailAddress,
      @JsonProperty("Age") int age,
      @JsonProperty("is-active") boolean active,
      @JsonProperty("HTTPStatus") int httpStatus,
      String url2,
      @JsonProperty("home address") Address home) {}

  /** All that may be left out. */
  @Description("Preferences")
  public record Preferences(
      Optional<String> nickname,
      @Nullable Integer size,
      @Nullable Boolean newsletter,
      Optional<Priority> priority,
      @Nullable List<String> topics,
      Optional<Address> address,
      Optional<List<Integer>> scores) {}

  /** A tree. */
  @Description("A category")
  public record Category(String title, List<Category> children) {}

  /** Lists of all kinds. */
  @Description("Tables of numbers")
  public record Tables(
      List<List<Integer>> rows,
      List<Double> weights,
      List<Boolean> flags,
      List<Status> states,
      List<@Nullable String> cells) {}

  /** One component alone. */
  @Description("A note")
  public record Note(String text) {}

  /** Long texts. */
  @Description("A review of a change")
  public record Review(
      String summary,
      @Description("In Markdown") String body,
      List<Finding> findings,
      Verdict verdict,
      double confidence) {}

  /** One thing that was found. */
  @Description("A finding")
  public record Finding(String file, int line, String message, @Nullable String suggestion) {}

  /** What should become of a change. */
  public enum Verdict {
    APPROVE,
    REQUEST_CHANGES,
    COMMENT
  }

  /** Code in a text. */
  @Description("A program")
  public record Program(Language language, String code, Optional<String> explanation) {}

  /** What a program is written in. */
  public enum Language {
    @JsonProperty("Java")
    JAVA,
    @JsonProperty("C++")
    CPP,
    @JsonProperty("C#")
    CSHARP,
    @JsonProperty("Python 3")
    PYTHON
  }
}
