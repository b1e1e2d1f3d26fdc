package org.atomicagents.benchmarks.economy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.atomicagents.schema.Description;

/** Ten types of output whose descriptions are annotations of each library. */
public final class TradeTypes {
  private TradeTypes() {}

  /** A product in an online shop. */
  @Description("A product in an online shop")
  @dev.langchain4j.model.output.structured.Description("A product in an online shop")
  public record ProductListing(
      @Description("The name shown to customers")
          @JsonPropertyDescription("The name shown to customers")
          @dev.langchain4j.model.output.structured.Description("The name shown to customers")
          String title,
      @Description("Price in euros, without tax")
          @JsonPropertyDescription("Price in euros, without tax")
          @dev.langchain4j.model.output.structured.Description("Price in euros, without tax")
          double price,
      @Description("Whether it can be delivered at once")
          @JsonPropertyDescription("Whether it can be delivered at once")
          @dev.langchain4j.model.output.structured.Description(
              "Whether it can be delivered at once")
          boolean inStock,
      @Description("Words by which customers search")
          @JsonPropertyDescription("Words by which customers search")
          @dev.langchain4j.model.output.structured.Description("Words by which customers search")
          List<String> tags,
      @Description("The department of the shop")
          @JsonPropertyDescription("The department of the shop")
          @dev.langchain4j.model.output.structured.Description("The department of the shop")
          Category category) {
    /** Category of ProductListing. */
    public enum Category {
      BOOKS,
      GARDEN,
      KITCHEN,
      TOYS
    }
  }

  /** A report after an examination. */
  @Description("A report after an examination")
  @dev.langchain4j.model.output.structured.Description("A report after an examination")
  public record MedicalReport(
      @Description("Initials only")
          @JsonPropertyDescription("Initials only")
          @dev.langchain4j.model.output.structured.Description("Initials only")
          String patient,
      @Description("The main diagnosis in plain words")
          @JsonPropertyDescription("The main diagnosis in plain words")
          @dev.langchain4j.model.output.structured.Description("The main diagnosis in plain words")
          String diagnosis,
      @Description("The code in ICD-10")
          @JsonPropertyDescription("The code in ICD-10")
          @dev.langchain4j.model.output.structured.Description("The code in ICD-10")
          String icdCode,
      @Description("Medicines that are to be taken")
          @JsonPropertyDescription("Medicines that are to be taken")
          @dev.langchain4j.model.output.structured.Description("Medicines that are to be taken")
          List<Dose> medication,
      @Description("How soon a doctor must be seen")
          @JsonPropertyDescription("How soon a doctor must be seen")
          @dev.langchain4j.model.output.structured.Description("How soon a doctor must be seen")
          Urgency urgency) {
    /** Urgency of MedicalReport. */
    public enum Urgency {
      ROUTINE,
      SOON,
      EMERGENCY
    }

    /** A medicine with its dose. */
    @Description("A medicine with its dose")
    @dev.langchain4j.model.output.structured.Description("A medicine with its dose")
    public record Dose(
        @Description("The active ingredient")
            @JsonPropertyDescription("The active ingredient")
            @dev.langchain4j.model.output.structured.Description("The active ingredient")
            String medicine,
        @Description("Milligrams per dose")
            @JsonPropertyDescription("Milligrams per dose")
            @dev.langchain4j.model.output.structured.Description("Milligrams per dose")
            int milligrams,
        @Description("Doses in 24 hours")
            @JsonPropertyDescription("Doses in 24 hours")
            @dev.langchain4j.model.output.structured.Description("Doses in 24 hours")
            int timesPerDay) {}
  }

  /** The weather of the coming days. */
  @Description("The weather of the coming days")
  @dev.langchain4j.model.output.structured.Description("The weather of the coming days")
  public record WeatherForecast(
      @Description("The place as it was asked for")
          @JsonPropertyDescription("The place as it was asked for")
          @dev.langchain4j.model.output.structured.Description("The place as it was asked for")
          String place,
      @Description("One entry per day, today first")
          @JsonPropertyDescription("One entry per day, today first")
          @dev.langchain4j.model.output.structured.Description("One entry per day, today first")
          List<Day> days) {
    /** The weather of one day. */
    @Description("The weather of one day")
    @dev.langchain4j.model.output.structured.Description("The weather of one day")
    public record Day(
        @Description("ISO date")
            @JsonPropertyDescription("ISO date")
            @dev.langchain4j.model.output.structured.Description("ISO date")
            String date,
        @Description("Highest temperature in degrees Celsius")
            @JsonPropertyDescription("Highest temperature in degrees Celsius")
            @dev.langchain4j.model.output.structured.Description(
                "Highest temperature in degrees Celsius")
            double high,
        @Description("Lowest temperature in degrees Celsius")
            @JsonPropertyDescription("Lowest temperature in degrees Celsius")
            @dev.langchain4j.model.output.structured.Description(
                "Lowest temperature in degrees Celsius")
            double low,
        @Description("The sky at noon")
            @JsonPropertyDescription("The sky at noon")
            @dev.langchain4j.model.output.structured.Description("The sky at noon")
            Sky sky) {
      /** Sky of Day. */
      public enum Sky {
        CLEAR,
        CLOUDY,
        RAIN,
        SNOW
      }
    }
  }

