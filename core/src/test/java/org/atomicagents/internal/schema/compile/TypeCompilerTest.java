package org.atomicagents.internal.schema.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.validation.groups.Default;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.schema.jsonschema.EcmaRegexCompatibility;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.Description;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.atomicagents.schema.TypeRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Supported and unsupported types, and decoding of their encoded values. */
class TypeCompilerTest {

  @Test
  void distinguishesAnEmptyOptionalFromItsDefault() {
    var schema = Schema.of(Defaulted.class);

    assertThat(schema.read("{}").value()).isEqualTo(new Defaulted(Optional.of("x")));
    assertThat(schema.read("{\"text\":null}").value()).isEqualTo(new Defaulted(Optional.empty()));
    assertThat(schema.read(schema.encode(new Defaulted(Optional.empty()))).value())
        .isEqualTo(new Defaulted(Optional.empty()));
  }

  @Test
  void rejectsNumbersThatTheTypeCannotRepresent() {
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
    for (float value : new float[] {1e30f, Float.MAX_VALUE, Float.MIN_VALUE, 16777216f}) {
      assertThat(floats.read(floats.encode(value), Strictness.STRICT).value()).isEqualTo(value);
    }
  }

  @Test
  void requiresTheKeyOfAnOptionalRoot() {
    var schema = Schema.of(new TypeRef<Optional<String>>() {});

    assertThat(schema.jsonSchema()).contains("\"required\":[\"value\"]");
    assertThat(schema.read("{}", Strictness.STRICT).violations())
        .containsExactly(new Violation("$.value", "a value", "nothing"));
    assertThat(schema.read("{\"value\":null}").value()).isEqualTo(Optional.empty());
    assertThat(schema.read("{\"value\":\"a\"}").value()).isEqualTo(Optional.of("a"));
    assertRejected(
        () -> Schema.of(new TypeRef<@Nullable String>() {}),
        "java.lang.String: expected a non-null type, found @Nullable. Use Optional<...> instead.");
  }

  @Test
  void rejectsInfiniteTypes() {
    assertRejected(
        () -> Schema.of(new TypeRef<Poly<String>>() {}),
        "Poly.next: expected at most 20 levels of type arguments and 1000 type arguments in total,"
            + " found more in Poly. Check for a record that contains itself with growing type"
            + " arguments.");
    assertRejected(
        () -> Schema.of(Endless.class),
        "Endless.next: expected finite nesting, found infinite nesting: each Endless requires"
            + " another Endless. Make it @Nullable, an Optional or a List.");
    assertThat(Schema.of(Chain.class).read("{\"value\":{\"type\":\"End\"}}").value())
        .isEqualTo(new End());
  }

  @Test
  void writesOnlyCheckedConstraintsToTheSchema() {
    assertThat(Schema.of(Grouped.class).jsonSchema())
        .contains("\"draft\":{\"type\":\"string\"}")
        .contains("\"both\":{\"type\":\"string\",\"minLength\":3}");
    assertThat(Schema.of(Grouped.class).validate(new Grouped("long", "ab")))
        .containsExactly(new Violation("$.both", "at least 3 characters", "\"ab\""));
  }

