package org.atomicagents.benchmarks.economy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.atomicagents.schema.Description;

/** Ten more types of output whose descriptions are annotations of each library. */
public final class ServiceTypes {
  private ServiceTypes() {}

  /** A booked flight. */
  @Description("A booked flight")
  @dev.langchain4j.model.output.structured.Description("A booked flight")
  public record FlightBooking(
      @Description("Where the flight starts")
          @JsonPropertyDescription("Where the flight starts")
          @dev.langchain4j.model.output.structured.Description("Where the flight starts")
          Airport from,
      @Description("Where the flight ends")
          @JsonPropertyDescription("Where the flight ends")
          @dev.langchain4j.model.output.structured.Description("Where the flight ends")
          Airport to,
      @Description("Local time of departure, ISO 8601")
          @JsonPropertyDescription("Local time of departure, ISO 8601")
          @dev.langchain4j.model.output.structured.Description("Local time of departure, ISO 8601")
          String departure,
      @Description("All passengers, infants included")
          @JsonPropertyDescription("All passengers, infants included")
          @dev.langchain4j.model.output.structured.Description("All passengers, infants included")
          List<Passenger> passengers) {
    /** An airport. */
    @Description("An airport")
    @dev.langchain4j.model.output.structured.Description("An airport")
    public record Airport(
        @Description("Three letters (IATA)")
            @JsonPropertyDescription("Three letters (IATA)")
            @dev.langchain4j.model.output.structured.Description("Three letters (IATA)")
            String code,
        @Description("The nearest city")
            @JsonPropertyDescription("The nearest city")
            @dev.langchain4j.model.output.structured.Description("The nearest city")
            String city) {}

    /** A passenger. */
    @Description("A passenger")
    @dev.langchain4j.model.output.structured.Description("A passenger")
    public record Passenger(
        @Description("Name as in the passport")
            @JsonPropertyDescription("Name as in the passport")
            @dev.langchain4j.model.output.structured.Description("Name as in the passport")
            String name,
        @Description("Row and letter")
            @JsonPropertyDescription("Row and letter")
            @dev.langchain4j.model.output.structured.Description("Row and letter")
            String seat) {}
  }

  /** An open position. */
  @Description("An open position")
  @dev.langchain4j.model.output.structured.Description("An open position")
  public record JobPosting(
      @Description("The title of the position")
          @JsonPropertyDescription("The title of the position")
          @dev.langchain4j.model.output.structured.Description("The title of the position")
          String role,
      @Description("Lowest gross salary a year")
          @JsonPropertyDescription("Lowest gross salary a year")
          @dev.langchain4j.model.output.structured.Description("Lowest gross salary a year")
          int salaryFrom,
      @Description("Highest gross salary a year")
          @JsonPropertyDescription("Highest gross salary a year")
          @dev.langchain4j.model.output.structured.Description("Highest gross salary a year")
          int salaryTo,
      @Description("Whether work from home is possible")
          @JsonPropertyDescription("Whether work from home is possible")
          @dev.langchain4j.model.output.structured.Description("Whether work from home is possible")
          boolean remote,
      @Description("Skills that are required")
          @JsonPropertyDescription("Skills that are required")
          @dev.langchain4j.model.output.structured.Description("Skills that are required")
          List<String> skills) {}

  /** A defect in software. */
  @Description("A defect in software")
  @dev.langchain4j.model.output.structured.Description("A defect in software")
  public record BugReport(
      @Description("One sentence")
          @JsonPropertyDescription("One sentence")
          @dev.langchain4j.model.output.structured.Description("One sentence")
          String summary,
      @Description("Steps to reproduce it")
          @JsonPropertyDescription("Steps to reproduce it")
          @dev.langchain4j.model.output.structured.Description("Steps to reproduce it")
          List<String> steps,
      @Description("How bad it is for users")
          @JsonPropertyDescription("How bad it is for users")
          @dev.langchain4j.model.output.structured.Description("How bad it is for users")
          Severity severity,
      @Description("The part of the software")
          @JsonPropertyDescription("The part of the software")
          @dev.langchain4j.model.output.structured.Description("The part of the software")
          String component) {
    /** Severity of BugReport. */
    public enum Severity {
      MINOR,
      MAJOR,
      CRITICAL
    }
  }