  /** Meals of one day. */
  @Description("Meals of one day")
  @dev.langchain4j.model.output.structured.Description("Meals of one day")
  public record MealPlan(
      @Description("Eaten before ten")
          @JsonPropertyDescription("Eaten before ten")
          @dev.langchain4j.model.output.structured.Description("Eaten before ten")
          Meal breakfast,
      @Description("Eaten at noon")
          @JsonPropertyDescription("Eaten at noon")
          @dev.langchain4j.model.output.structured.Description("Eaten at noon")
          Meal lunch,
      @Description("Eaten in the evening")
          @JsonPropertyDescription("Eaten in the evening")
          @dev.langchain4j.model.output.structured.Description("Eaten in the evening")
          Meal dinner) {
    /** A meal. */
    @Description("A meal")
    @dev.langchain4j.model.output.structured.Description("A meal")
    public record Meal(
        @Description("The name of the dish")
            @JsonPropertyDescription("The name of the dish")
            @dev.langchain4j.model.output.structured.Description("The name of the dish")
            String dish,
        @Description("Kilocalories")
            @JsonPropertyDescription("Kilocalories")
            @dev.langchain4j.model.output.structured.Description("Kilocalories")
            int calories,
        @Description("Without meat and fish")
            @JsonPropertyDescription("Without meat and fish")
            @dev.langchain4j.model.output.structured.Description("Without meat and fish")
            boolean vegetarian) {}
  }

  /** A record of music. */
  @Description("A record of music")
  @dev.langchain4j.model.output.structured.Description("A record of music")
  public record MusicAlbum(
      @Description("The band or musician")
          @JsonPropertyDescription("The band or musician")
          @dev.langchain4j.model.output.structured.Description("The band or musician")
          String artist,
      @Description("Year of the first release")
          @JsonPropertyDescription("Year of the first release")
          @dev.langchain4j.model.output.structured.Description("Year of the first release")
          int year,
      @Description("All tracks in order")
          @JsonPropertyDescription("All tracks in order")
          @dev.langchain4j.model.output.structured.Description("All tracks in order")
          List<Track> tracks) {
    /** A piece of music. */
    @Description("A piece of music")
    @dev.langchain4j.model.output.structured.Description("A piece of music")
    public record Track(
        @Description("Title without the artist")
            @JsonPropertyDescription("Title without the artist")
            @dev.langchain4j.model.output.structured.Description("Title without the artist")
            String title,
        @Description("Length in seconds")
            @JsonPropertyDescription("Length in seconds")
            @dev.langchain4j.model.output.structured.Description("Length in seconds")
            int seconds) {}
  }

  /** The results of a meeting. */
  @Description("The results of a meeting")
  @dev.langchain4j.model.output.structured.Description("The results of a meeting")
  public record MeetingMinutes(
      @Description("What was discussed")
          @JsonPropertyDescription("What was discussed")
          @dev.langchain4j.model.output.structured.Description("What was discussed")
          String topic,
      @Description("Who was present")
          @JsonPropertyDescription("Who was present")
          @dev.langchain4j.model.output.structured.Description("Who was present")
          List<Attendee> attendees,
      @Description("What was decided")
          @JsonPropertyDescription("What was decided")
          @dev.langchain4j.model.output.structured.Description("What was decided")
          List<String> decisions,
      @Description("Work that was assigned")
          @JsonPropertyDescription("Work that was assigned")
          @dev.langchain4j.model.output.structured.Description("Work that was assigned")
          List<Task> tasks) {
    /** A participant. */
    @Description("A participant")
    @dev.langchain4j.model.output.structured.Description("A participant")
    public record Attendee(
        @Description("First and last name")
            @JsonPropertyDescription("First and last name")
            @dev.langchain4j.model.output.structured.Description("First and last name")
            String name,
        @Description("The team")
            @JsonPropertyDescription("The team")
            @dev.langchain4j.model.output.structured.Description("The team")
            String team) {}

    /** A task. */
    @Description("A task")
    @dev.langchain4j.model.output.structured.Description("A task")
    public record Task(
        @Description("Who does it")
            @JsonPropertyDescription("Who does it")
            @dev.langchain4j.model.output.structured.Description("Who does it")
            Attendee owner,
        @Description("Last day, ISO date")
            @JsonPropertyDescription("Last day, ISO date")
            @dev.langchain4j.model.output.structured.Description("Last day, ISO date")
            String due,
        @Description("What has to be done")
            @JsonPropertyDescription("What has to be done")
            @dev.langchain4j.model.output.structured.Description("What has to be done")
            String text) {}
  }