  @Test
  void describesPatternsThatOnlyJavaSupports() {
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
                .filter(EcmaRegexCompatibility::isCompatible))
        .isEmpty();
    assertThat(
            Stream.of("a+", "\\++", "[+]+", "(?:a|b)?", "(?<n>a)\\k<n>", "[a&]", "\\[\\[", "a{2}"))
        .allMatch(EcmaRegexCompatibility::isCompatible);
    assertThat(EcmaRegexCompatibility.anchored("^a\\\\$")).isEqualTo("^a\\\\$");
    assertThat(EcmaRegexCompatibility.anchored("^a|b$")).isEqualTo("^(?:^a|b$)$");
  }

  @Test
  void writesTimesInTheFormatOfTheSchema() {
    var schema = Schema.of(Times.class);
    var times =
        new Times(
            OffsetDateTime.parse("2026-11-22T10:00+01:00"),
            ZonedDateTime.parse("2026-11-22T10:00+01:00[Europe/Zurich]"));

    assertThat(schema.encode(times))
        .isEqualTo(
            "{\"offset\":\"2026-11-22T10:00:00+01:00\",\"zoned\":\"2026-11-22T10:00:00+01:00[Europe/Zurich]\"}");
    assertThat(schema.read(schema.encode(times)).value()).isEqualTo(times);
    assertThat(schema.jsonSchema())
        .contains("\"offset\":{\"type\":\"string\",\"format\":\"date-time\"}")
        .contains(
            "\"zoned\":{\"description\":\"a date and time with a zone as"
                + " YYYY-MM-DDTHH:MM:SS+HH:MM[Area/City]\",\"type\":\"string\"}");
  }

  @Test
  void appliesConstraintsOfAPrimitiveOptionalToItsContent() {
    var schema = Schema.of(Primitive.class);

    assertThat(schema.jsonSchema())
        .contains("{\"anyOf\":[{\"type\":\"integer\",\"minimum\":1},{\"type\":\"null\"}]}");
    assertThat(schema.read("{}").value()).isEqualTo(new Primitive(OptionalInt.empty()));
    assertThat(schema.read("{\"count\":0}").violations())
        .containsExactly(new Violation("$.count", "at least 1", "0"));
  }

  @Test
  void writesNamesThatAreValidInReferences() {
    assertThat(Schema.of(Referring.class).jsonSchema())
        .contains("\"$ref\":\"#/$defs/my_type_x\"", "\"$defs\":{\"my_type_x\":");
    assertThat(Schema.of(new TypeRef<Poly2<String[]>>() {}).name()).isEqualTo("Poly2_StringArray");
  }

  @Test
  void countsARecordOfTwoSealedTypesOnce() {
    assertThat(Schema.of(Animal.class).read("{\"value\":{\"type\":\"Duck\",\"age\":1}}").value())
        .isEqualTo(new Duck(1));
  }

  @Test
  void excludesSubtypesWithOtherTypeArguments() {
    assertThat(
            Schema.of(new TypeRef<Held<Integer>>() {})
                .read("{\"value\":{\"type\":\"Txt\"}}")
                .violations())
        .containsExactly(new Violation("$.value.type", "one of [Num, Any]", "\"Txt\""));
    assertThat(Schema.of(new TypeRef<Held<List<String>>>() {}).jsonSchema())
        .contains("\"const\":\"Any\"", "\"const\":\"Many\"")
        .doesNotContain("\"const\":\"Txt\"");
    assertRejected(
        () -> Schema.of(new TypeRef<OnlyText<Integer>>() {}),
        OnlyText.class.getName()
            + ": expected a record that implements "
            + OnlyText.class.getName()
            + "<java.lang.Integer>, found none. Correct the type arguments.");
  }

  @Test
  void rejectsEmptyEnumsAndInvalidDefaults() {
    assertRejected(
        () -> Schema.of(Empty.class),
        Empty.class.getName() + ": expected an enum with constants, found none. Add one.");
    assertRejected(
        () -> Schema.of(TooMany.class),
        "TooMany.count: expected a default value of the component's type, found 99 ($: expected at"
            + " most 5, found 99). Correct @JsonProperty(defaultValue).");
  }

  @Test
  void describesTheKeysOfMaps() {
    assertThat(Schema.of(Numbered.class).jsonSchema())
        .contains("\"propertyNames\":{\"type\":\"string\",\"pattern\":\"^(?:0|-?[1-9][0-9]*)$\"}");
    assertThat(Schema.of(Numbered.class).strictJsonSchema().orElseThrow())
        .contains("\"key\":{\"type\":\"string\",\"pattern\":\"^(?:0|-?[1-9][0-9]*)$\"}");
    assertRejected(
        () -> Schema.of(LongKeys.class),
        "LongKeys.map: expected map keys without constraints, found constraints on"
            + " java.lang.String. Use an enum as key, or a List of records.");
  }

  @Test
  void rejectsJacksonAnnotationsWithoutEffect() {
    assertRejectsAnnotation(Ignoring.class, "Ignoring.text", "@JsonIgnore");
    assertRejectsAnnotation(Aliased.class, "Aliased.text", "@JsonAlias");
    assertRejectsAnnotation(Unwrapping.class, "Unwrapping.inner", "@JsonUnwrapped");
    assertRejectsAnnotation(Written.class, "Written.text()", "@JsonValue");
    assertRejectsAnnotation(Created.class, "Created.of()", "@JsonCreator");
    assertRejectsAnnotation(Ordered.class, "Ordered", "@JsonPropertyOrder");
    assertRejectsAnnotation(Level.class, "Level.LOW", "@JsonAlias");
    assertRejectsAnnotation(Grade.class, "Grade.code()", "@JsonValue");
    assertThat(Schema.of(Derived.class).encode(new Derived(1))).isEqualTo("{\"count\":1}");
  }

  private static void assertRejectsAnnotation(Class<?> type, String location, String annotation) {
    assertRejected(
        () -> Schema.of(type),
        location
            + ": expected no Jackson annotations except @JsonProperty,"
            + " @JsonPropertyDescription, @JsonSubTypes, @JsonTypeInfo, @JsonTypeName, found "
            + annotation
            + ". Remove it, or use a separate record for the model.");
  }

  private static void assertRejected(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(ConfigurationException.class).hasMessage(message);
  }

  @Description("A record with growing type arguments")
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

  @Description("Times")
  record Times(OffsetDateTime offset, ZonedDateTime zoned) {}

  @Description("A primitive that may be missing")
  record Primitive(@Min(1) OptionalInt count) {}

  @Description("Named oddly")
  @JsonTypeName("my/type x")
  record Odd(String text) {}

  @Description("Refers to it")
  record Referring(Odd a, Odd b) {}

  @Description("Generic")
  record Poly2<T>(T value) {}

  @Description("An animal")
  sealed interface Animal permits Bird, Swimmer {}

  @Description("A bird")
  sealed interface Bird extends Animal permits Duck {}

  @Description("A swimmer")
  sealed interface Swimmer extends Animal permits Duck, Fish {}

  @Description("A duck")
  record Duck(int age) implements Bird, Swimmer {}

  @Description("A fish")
  record Fish(int age) implements Swimmer {}

  @Description("Holds something")
  sealed interface Held<T> permits Txt, Num, Any, Many {}

  @Description("A text")
  record Txt() implements Held<String> {}

  @Description("A number")
  record Num() implements Held<Integer> {}

  @Description("Anything")
  record Any<T>(T value) implements Held<T> {}

  @Description("Many")
  record Many<T>(T value) implements Held<List<T>> {}

  @Description("Holds a text")
  sealed interface OnlyText<T> permits OneText {}

  @Description("A text")
  record OneText() implements OnlyText<String> {}

  enum Empty {}

  @Description("A default that isn't allowed")
  record TooMany(@Max(5) @JsonProperty(defaultValue = "99") int count) {}

  @Description("By number")
  record Numbered(Map<Integer, String> map) {}

  @Description("By long keys")
  record LongKeys(Map<@Size(min = 3) String, Integer> map) {}

  @Description("Ignores")
  record Ignoring(@JsonIgnore String text) {}

  @Description("Has another name")
  record Aliased(@JsonAlias("t") String text) {}

  @Description("Unwraps")
  record Unwrapping(@JsonUnwrapped Odd inner) {}

  @Description("Is its text")
  record Written(String text) {
    @Override
    @JsonValue
    public String text() {
      return text;
    }
  }

  @Description("Is made of a text")
  record Created(String text) {
    @JsonCreator
    static Created of(String text) {
      return new Created(text);
    }
  }

  @Description("In another order")
  @JsonPropertyOrder({"b", "a"})
  record Ordered(String a, String b) {}

  enum Level {
    @JsonAlias("l")
    LOW
  }

  enum Grade {
    A;

    @JsonValue
    String code() {
      return "1";
    }
  }

  @Description("Derives")
  record Derived(int count) {
    @JsonIgnore
    public boolean isOne() {
      return count == 1;
    }
  }
}