  /** The terms of a contract. */
  @Description("The terms of a contract")
  @dev.langchain4j.model.output.structured.Description("The terms of a contract")
  public record ContractTerms(
      @Description("Full names of both parties")
          @JsonPropertyDescription("Full names of both parties")
          @dev.langchain4j.model.output.structured.Description("Full names of both parties")
          List<String> parties,
      @Description("First day, ISO date")
          @JsonPropertyDescription("First day, ISO date")
          @dev.langchain4j.model.output.structured.Description("First day, ISO date")
          String startDate,
      @Description("Months of notice")
          @JsonPropertyDescription("Months of notice")
          @dev.langchain4j.model.output.structured.Description("Months of notice")
          int noticeMonths,
      @Description("Penalties for a breach")
          @JsonPropertyDescription("Penalties for a breach")
          @dev.langchain4j.model.output.structured.Description("Penalties for a breach")
          List<Penalty> penalties) {
    /** A penalty. */
    @Description("A penalty")
    @dev.langchain4j.model.output.structured.Description("A penalty")
    public record Penalty(
        @Description("The breach")
            @JsonPropertyDescription("The breach")
            @dev.langchain4j.model.output.structured.Description("The breach")
            String reason,
        @Description("Amount in euros")
            @JsonPropertyDescription("Amount in euros")
            @dev.langchain4j.model.output.structured.Description("Amount in euros")
            double amount) {}
  }

  /** A flat or house for sale. */
  @Description("A flat or house for sale")
  @dev.langchain4j.model.output.structured.Description("A flat or house for sale")
  public record RealEstate(
      @Description("Where it is")
          @JsonPropertyDescription("Where it is")
          @dev.langchain4j.model.output.structured.Description("Where it is")
          Location address,
      @Description("Rooms, half rooms count as 0.5")
          @JsonPropertyDescription("Rooms, half rooms count as 0.5")
          @dev.langchain4j.model.output.structured.Description("Rooms, half rooms count as 0.5")
          double rooms,
      @Description("Square metres")
          @JsonPropertyDescription("Square metres")
          @dev.langchain4j.model.output.structured.Description("Square metres")
          double area,
      @Description("What is special about it")
          @JsonPropertyDescription("What is special about it")
          @dev.langchain4j.model.output.structured.Description("What is special about it")
          List<Feature> features) {
    /** A place. */
    @Description("A place")
    @dev.langchain4j.model.output.structured.Description("A place")
    public record Location(
        @Description("Street and number")
            @JsonPropertyDescription("Street and number")
            @dev.langchain4j.model.output.structured.Description("Street and number")
            String street,
        @Description("The postcode")
            @JsonPropertyDescription("The postcode")
            @dev.langchain4j.model.output.structured.Description("The postcode")
            String postcode,
        @Description("The town")
            @JsonPropertyDescription("The town")
            @dev.langchain4j.model.output.structured.Description("The town")
            String city) {}

    /** A feature of a building. */
    @Description("A feature of a building")
    @dev.langchain4j.model.output.structured.Description("A feature of a building")
    public record Feature(
        @Description("A short name")
            @JsonPropertyDescription("A short name")
            @dev.langchain4j.model.output.structured.Description("A short name")
            String name,
        @Description("Costs beyond the price")
            @JsonPropertyDescription("Costs beyond the price")
            @dev.langchain4j.model.output.structured.Description("Costs beyond the price")
            double extraCost) {}
  }

  /** An answer in a survey. */
  @Description("An answer in a survey")
  @dev.langchain4j.model.output.structured.Description("An answer in a survey")
  public record SurveyAnswer(
      @Description("The question")
          @JsonPropertyDescription("The question")
          @dev.langchain4j.model.output.structured.Description("The question")
          String question,
      @Description("From 1 (bad) to 5 (good)")
          @JsonPropertyDescription("From 1 (bad) to 5 (good)")
          @dev.langchain4j.model.output.structured.Description("From 1 (bad) to 5 (good)")
          int rating,
      @Description("Free text, may be empty")
          @JsonPropertyDescription("Free text, may be empty")
          @dev.langchain4j.model.output.structured.Description("Free text, may be empty")
          String comment) {}

  /** An article of a newspaper. */
  @Description("An article of a newspaper")
  @dev.langchain4j.model.output.structured.Description("An article of a newspaper")
  public record NewsArticle(
      @Description("At most twelve words")
          @JsonPropertyDescription("At most twelve words")
          @dev.langchain4j.model.output.structured.Description("At most twelve words")
          String headline,
      @Description("Two sentences")
          @JsonPropertyDescription("Two sentences")
          @dev.langchain4j.model.output.structured.Description("Two sentences")
          String lead,
      @Description("People who are named")
          @JsonPropertyDescription("People who are named")
          @dev.langchain4j.model.output.structured.Description("People who are named")
          List<Person> people,
      @Description("Topics by importance")
          @JsonPropertyDescription("Topics by importance")
          @dev.langchain4j.model.output.structured.Description("Topics by importance")
          List<Topic> topics) {
    /** A person in the news. */
    @Description("A person in the news")
    @dev.langchain4j.model.output.structured.Description("A person in the news")
    public record Person(
        @Description("Full name")
            @JsonPropertyDescription("Full name")
            @dev.langchain4j.model.output.structured.Description("Full name")
            String name,
        @Description("Office or profession")
            @JsonPropertyDescription("Office or profession")
            @dev.langchain4j.model.output.structured.Description("Office or profession")
            String office) {}

    /** A topic. */
    @Description("A topic")
    @dev.langchain4j.model.output.structured.Description("A topic")
    public record Topic(
        @Description("One or two words")
            @JsonPropertyDescription("One or two words")
            @dev.langchain4j.model.output.structured.Description("One or two words")
            String name,
        @Description("From 0 to 1")
            @JsonPropertyDescription("From 0 to 1")
            @dev.langchain4j.model.output.structured.Description("From 0 to 1")
            double weight) {}
  }

