package org.atomicagents.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.schema.CompiledSchema;
import org.junit.jupiter.api.Test;

class CompactDefinitionTest {

  @Description("A booked trip")
  record Trip(
      @Description("Where it starts") Place from,
      @Description("Where it ends") Place to,
      @Size(max = 80) @Description("Remarks") String note,
      List<String> tags,
      @JsonProperty("e-mail") String email,
      Map<String, Integer> prices,
      Means means) {}

  @Description("A place on a map")
  record Place(@Description("The nearest town") String town, double height) {}

  enum Means {
    TRAIN,
    BUS
  }

  @Test
  void omitsQuotationMarksAndCommasAndKeepsAllDescriptions() {
    assertThat(CompiledSchema.of(Schema.of(Trip.class)).compactDefinition())
        .contains(
            """
            // A place on a map
            type Place = {
              town: string // The nearest town
              height: number
            }

            // A booked trip
            {
              from: Place // Where it starts
              to: Place // Where it ends
              note: string // Remarks; at most 80 characters
              tags: string[]
              "e-mail": string
              prices: { [key: string]: integer }
              means: "TRAIN" | "BUS"
            }\
            """);
  }

  @Test
  void hasNoFormForKeywordsWithoutAnEquivalent() {
    var schema = Schema.of("{\"type\":\"object\",\"properties\":{\"a\":{\"not\":{}}}}");

    assertThat(CompiledSchema.of(schema).compactDefinition()).isEmpty();
  }
}
