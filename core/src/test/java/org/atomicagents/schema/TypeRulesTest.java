package org.atomicagents.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.validation.groups.Default;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.atomicagents.model.ConfigurationException;
import org.atomicagents.model.Violation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What types may ask for and what they may not, and that what is written is read again. */
class TypeRulesTest {

  @Test
  void anEmptyOptionalIsNotItsDefault() {
    var schema = Schema.of(Defaulted.class);

    assertThat(schema.read("{}").value()).isEqualTo(new Defaulted(Optional.of("x")));
    assertThat(schema.read("{\"text\":null}").value()).isEqualTo(new Defaulted(Optional.empty()));
    assertThat(schema.read(schema.encode(new Defaulted(Optional.empty()))).value())
        .isEqualTo(new Defaulted(Optional.empty()));
  }

  @Test
  void refusesNumbersThatWouldBecomeOthers() {
    var doubles = Schema.of(double.class);
    assertThat(doubles.read("{\"value\":1e-400}", Strictness.STRICT).violations())
        .containsExactly(new Violation("$.value", "a number that fits a double", "1e-400"));
    assertThat(doubles.read("{\"value\":-0.0e5}", Strictness.STRICT).value()).isEqualTo(-0.0);

    var floats = Schema.of(float.class);
    assertThat(floats.read("{\"value\":1e-60}", Strictness.STRICT).violations())
        .containsExactly(new Violation("$.value", "a number that fits a float", "1e-60"));
    assertThat(floats.read("{\"value\":16777217}", Strictness.STRICT).violations())
        .containsExactly(new Violation("$.value", "a number that fits a float", "16777217"));
    assertThat(floats.read("{\"value\":16777218}", Strictness.STRICT).value()).isEqualTo(16777218f);
    assertThat(floats.read("{\"value\":0.1}", Strictness.STRICT).value()).isEqualTo(0.1f);
    for (float each : new float[] {1e30f, Float.MAX_VALUE, Float.MIN_VALUE, 16777216f}) {
      assertThat(floats.read(floats.encode(each), Strictness.STRICT).value()).isEqualTo(each);
    }
  }

  @Test
  void anEmptyRootIsSaidWithItsKey() {
    var schema = Schema.of(new TypeRef<Optional<String>>() {});

    assertThat(schema.jsonSchema()).contains("\"required\":[\"value\"]");
    assertThat(schema.read("{}", Strictness.STRICT).violations())
        .containsExactly(new Violation("$.value", "a value", "nothing"));
    assertThat(schema.read("{\"value\":null}").value()).isEqualTo(Optional.empty());
    assertThat(schema.read("{\"value\":\"a\"}").value()).isEqualTo(Optional.of("a"));
    assertRefused(
        () -> Schema.of(new TypeRef<@Nullable String>() {}),
        "java.lang.String: expected a type of values, found @Nullable. Use Optional<...> instead.");
  }

  @Test
  void refusesTypesWithoutEnd() {
    assertRefused(
        () -> Schema.of(new TypeRef<Poly<String>>() {}),
        "Poly.next: expected at most 20 type arguments within one another and 1000 in all, found"
            + " more of Poly. Does a record hold itself with ever longer arguments?");
    assertRefused(
        () -> Schema.of(Endless.class),
        "Endless.next: expected an end to the nesting, found none: each Endless would need another"
            + " Endless. Make it @Nullable, an Optional or a List.");
    assertThat(Schema.of(Chain.class).read("{\"value\":{\"type\":\"End\"}}").value())
        .isEqualTo(new End());
  }

  @Test
  void saysOnlyWhatIsChecked() {
    assertThat(Schema.of(Grouped.class).jsonSchema())
        .contains("\"draft\":{\"type\":\"string\"}")
        .contains("\"both\":{\"type\":\"string\",\"minLength\":3}");
    assertThat(Schema.of(Grouped.class).validate(new Grouped("long", "ab")))
        .containsExactly(new Violation("$.both", "at least 3 characters", "\"ab\""));
  }

  @Test
  void saysInWordsWhichPatternsOnlyJavaReads() {
    assertThat(Schema.of(Patterns.class).jsonSchema())
        .contains(
            "\"anyCase\":{\"description\":\"matches Java's regular expression [a-z]+, case"
                + " insensitive\",\"type\":\"string\"}")
        .contains("\"price\":{\"type\":\"string\",\"pattern\":\"^(?:^cost\\\\$)$\"}");
    assertThat(
            Stream.of(
                    "\\p{Alpha}",
                    "(?i)a",
                    "a++",
                    "\\Aa",
                    "a\\z",
                    "[a[b]]",
                    "[a-z&&[b]]",
                    "(?>a)",
                    "\\Qa")
                .filter(EcmaPattern::isOne))
        .isEmpty();
    assertThat(
            Stream.of("a+", "\\++", "[+]+", "(?:a|b)?", "(?<n>a)\\k<n>", "[a&]", "\\[\\[", "a{2}"))
        .allMatch(EcmaPattern::isOne);
    assertThat(EcmaPattern.anchored("^a\\\\$")).isEqualTo("^a\\\\$");
    assertThat(EcmaPattern.anchored("^a|b$")).isEqualTo("^(?:^a|b$)$");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(ConfigurationException.class).hasMessage(message);
  }

  @Description("Calls for ever longer arguments")
  record Poly<T>(T value, @Nullable Poly<List<T>> next) {}

  @Description("Never ends")
  record Endless(Endless next) {}

  @Description("A chain")
  sealed interface Chain permits Link, End {}

  @Description("A link")
  record Link(Chain next) implements Chain {}

  @Description("The end")
  record End() implements Chain {}

  interface Draft {}

  @Description("Constraints of groups")
  record Grouped(
      @Size(max = 3, groups = Draft.class) String draft,
      @Size(
              min = 3,
              groups = {Draft.class, Default.class})
          String both) {}

  @Description("Patterns")
  record Patterns(
      @Pattern(regexp = "[a-z]+", flags = Pattern.Flag.CASE_INSENSITIVE) String anyCase,
      @Pattern(regexp = "^cost\\$") String price) {}

  @Description("A default and an empty Optional")
  record Defaulted(@JsonProperty(defaultValue = "x") Optional<String> text) {}
}