  /** Where a parcel is. */
  @Description("Where a parcel is")
  @dev.langchain4j.model.output.structured.Description("Where a parcel is")
  public record ShipmentStatus(
      @Description("The tracking number")
          @JsonPropertyDescription("The tracking number")
          @dev.langchain4j.model.output.structured.Description("The tracking number")
          String number,
      @Description("The company")
          @JsonPropertyDescription("The company")
          @dev.langchain4j.model.output.structured.Description("The company")
          String carrier,
      @Description("Stops so far, newest last")
          @JsonPropertyDescription("Stops so far, newest last")
          @dev.langchain4j.model.output.structured.Description("Stops so far, newest last")
          List<Stop> stops,
      @Description("Whether it was handed over")
          @JsonPropertyDescription("Whether it was handed over")
          @dev.langchain4j.model.output.structured.Description("Whether it was handed over")
          boolean delivered) {
    /** A stop of a parcel. */
    @Description("A stop of a parcel")
    @dev.langchain4j.model.output.structured.Description("A stop of a parcel")
    public record Stop(
        @Description("Town and country")
            @JsonPropertyDescription("Town and country")
            @dev.langchain4j.model.output.structured.Description("Town and country")
            String place,
        @Description("ISO 8601 with zone")
            @JsonPropertyDescription("ISO 8601 with zone")
            @dev.langchain4j.model.output.structured.Description("ISO 8601 with zone")
            String time) {}
  }

  /** A payment. */
  @Description("A payment")
  @dev.langchain4j.model.output.structured.Description("A payment")
  public record BankTransfer(
      @Description("Who pays")
          @JsonPropertyDescription("Who pays")
          @dev.langchain4j.model.output.structured.Description("Who pays")
          Account sender,
      @Description("Who is paid")
          @JsonPropertyDescription("Who is paid")
          @dev.langchain4j.model.output.structured.Description("Who is paid")
          Account receiver,
      @Description("Amount")
          @JsonPropertyDescription("Amount")
          @dev.langchain4j.model.output.structured.Description("Amount")
          double amount,
      @Description("Three letters, ISO 4217")
          @JsonPropertyDescription("Three letters, ISO 4217")
          @dev.langchain4j.model.output.structured.Description("Three letters, ISO 4217")
          String currency,
      @Description("Text for the receiver")
          @JsonPropertyDescription("Text for the receiver")
          @dev.langchain4j.model.output.structured.Description("Text for the receiver")
          String purpose) {
    /** A bank account. */
    @Description("A bank account")
    @dev.langchain4j.model.output.structured.Description("A bank account")
    public record Account(
        @Description("The owner")
            @JsonPropertyDescription("The owner")
            @dev.langchain4j.model.output.structured.Description("The owner")
            String owner,
        @Description("The IBAN without spaces")
            @JsonPropertyDescription("The IBAN without spaces")
            @dev.langchain4j.model.output.structured.Description("The IBAN without spaces")
            String iban) {}
  }

  /** A summary of a conversation. */
  @Description("A summary of a conversation")
  @dev.langchain4j.model.output.structured.Description("A summary of a conversation")
  public record ChatSummary(
      @Description("The mood of the customer")
          @JsonPropertyDescription("The mood of the customer")
          @dev.langchain4j.model.output.structured.Description("The mood of the customer")
          Mood mood,
      @Description("The problem in one sentence")
          @JsonPropertyDescription("The problem in one sentence")
          @dev.langchain4j.model.output.structured.Description("The problem in one sentence")
          String problem,
      @Description("Whether it was solved")
          @JsonPropertyDescription("Whether it was solved")
          @dev.langchain4j.model.output.structured.Description("Whether it was solved")
          boolean solved,
      @Description("What we promised")
          @JsonPropertyDescription("What we promised")
          @dev.langchain4j.model.output.structured.Description("What we promised")
          List<String> nextSteps,
      @Description("ISO 639 code")
          @JsonPropertyDescription("ISO 639 code")
          @dev.langchain4j.model.output.structured.Description("ISO 639 code")
          String language) {
    /** Mood of ChatSummary. */
    public enum Mood {
      ANGRY,
      NEUTRAL,
      HAPPY
    }
  }
}
