package org.atomicagents.internal.schema.type;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The paths and the order of violations in the text that was read. */
class ViolationOrderTest {

  @Test
  void countsTheItemsOfASetAsInTheText() {
    assertThat(violations(Tags.class, "{\"tags\":[\"a\",\"a\",\"long\",\"long\",\"b\",\"tall\"]}"))
        .containsExactly(
            new Violation("$.tags[2]", "at most 3 characters", "\"long\""),
            new Violation("$.tags[5]", "at most 3 characters", "\"tall\""));
  }

  @Test
  void countsItemsAsInTheTextIfAConstructorSortsThem() {
    assertThat(violations(Sorted.class, "{\"tags\":[\"z\",\"tall\",\"b\"],\"counts\":[9,1]}"))
        .containsExactly(
            new Violation("$.tags[1]", "at most 3 characters", "\"tall\""),
            new Violation("$.counts[0]", "at most 5", "9"));
  }

  @Test
  void countsTheItemsOfNestedSetsAsInTheText() {
    assertThat(
            violations(
                Deep.class,
                """
                {"sets":{"k":[{"tags":["a"]},{"tags":["a"]},{"tags":["b","b","long"]}]},
                 "ranges":[{"from":1,"to":2},{"from":1,"to":2},{"from":2,"to":1}],"text":null}\
                """))
        .containsExactly(
            new Violation("$.sets.k[2].tags[2]", "at most 3 characters", "\"long\""),
            new Violation("$.ranges[2]", "a value whose ordered is true", "ordered: false"),
            new Violation("$.text", "a value", "null"));
  }

  @Test
  void countsItemsAsInTheTextIfThereAreTypeErrors() {
    assertThat(
            violations(
                Deep.class,
                "{\"sets\":{\"k\":[{\"tags\":[\"b\",\"b\",\"long\"]}]},\"ranges\":1,\"text\":\"a\"}"))
        .containsExactly(
            new Violation("$.sets.k[0].tags[2]", "at most 3 characters", "\"long\""),
            new Violation("$.ranges", "a list", "1"));
  }

  @Test
  void countsItemsInIterationOrderIfThereIsNoText() {
    var tags = new Tags(new LinkedHashSet<>(List.of("a", "long")));

    assertThat(Schema.of(Tags.class).validate(tags))
        .containsExactly(new Violation("$.tags[1]", "at most 3 characters", "\"long\""));
  }

  @Test
  void reportsTheValueThatAConstructorCreated() {
    assertThat(violations(Loud.class, "{\"word\":\"long\"}"))
        .containsExactly(new Violation("$.word", "at most 3 characters", "\"LONG\""));
    assertThat(Schema.of(Loud.class).read("{\"word\":\" abc \"}").value())
        .isEqualTo(new Loud("ABC"));
  }

  private static List<Violation> violations(Class<?> type, String json) {
    return Schema.of(type).read(json).violations();
  }

  @Description("Tags")
  record Tags(Set<@Size(max = 3) String> tags) {}

  @Description("Tags in order")
  record Sorted(Set<@Size(max = 3) String> tags, List<@Max(5) Integer> counts) {
    Sorted {
      tags = new TreeSet<>(tags);
      counts = counts.stream().sorted().toList();
    }
  }

  @SuppressWarnings("MultipleNullnessAnnotations") // one for the compiler, one for the model
  @Description("Sets in a map")
  record Deep(Map<String, Set<Tags>> sets, Set<Range> ranges, @NotNull @Nullable String text) {}

  @Description("A range")
  record Range(int from, int to) {
    @AssertTrue
    public boolean isOrdered() {
      return from <= to;
    }
  }

  @Description("A loud word")
  record Loud(@Size(max = 3) String word) {
    Loud {
      word = word.strip().toUpperCase(java.util.Locale.ROOT);
    }
  }
}
