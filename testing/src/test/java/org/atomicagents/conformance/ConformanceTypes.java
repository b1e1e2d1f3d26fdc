package org.atomicagents.conformance;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.atomicagents.schema.Description;
import org.jspecify.annotations.Nullable;

/** The types that the conformance tests share. */
final class ConformanceTypes {
  private ConformanceTypes() {}

  @Description("One item.")
  record Item(
      @Description("Item name") @Size(min = 1, max = 40) String name,
      @Description("Quantity") @Min(1) @Max(99) @JsonProperty(defaultValue = "1") int qty) {}

  enum Priority {
    @JsonProperty("low")
    LOW,
    @JsonProperty("high")
    HIGH
  }

  enum Kind {
    @JsonProperty("retail")
    RETAIL,
    @JsonProperty("bulk")
    BULK
  }

  @Description("An order.")
  record Order(
      @Description("Order id") @Pattern(regexp = "^o-[0-9]+$") String id,
      @Description("Items") @NotEmpty List<Item> items,
      @Description("Priority") @JsonProperty(defaultValue = "low") Priority priority,
      @Description("Note") @Nullable String note,
      @Description("Kind") Kind kind,
      @Description("Tags") @JsonProperty(defaultValue = "{}") Map<String, Integer> tags,
      @Description("Price") @Positive double price) {}

  @Description("A search")
  record Search(@Description("What to look for") String query) implements ToolParameters {}

  @Description("A calculation")
  record Calc(@Description("What to work out") String expression) implements ToolParameters {}

  @Description("What a tool is called with")
  sealed interface ToolParameters permits Search, Calc {}

  @Description("A choice of tools")
  record Choice(@JsonProperty("tool_parameters") ToolParameters toolParameters) {}

  @Description("A tree")
  record Tree(String label, @JsonProperty(defaultValue = "[]") List<Tree> children) {}

  @Description("Nothing to say")
  record Nothing() {}

  enum Topic {
    @JsonProperty("food")
    FOOD
  }

  @Description("A topic")
  record Topical(Topic topic) {}
}
