package org.atomicagents.corpus.adversarial;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.schema.Description;
import org.jspecify.annotations.Nullable;

/** The Java types that the generated outputs are read as. */
final class AdversarialTypes {
  private AdversarialTypes() {}

  /** A record with optional components. */
  @Description("A person")
  record Person(
      String name,
      Optional<String> phone,
      @Nullable Integer age,
      boolean subscribed,
      Optional<Level> level) {}

  /** A record with optional components only. */
  @Description("Filters of a search")
  record Filters(
      Optional<String> city,
      @Nullable Integer limit,
      Optional<List<String>> tags,
      @Nullable Boolean open) {}

  /** A record with nested records, one of them optional. */
  @Description("A parcel")
  record Parcel(
      String code,
      Place destination,
      BigDecimal weight,
      @Nullable LocalDate due,
      Optional<Place> origin) {}

  /** A nested record. */
  @Description("A place")
  record Place(String street, String city, @Nullable Integer floor) {}

  /** A record of one text. */
  @Description("A summary")
  record Summary(String text) {}

  /** A record with lists. */
  @Description("A recipe")
  record Recipe(
      String title, List<String> ingredients, List<Integer> minutes, List<Level> levels) {}

  /** An item of a list. */
  @Description("A product")
  record Product(String name, int quantity, double price) {}

  /** Constants as words. */
  enum Level {
    LOW,
    MEDIUM,
    HIGH
  }

  /** Constants of one and two letters, of which some together look like another one. */
  enum BloodType {
    A,
    B,
    AB,
    O,
    NA
  }

  /** A union. */
  @Description("A command")
  sealed interface Command permits Move, Speak, Stop {}

  /** A member with numbers. */
  @Description("Move")
  record Move(int distance, Level speed) implements Command {}

  /** A member with a text. */
  @Description("Speak")
  record Speak(String phrase, @Nullable Integer volume) implements Command {}

  /** A member without required components. */
  @Description("Stop")
  record Stop(Optional<String> reason) implements Command {}

  /** Maps in a record. */
  @Description("A poll")
  record Poll(String question, Map<String, Integer> votes) {}
}
