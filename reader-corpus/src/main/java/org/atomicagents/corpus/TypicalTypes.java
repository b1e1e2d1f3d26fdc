package org.atomicagents.corpus;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.atomicagents.schema.Description;
import org.jspecify.annotations.Nullable;

/** Typical output types of agents. */
public final class TypicalTypes {
  private TypicalTypes() {}

  /** A record with strings, an enum with descriptions, a number, a boolean and a list. */
  @Description("A ticket")
  public record Ticket(
      @Description("In a few words") String title,
      Priority priority,
      int points,
      boolean urgent,
      List<String> labels,
      Optional<String> assignee) {}

  /** An enum with descriptions and a renamed constant. */
  public enum Priority {
    @Description("Whenever there is time")
    LOW,
    @Description("This week")
    NORMAL,
    @Description("At once")
    @JsonProperty("very-high")
    VERY_HIGH
  }

  /** A record with nested records and lists. */
  @Description("An order")
  public record Order(
      String id, Status status, Customer customer, List<Line> lines, List<String> notes) {}

  /** The status of an order. */
  public enum Status {
    NEW,
    IN_PROGRESS,
    SHIPPED,
    CANCELLED_BY_CUSTOMER
  }

  /** The customer of an order. */
  @Description("A customer")
  public record Customer(String name, Address address, @Nullable String phone) {}

  /** A postal address. */
  @Description("An address")
  public record Address(String street, String city, String country) {}

  /** A line of an order. */
  @Description("One line of an order")
  public record Line(String sku, int quantity, Money price) {}

  /** An amount of money. */
  @Description("An amount of money")
  public record Money(BigDecimal amount, String currency) {}

  /** A record with keys in several naming styles. */
  @Description("A profile")
  public record Profile(
      @JsonProperty("full_name") String fullName,
      String emailAddress,
      @JsonProperty("Age") int age,
      @JsonProperty("is-active") boolean active,
      @JsonProperty("HTTPStatus") int httpStatus,
      String url2,
      @JsonProperty("home address") Address home) {}

  /** A record with optional components only. */
  @Description("Preferences")
  public record Preferences(
      Optional<String> nickname,
      @Nullable Integer size,
      @Nullable Boolean newsletter,
      Optional<Priority> priority,
      @Nullable List<String> topics,
      Optional<Address> address,
      Optional<List<Integer>> scores) {}

  /** A recursive type. */
  @Description("A category")
  public record Category(String title, List<Category> children) {}

  /** A record with lists of several types. */
  @Description("Tables of numbers")
  public record Tables(
      List<List<Integer>> rows,
      List<Double> weights,
      List<Boolean> flags,
      List<Status> states,
      List<@Nullable String> cells) {}

  /** A record with a single component. */
  @Description("A note")
  public record Note(String text) {}

  /** A record with long strings. */
  @Description("A review of a change")
  public record Review(
      String summary,
      @Description("In Markdown") String body,
      List<Finding> findings,
      Verdict verdict,
      double confidence) {}

  /** A finding of a review. */
  @Description("A finding")
  public record Finding(String file, int line, String message, @Nullable String suggestion) {}

  /** The verdict of a review. */
  public enum Verdict {
    APPROVE,
    REQUEST_CHANGES,
    COMMENT
  }

  /** A record with source code. */
  @Description("A program")
  public record Program(Language language, String code, Optional<String> explanation) {}

  /** A programming language. */
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

  /** A record with enums whose constants consist of one another's letters. */
  @Description("A donation of blood")
  public record Donation(
      BloodGroup group, Region region, List<BloodGroup> suitable, Optional<Region> destination) {}

  /** A blood group. */
  public enum BloodGroup {
    A,
    B,
    AB,
    O
  }

  /** A region. */
  public enum Region {
    NA,
    @Description("Europe, without the Middle East")
    EU,
    @JsonProperty("Asia-Pacific")
    APAC
  }
}
