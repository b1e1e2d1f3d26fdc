package org.atomicagents.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TypeDefinitionTest {

  @Test
  void writesScalarsEnumsAndConstraints() {
    assertThat(definition(Schema.of(Ticket.class)))
        .isEqualTo(
            """
            {
              "title": string, // What happened; at most 80 characters
              "priority": "LOW" | "HIGH",
              "stars": integer, // 1 to 5
              "amount": number, // more than 0
              "code": string,
              "due": string, // YYYY-MM-DD
              "done": boolean,
              "owner": string // not empty
            }\
            """);
  }

  @Test
  void marksOptionalPropertiesAndDefaults() {
    assertThat(definition(Schema.of(Options.class)))
        .isEqualTo(
            """
            {
              "note": string | null,
              "limit": integer | null, // 1 to 9
              "retries": integer // default: 3
            }\
            """);
  }

  @Test
  void writesListsSetsMapsAndNestedTypes() {
    assertThat(definition(Schema.of(Order.class)))
        .isEqualTo(
            """
            {
              "lines": { // 1 to 3 items
                "sku": string, // The article
                "quantity": integer
              }[],
              "address": { "street": string, "city": string }, // Where to deliver
              "tags": string[], // no duplicates
              "levels": ("LOW" | "HIGH")[],
              "prices": { [key: string]: number },
              "counts": { [key: "LOW" | "HIGH"]: integer }
            }\
            """);
  }

  @Test
  void writesTheAlternativesOfUnions() {
    assertThat(definition(Schema.of(Step.class)))
        .isEqualTo(
            """
            {
              "number": integer,
              "action": // What to do
                // Adds an item
                | { "type": "add", "item": string, "quantity": integer }
                // Removes everything
                | { "type": "clear" }
            }\
            """);
  }

  @Test
  void writesAnOnlyUnionAsWholeObjects() {
    assertThat(definition(Schema.of(Action.class)))
        .isEqualTo(
            """
            { "value": { "type": "add", "item": string, "quantity": integer } }
            or
            { "value": { "type": "clear" } }\
            """);
  }

  @Test
  void namesRecursiveAndSharedTypes() {
    assertThat(definition(Schema.of(Tree.class)))
        .isEqualTo(
            """
            // A tree
            type Tree = {
              "label": string,
              "children": Tree[]
            }

            {
              "label": string,
              "children": Tree[]
            }\
            """);
    assertThat(definition(Schema.of(Trip.class)))
        .isEqualTo(
            """
            // A place
            type Place = {
              "city": string
            }

            {
              "from": Place,
              "to": Place
            }\
            """);
  }

  @Test
  void wrapsRootsThatAreNotObjects() {
    assertThat(definition(Schema.listOf(Integer.class)))
        .isEqualTo(
            """
            {
              "items": integer[]
            }\
            """);
  }

  @Test
  void writesSchemasGivenAsText() {
    var schema =
        Schema.of(
            """
            {"type":"object","required":["id","kind"],"properties":{
              "id":{"type":["string","integer"]},
              "kind":{"const":"a"},
              "level":{"enum":[1,2,null]},
              "first name":{"type":"string","description":"Given\\n name"},
              "pair":{"prefixItems":[{"type":"string"},{"type":"number"}],"type":"array"},
              "both":{"allOf":[{"$ref":"#/$defs/A"},{"$ref":"#/$defs/B"}]},
              "one":{"oneOf":[{"$ref":"#/$defs/A"},{"type":"null"}]},
              "any":{}},
             "additionalProperties":{"type":"string"},
             "$defs":{"A":{"type":"object","properties":{"x":{"type":"number"}}},
                      "B":{"type":"string"}}}
            """);

    assertThat(definition(schema))
        .isEqualTo(
            """
            type A = {
              "x"?: number
            }

            type B = string

            {
              "id": string | integer,
              "kind": "a",
              "level"?: 1 | 2 | null,
              "first name"?: string, // Given name
              "pair"?: [string, number],
              "both"?: A & B,
              "one": A | null,
              "any"?: any,
              [key: string]: string
            }\
            """);
  }

  @Test
  void isEmptyForKeywordsWithoutEquivalent() {
    assertThat(
            Schema.of("{\"type\":\"object\",\"properties\":{\"a\":{\"not\":{\"type\":\"null\"}}}}")
                .typeDefinition())
        .isEmpty();
  }

  @Test
  void isMuchShorterThanTheJsonSchema() {
    for (Schema<?> schema :
        List.of(Schema.of(Ticket.class), Schema.of(Order.class), Schema.of(Action.class))) {
      assertThat(definition(schema).length()).isLessThan(schema.jsonSchema().length() * 6 / 10);
    }
  }

  private static String definition(Schema<?> schema) {
    return schema.typeDefinition().orElseThrow();
  }

  enum Priority {
    LOW,
    HIGH
  }

  @Description("A ticket")
  record Ticket(
      @Description("What happened") @Size(max = 80) String title,
      Priority priority,
      @Min(1) @Max(5) int stars,
      @Positive double amount,
      @Pattern(regexp = "[A-Z]{2}") String code,
      LocalDate due,
      boolean done,
      @NotBlank String owner) {}

  @Description("Options")
  record Options(
      @Nullable String note,
      Optional<@Min(1) @Max(9) Integer> limit,
      @JsonProperty(defaultValue = "3") int retries) {}

  @Description("A line")
  record Line(@Description("The article") String sku, int quantity) {}

  @Description("An address")
  record Address(String street, String city) {}

  @Description("An order")
  record Order(
      @Size(min = 1, max = 3) List<Line> lines,
      @Description("Where to deliver") Address address,
      Set<String> tags,
      List<Priority> levels,
      Map<String, Double> prices,
      Map<Priority, Integer> counts) {}

  @Description("What to do")
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  sealed interface Action {}

  @Description("A step")
  record Step(int number, Action action) {}

  @Description("Adds an item")
  @JsonTypeName("add")
  record Add(String item, int quantity) implements Action {}

  @Description("Removes everything")
  @JsonTypeName("clear")
  record Clear() implements Action {}

  @Description("A tree")
  record Tree(String label, List<Tree> children) {}

  @Description("A place")
  record Place(String city) {}

  @Description("A trip")
  record Trip(Place from, Place to) {}
}