  /** A used car. */
  @Description("A used car")
  @dev.langchain4j.model.output.structured.Description("A used car")
  public record CarOffer(
      @Description("The manufacturer")
          @JsonPropertyDescription("The manufacturer")
          @dev.langchain4j.model.output.structured.Description("The manufacturer")
          String maker,
      @Description("The name of the model")
          @JsonPropertyDescription("The name of the model")
          @dev.langchain4j.model.output.structured.Description("The name of the model")
          String model,
      @Description("Kilometres driven")
          @JsonPropertyDescription("Kilometres driven")
          @dev.langchain4j.model.output.structured.Description("Kilometres driven")
          int mileage,
      @Description("What it runs on")
          @JsonPropertyDescription("What it runs on")
          @dev.langchain4j.model.output.structured.Description("What it runs on")
          Fuel fuel,
      @Description("Whether it had one owner only")
          @JsonPropertyDescription("Whether it had one owner only")
          @dev.langchain4j.model.output.structured.Description("Whether it had one owner only")
          boolean firstOwner) {
    /** Fuel of CarOffer. */
    public enum Fuel {
      PETROL,
      DIESEL,
      ELECTRIC
    }
  }

  /** The result of an exam. */
  @Description("The result of an exam")
  @dev.langchain4j.model.output.structured.Description("The result of an exam")
  public record ExamResult(
      @Description("The student's number")
          @JsonPropertyDescription("The student's number")
          @dev.langchain4j.model.output.structured.Description("The student's number")
          String student,
      @Description("Points of all questions")
          @JsonPropertyDescription("Points of all questions")
          @dev.langchain4j.model.output.structured.Description("Points of all questions")
          int points,
      @Description("At least half of the points")
          @JsonPropertyDescription("At least half of the points")
          @dev.langchain4j.model.output.structured.Description("At least half of the points")
          boolean passed,
      @Description("Points by question")
          @JsonPropertyDescription("Points by question")
          @dev.langchain4j.model.output.structured.Description("Points by question")
          List<Question> questions) {
    /** A question of an exam. */
    @Description("A question of an exam")
    @dev.langchain4j.model.output.structured.Description("A question of an exam")
    public record Question(
        @Description("From 1")
            @JsonPropertyDescription("From 1")
            @dev.langchain4j.model.output.structured.Description("From 1")
            int number,
        @Description("Points that were given")
            @JsonPropertyDescription("Points that were given")
            @dev.langchain4j.model.output.structured.Description("Points that were given")
            int points,
        @Description("Why points were taken off")
            @JsonPropertyDescription("Why points were taken off")
            @dev.langchain4j.model.output.structured.Description("Why points were taken off")
            String remark) {}
  }

  /** Advice for travellers. */
  @Description("Advice for travellers")
  @dev.langchain4j.model.output.structured.Description("Advice for travellers")
  public record TravelTip(
      @Description("The country")
          @JsonPropertyDescription("The country")
          @dev.langchain4j.model.output.structured.Description("The country")
          String country,
      @Description("Whether a visa is needed")
          @JsonPropertyDescription("Whether a visa is needed")
          @dev.langchain4j.model.output.structured.Description("Whether a visa is needed")
          boolean visa,
      @Description("Months with good weather")
          @JsonPropertyDescription("Months with good weather")
          @dev.langchain4j.model.output.structured.Description("Months with good weather")
          List<String> bestMonths,
      @Description("Dangers, worst first")
          @JsonPropertyDescription("Dangers, worst first")
          @dev.langchain4j.model.output.structured.Description("Dangers, worst first")
          List<String> warnings) {}

  /** A match of two teams. */
  @Description("A match of two teams")
  @dev.langchain4j.model.output.structured.Description("A match of two teams")
  public record SportsMatch(
      @Description("The team that plays at home")
          @JsonPropertyDescription("The team that plays at home")
          @dev.langchain4j.model.output.structured.Description("The team that plays at home")
          Team home,
      @Description("The visiting team")
          @JsonPropertyDescription("The visiting team")
          @dev.langchain4j.model.output.structured.Description("The visiting team")
          Team guest,
      @Description("Whether the match is over")
          @JsonPropertyDescription("Whether the match is over")
          @dev.langchain4j.model.output.structured.Description("Whether the match is over")
          boolean finished) {
    /** A team. */
    @Description("A team")
    @dev.langchain4j.model.output.structured.Description("A team")
    public record Team(
        @Description("Name of the club")
            @JsonPropertyDescription("Name of the club")
            @dev.langchain4j.model.output.structured.Description("Name of the club")
            String name,
        @Description("Goals so far")
            @JsonPropertyDescription("Goals so far")
            @dev.langchain4j.model.output.structured.Description("Goals so far")
            int score,
        @Description("Players who scored")
            @JsonPropertyDescription("Players who scored")
            @dev.langchain4j.model.output.structured.Description("Players who scored")
            List<String> scorers) {}
  }
}
